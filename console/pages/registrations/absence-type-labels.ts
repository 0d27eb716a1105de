import { useQuery } from '@tanstack/react-query';
import { listAbsenceTypes } from '../../api/operations.ts';
import { useLanguage } from '../../texts.tsx';

/** An absence type as the company calls it; its code until that is known, and where the company has no such type. */
export function useAbsenceTypeLabels(companyId: string): (type: string) => string {
  const language = useLanguage();
  const { data } = useQuery({
    queryKey: ['absence-types', companyId],
    queryFn: () => listAbsenceTypes(companyId),
    staleTime: 60_000,
  });
  return (type) => data?.items.find((each) => each.type === type)?.label[language] ?? type;
}
