import { useQuery } from '@tanstack/react-query';
import { connectionGuide } from '../../api/operations.ts';
import { useLanguage } from '../../texts.tsx';
import { isGuid, type Ids } from './pasted-values.ts';

/** The steps in Entra and Exchange, with the ids in them as soon as they are whole. */
export function useGuide(companyId: string, ids: Ids) {
  const language = useLanguage();
  const query = {
    tenantId: isGuid(ids.tenantId) ? ids.tenantId : '',
    clientId: isGuid(ids.clientId) ? ids.clientId : '',
  };
  return useQuery({
    queryKey: ['connection-guide', companyId, query, language],
    queryFn: () => connectionGuide(companyId, query),
    // The steps stay where they are while an id is filled in.
    placeholderData: (previous) => previous,
    staleTime: 60_000,
  });
}
