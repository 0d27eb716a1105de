import { expect, vi } from 'vitest';
import { replayWorkflowId } from '#workflows/messages.ts';
import { patience, type Employee, type TestCompany } from './company.ts';
import type { House } from './house.ts';
import type { Answer } from './http.ts';

const header =
  'registration_id,version,employee_id,employee_name,mailbox,time_zone,absence_type,status,from,to,comment';

export interface Row {
  readonly id: string;
  readonly employee: Employee;
  readonly type?: string;
  readonly status?: string;
  readonly from?: string;
  readonly to?: string;
  readonly version?: number;
}

export const csv = (rows: readonly Row[]): string =>
  [
    header,
    ...rows.map(
      ({
        id,
        employee,
        type = 'vacation',
        status = 'approved',
        from = '2027-03-01',
        to = '2027-03-02',
        version = 1,
      }) =>
        `${id},${version},${employee.id},${employee.name},${employee.mailbox},,${type},${status},${from},${to},"Ski, trip"`,
    ),
  ].join('\r\n');

export const pathOf = ({ companyId }: TestCompany): string => `/v1/companies/${companyId}`;

export async function imports(house: House, company: TestCompany, rows: readonly Row[]): Promise<Answer> {
  return house.administrator('POST', `${pathOf(company)}/imports`, csv(rows));
}

/** Waits for the replay's end and returns it as the API tells it. */
export async function ended(house: House, company: TestCompany, replayId: string): Promise<Answer['body']> {
  return vi.waitFor(async () => {
    const { body } = await house.administrator('GET', `${pathOf(company)}/replays/${replayId}`);
    expect(['completed', 'failed', 'cancelled'], JSON.stringify(body)).toContain(body.state);
    // One that was asked to plan again while its end was being noted goes on.
    const workflow = house.temporal.workflow.getHandle(replayWorkflowId(company.companyId));
    expect((await workflow.describe()).status.name).not.toBe('RUNNING');
    const closed = await house.administrator('GET', `${pathOf(company)}/replays/${replayId}`);
    return closed.body;
  }, patience);
}

export async function replays(house: House, company: TestCompany, request: object): Promise<Answer['body']> {
  const started = await vi.waitFor(async () => {
    const answer = await house.administrator('POST', `${pathOf(company)}/replays`, request);
    // A replay that was owed may be started a second time where its first starter is slow; that one ends first.
    expect(answer.status, JSON.stringify(answer.body)).toBe(202);
    return answer;
  }, patience);
  return ended(house, company, started.body.replayId);
}
