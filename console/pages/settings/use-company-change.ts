import { useMutation, useQueryClient } from '@tanstack/react-query';
import { changeCompany } from '../../api/operations.ts';

export type CompanyChange = ReturnType<typeof useCompanyChange>;

/** Saves a part of what the company has chosen; every page then shows what is so now. */
export function useCompanyChange(companyId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: Parameters<typeof changeCompany>[1]) => changeCompany(companyId, change),
    onSuccess: async () => {
      await Promise.all(
        [['company', companyId], ['companies'], ['overview', companyId]].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      );
    },
    // An answer may hold a webhook's signing secret.
    gcTime: 0,
  });
}
