import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { patience, type TestCompany } from '../house/company.ts';
import { ended, imports, pathOf, replays, type Row } from '../house/hr-export.ts';
import { openHouse, type House } from '../house/house.ts';
import type { Answer } from '../house/http.ts';

let house: House;
beforeAll(async () => {
  // Answers that are held for as long as the test pleases are wanted here, lost ones are not.
  house = await openHouse({ timeoutSeconds: 60 });
});
afterAll(() => house?.close());

describe('a replay under way', () => {
  interface HeldReplay {
    readonly replayId: string;
    /** What waits is answered; the rest slowly: a pause reaches a page with its next heartbeat. */
    readonly letsGo: () => Promise<void>;
  }
  /** One that can't end by itself: some of it stands, and what it sends now waits at Microsoft until it is let go. */
  async function heldReplay(company: TestCompany): Promise<HeldReplay> {
    const employees = await Promise.all([1, 2, 3].map((number) => company.employee(`S${number}`)));
    const rows = employees.flatMap((employee) =>
      Array.from({ length: 40 }, (_, index): Row => ({ id: `${employee.id}-${index}`, employee })),
    );
    const creates = { operation: 'createEvent', tenantId: company.tenantId, times: null };
    const held = await house.outlook.fault({ ...creates, skip: 10, effect: { kind: 'hold' } });
    const { body } = await imports(house, company, rows);
    await vi.waitFor(async () => {
      expect(await house.outlook.faultStrikes(held)).toBeGreaterThan(0);
    }, patience);
    return {
      replayId: body.replayId,
      letsGo: async () => {
        await house.outlook.fault({ ...creates, effect: { kind: 'delayBefore', milliseconds: 2000 } });
        await house.outlook.control('DELETE', `/sandbox/faults/${held}`);
      },
    };
  }
  const act = (company: TestCompany, replayId: string, word: string): Promise<Answer> =>
    house.administrator('POST', `${pathOf(company)}/replays/${replayId}/${word}`);
  const untilState = async (company: TestCompany, replayId: string, state: string): Promise<void> => {
    await vi.waitFor(async () => {
      const { body } = await house.administrator('GET', `${pathOf(company)}/replays/${replayId}`);
      expect(body).toMatchObject({ state });
    }, patience);
  };

  test('pauses: what is under way is finished, nothing more is sent until it is resumed', async () => {
    const company = await house.company();
    const { replayId, letsGo } = await heldReplay(company);
    expect((await act(company, replayId, 'pause')).status).toBe(202);
    await letsGo();
    await untilState(company, replayId, 'paused');
    const standing = (await house.outlook.allEvents(company.tenantId)).length;
    expect(standing).toBeLessThan(120);
    await house.outlook.forgetFaults();
    await house.outlook.forgetRequests();
    expect(await house.outlook.requests()).toEqual([]);
    expect((await act(company, replayId, 'resume')).status).toBe(202);
    expect(await ended(house, company, replayId)).toMatchObject({
      state: 'completed',
      done: 120,
      counts: { created: 120, failed: 0 },
    });
    expect(await house.outlook.allEvents(company.tenantId)).toHaveLength(120);
    expect(await house.outlook.counts()).toMatchObject({ createEvent: 120 - standing });
    const log = await house.administrator('GET', `${pathOf(company)}/activity?actor=administrator&limit=3`);
    expect(log.body.items.map(({ action }: { action: string }) => action)).toEqual([
      'replay-resumed',
      'replay-paused',
      'export-imported',
    ]);
  });

  test('tells its progress as server-sent events, the last of them its end', async () => {
    const company = await house.company();
    const { replayId } = await heldReplay(company);
    await house.outlook.forgetFaults();
    const told = await house.eventsOf(`${pathOf(company)}/replays/${replayId}/progress`);
    const done = told.map((replay) => replay.done);
    expect(done).toEqual(done.toSorted((one: number, other: number) => one - other));
    expect(told.at(-1)).toMatchObject({ replayId, state: 'completed', done: 120, total: 120 });
  });

  test('cancelled keeps what it has done and leaves the rest, which the next one does', async () => {
    const company = await house.company();
    const { replayId, letsGo } = await heldReplay(company);
    expect((await act(company, replayId, 'cancel')).status).toBe(202);
    await letsGo();
    const cancelled = await ended(house, company, replayId);
    expect(cancelled).toMatchObject({ state: 'cancelled', counts: { failed: 0 } });
    expect(await house.outlook.allEvents(company.tenantId)).toHaveLength(cancelled.counts.created);
    await house.outlook.forgetFaults();
    const next = await replays(house, company, { scope: 'unsynced' });
    expect(next.counts.created).toBe(120 - cancelled.counts.created);
    expect((await act(company, replayId, 'pause')).status).toBe(409);
  });
});
