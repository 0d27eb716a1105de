import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../../sandbox/server.ts';
import {
  anna,
  errorOf,
  immutable,
  type Microsoft365,
  pathTo,
  startMicrosoft365,
  tenantId,
} from './microsoft-365.ts';

let sandbox: RunningSandbox;
let outlook: Microsoft365;

beforeAll(async () => ({ sandbox, outlook } = await startMicrosoft365()));
beforeEach(() => outlook.prepare());
afterAll(() => sandbox.close());

describe('ids', () => {
  test('are immutable only where the request asks for it, and case-sensitive', async () => {
    const { id } = await outlook.create();
    expect(id).toMatch(/^AAkALg[\w-]+$/);
    const reply = await outlook.graph('GET', `/users/${anna}/events`);
    const [listed] = reply.json['value'] as { id: string }[];
    expect(listed?.id).toMatch(/^AAMkAG[\w-]+==$/);
    expect((await outlook.graph('GET', pathTo(anna, listed?.id))).status).toBe(200);
    const other = `${String(id).slice(0, 40)}${String(id).slice(40).toUpperCase()}`;
    expect(errorOf(await outlook.graph('GET', pathTo(anna, other)))['code']).toBe('ErrorItemNotFound');
    expect(errorOf(await outlook.graph('GET', pathTo(anna, 'x%2Fy')))['code']).toBe(
      'ErrorInvalidIdMalformed',
    );
  });
});

describe('Deleted Items', () => {
  test('an event that the user deleted is 404 to GET and PATCH and 403 to DELETE by immutable id', async () => {
    const { id } = await outlook.create();
    await outlook.control('DELETE', `/tenants/${tenantId}/mailboxes/${anna}/events/${String(id)}`);
    for (const [method, body] of [['GET'], ['PATCH', { subject: 'x' }]] as const) {
      const reply = await outlook.graph(method, pathTo(anna, id), body, immutable);
      expect(reply.status).toBe(404);
      expect(errorOf(reply)['code']).toBe('ErrorItemNotFound');
    }
    const reply = await outlook.graph('DELETE', pathTo(anna, id), undefined, immutable);
    expect(reply.status).toBe(403);
    expect(errorOf(reply)).toEqual({ code: 'ErrorCannotDeleteObject', message: 'Object cannot be deleted.' });
    expect((await outlook.graph('GET', `/users/${anna}/events`)).json['value']).toEqual([]);
    expect(await outlook.calendarOf(anna)).toMatchObject([{ immutableId: id, inDeletedItems: true }]);
  });

  test('a trashed event can be found by immutable id where the setting says so', async () => {
    const { id } = await outlook.create();
    await outlook.control('DELETE', `/tenants/${tenantId}/mailboxes/${anna}/events/${String(id)}`);
    await outlook.control('PUT', '/settings', { trashedItemByImmutableId: 'found' });
    expect((await outlook.graph('GET', pathTo(anna, id))).status).toBe(200);
  });

  test('a move changes the mutable id and leaves the immutable one', async () => {
    await outlook.create();
    const [before] = await outlook.calendarOf(anna);
    const path = `/tenants/${tenantId}/mailboxes/${anna}/events/${String(before?.['immutableId'])}`;
    await outlook.control('DELETE', path);
    await outlook.control('PATCH', path, { inDeletedItems: false });
    const [after] = await outlook.calendarOf(anna);
    expect(after?.['immutableId']).toBe(before?.['immutableId']);
    expect((await outlook.graph('GET', pathTo(anna, before?.['id']))).status).toBe(404);
    expect((await outlook.graph('GET', pathTo(anna, after?.['id']))).status).toBe(200);
  });

  test('a deletion by the API is final: the second is 404, or 403 where deletions go to Deleted Items', async () => {
    const first = await outlook.create();
    expect((await outlook.graph('DELETE', pathTo(anna, first['id']))).status).toBe(204);
    expect((await outlook.graph('DELETE', pathTo(anna, first['id']))).status).toBe(404);
    await outlook.control('PUT', '/settings', { deletionByApi: 'deletedItems' });
    const second = await outlook.create();
    expect((await outlook.graph('DELETE', pathTo(anna, second['id']))).status).toBe(204);
    expect((await outlook.graph('DELETE', pathTo(anna, second['id']))).status).toBe(403);
  });
});
