import type { company } from '../../api/operations.ts';

export interface SectionProps {
  readonly company: Awaited<ReturnType<typeof company>>;
  readonly isReadOnly: boolean;
}
