import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CompanyPatchBody } from '#api/company-schemas.ts';
import { changeCompany, company } from '../api/operations.ts';

/** What the company has chosen. */
export const useCompany = (companyId: string) =>
  useQuery({ queryKey: ['company', companyId], queryFn: () => company(companyId) });

export type CompanyChange = ReturnType<typeof useCompanyChange>;

/** Saves a part of what the company has chosen; every page then shows what is so now. */
export function useCompanyChange(companyId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: CompanyPatchBody) => changeCompany(companyId, change),
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
