/** What the list is narrowed by, each by its name in the address and in the API's query. */
export const filterNames = ['q', 'state', 'from', 'to', 'mailbox', 'employeeId'] as const;

export const noFilters: Readonly<Record<string, null>> = Object.fromEntries(
  filterNames.map((name) => [name, null]),
);
