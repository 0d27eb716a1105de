import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { OverviewAnswer } from '#api/overview.ts';
import { overview } from '../api/operations.ts';
import { useLanguage } from '../texts.tsx';

type Days = OverviewAnswer['speed']['days'];

/**
 * How the company stands, kept fresh. While another window is fetched, the one before stands in its place.
 * @param days how far back its speed is measured.
 */
export function useOverview(companyId: string, days: Days = 1) {
  return useQuery({ ...useOverviewOptions(companyId, days), placeholderData: keepPreviousData });
}

/**
 * The company's connection, kept fresh; null before the first is saved. By the overview: the connection's own address
 * answers 404 until there is one.
 */
export function useConnection(companyId: string) {
  return useQuery({ ...useOverviewOptions(companyId, 1), select: connectionOf });
}

const connectionOf = (answer: OverviewAnswer): OverviewAnswer['connection'] => answer.connection;

function useOverviewOptions(companyId: string, days: Days) {
  const language = useLanguage();
  return {
    queryKey: ['overview', companyId, days, language] as const,
    queryFn: () => overview(companyId, { days }),
    refetchInterval: 5_000,
  };
}
