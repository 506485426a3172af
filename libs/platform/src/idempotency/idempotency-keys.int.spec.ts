import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Request } from 'express';
import { randomUUID } from 'node:crypto';
import { SessionLocks } from '../database/session-locks.js';
import { platformMigrations } from '../platform.migrations.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { IdempotencyKeys, scopeOf } from './idempotency-keys.js';
import { IdempotencyTable, type KeyScope } from './idempotency-table.js';

let spec: TestDatabase;
let keys: IdempotencyKeys;
let scope: KeyScope;
const opened: SessionLocks[] = [];

/** Another process as far as the database can see. */
async function otherProcess(): Promise<{ keys: IdempotencyKeys; locks: SessionLocks }> {
  const own = new SessionLocks(spec.database);
  await own.start();
  opened.push(own);
  return { keys: new IdempotencyKeys(spec.database, own), locks: own };
}

beforeAll(async () => {
  spec = await createTestDatabase(platformMigrations);
  ({ keys } = await otherProcess());
});
afterAll(async () => {
  await Promise.all(opened.map((one) => one.stop()));
  await spec?.close();
});
beforeEach(() => {
  scope = { orgId: randomUUID(), method: 'POST', path: '/v1/things', key: 'k' };
});

const request = (body: unknown = { a: 1 }): Request => ({ body }) as Request;
const answer = (body: unknown) => ({ status: 202, location: '/v1/things/1', body });
const refused = (code: string) => expect.objectContaining({ code });
const completed = async (one: Request, body: unknown, by = keys): Promise<void> =>
  spec.database.transaction((tx) => by.complete(tx, one, answer(body)));

describe('an idempotency key', () => {
  it('gives the first answer again, whatever the order of members', async () => {
    const first = request({ a: 1, b: 2 });
    expect(await keys.begin(first, scope, null)).toBeNull();
    await completed(first, { z: 1, a: [2] });
    const replayed = await keys.begin(request({ b: 2, a: 1 }), scope, null);
    expect(replayed).toEqual(answer({ z: 1, a: [2] }));
    expect(JSON.stringify(replayed?.body)).toBe('{"z":1,"a":[2]}');
  });

  it('is refused with another body, before and after the answer', async () => {
    const first = request();
    await keys.begin(first, scope, null);
    await expect(keys.begin(request({ a: 2 }), scope, null)).rejects.toEqual(refused('idempotency_key_reused'));
    await completed(first, {});
    await expect(keys.begin(request({ a: 2 }), scope, null)).rejects.toEqual(refused('idempotency_key_reused'));
  });

  it('is the same on however its path is written: in capitals, with a slash at its end', () => {
    const placeOf = (path: string) => scopeOf({ method: 'POST', path }, scope.orgId, 'k');
    expect(placeOf('/V1/Things/')).toEqual(placeOf('/v1/things'));
    expect(placeOf('/v1/things/1')).not.toEqual(placeOf('/v1/things'));
  });

  it('is refused with another query: it carries the settings of a table', async () => {
    const asked = (query: Record<string, string>): Request => ({ body: 'prompt', query }) as unknown as Request;
    const first = asked({ concurrency: '1', name: 'a' });
    await keys.begin(first, scope, null);
    await completed(first, {});
    expect(await keys.begin(asked({ name: 'a', concurrency: '1', dryRun: 'false' }), scope, null)).toEqual(answer({}));
    for (const concurrency of ['2', '50']) {
      await expect(keys.begin(asked({ concurrency, name: 'a' }), scope, null)).rejects.toEqual(refused('idempotency_key_reused'));
    }
  });

  it('belongs to one request at a time, in this process and in another', async () => {
    const other = await otherProcess();
    const begun = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? keys : other.keys).begin(request(), scope, null)),
    );
    expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of begun) if (one.status === 'rejected') expect(one.reason).toEqual(refused('idempotency_in_flight'));
  });

  it('is somebody else’s in another organisation and on another path', async () => {
    const first = request();
    await keys.begin(first, scope, null);
    await completed(first, {});
    expect(await keys.begin(request({ x: 1 }), { ...scope, orgId: randomUUID() }, null)).toBeNull();
    expect(await keys.begin(request({ x: 1 }), { ...scope, path: '/v1/other' }, null)).toBeNull();
  });

  it('is not used up by a request that failed', async () => {
    const first = request();
    await keys.begin(first, scope, null);
    await keys.failed(first);
    const other = await otherProcess();
    expect(await other.keys.begin(request({ other: true }), scope, null)).toBeNull();
  });

  it('has no answer when the transaction with it is rolled back', async () => {
    const first = request();
    await keys.begin(first, scope, null);
    const failing = spec.database.transaction(async (tx) => {
      await keys.complete(tx, first, answer({ id: 'lost' }));
      throw new Error('the thing could not be made');
    });
    await expect(failing).rejects.toThrow('could not be made');
    await keys.failed(first);
    expect(await keys.begin(request(), scope, null)).toBeNull();
  });

  it('of a process that died is free, and what that process may still do is rolled back', async () => {
    const dying = await otherProcess();
    const lost = request();
    await dying.keys.begin(lost, scope, null);
    await expect(keys.begin(request(), scope, null)).rejects.toEqual(refused('idempotency_in_flight'));
    await dying.locks.stop();
    const second = request();
    for (let round = 0; ; round += 1) {
      try {
        expect(await keys.begin(second, scope, null)).toBeNull();
        break;
      } catch (error) {
        if (round > 1_000) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    await expect(completed(lost, { by: 'the dead' }, dying.keys)).rejects.toEqual(refused('idempotency_in_flight'));
    await completed(second, { by: 'the living' });
    expect((await keys.begin(request(), scope, null))?.body).toEqual({ by: 'the living' });
  });

  it('that could not be given back is taken over by the next request of the same process', async () => {
    const first = request();
    await keys.begin(first, scope, null);
    await spec.database.query('ALTER TABLE platform.idempotency_keys RENAME TO away');
    await keys.failed(first);
    await spec.database.query('ALTER TABLE platform.away RENAME TO idempotency_keys');
    expect(await keys.begin(request(), scope, null)).toBeNull();
  });

  it('is never taken over from a request that began after this one and got to the table before it', async () => {
    // The statement of the later request runs; that of the earlier one waits behind it, as it does when a connection is slow.
    const claim = IdempotencyTable.prototype.claim;
    const earlierMay = Promise.withResolvers<void>();
    const held = jest.spyOn(IdempotencyTable.prototype, 'claim').mockImplementationOnce(async function (this: IdempotencyTable, ...given) {
      await earlierMay.promise;
      return claim.apply(this, given);
    });
    const earlier = keys.begin(request(), scope, null);
    held.mockRestore();
    expect(await keys.begin(request(), scope, null)).toBeNull();
    earlierMay.resolve();
    await expect(earlier).rejects.toEqual(refused('idempotency_in_flight'));
  });

  it('that was taken over says so to who had it before, whatever its request met meanwhile', async () => {
    const [slow, next] = [request(), request()];
    await keys.begin(slow, scope, null);
    await spec.database.query(`UPDATE platform.idempotency_keys SET claimed_at = now() - interval '61 seconds' WHERE org_id = $1`, [
      scope.orgId,
    ]);
    expect(await keys.begin(next, scope, null)).toBeNull();
    await completed(next, { id: 'made' });
    expect(await keys.failed(slow)).toEqual(refused('idempotency_in_flight'));
    expect((await keys.begin(request(), scope, null))?.body).toEqual({ id: 'made' });
  });

  it('keeps a secret answer so that only the caller’s own key opens it', async () => {
    const first = request();
    await keys.begin(first, scope, 'Bearer one');
    await completed(first, { key: 'kadr_secret_secret' });
    const [row] = await spec.database.query<{ body: Buffer }>('SELECT body FROM platform.idempotency_keys WHERE org_id = $1', [
      scope.orgId,
    ]);
    expect(row?.body.includes('secret')).toBe(false);
    expect((await keys.begin(request(), scope, 'Bearer one'))?.body).toEqual({ key: 'kadr_secret_secret' });
    await expect(keys.begin(request(), scope, 'Bearer two')).rejects.toEqual(refused('idempotency_key_reused'));
  });

  it('is kept for 24 h: then it is free, and swept away', async () => {
    const first = request();
    await keys.begin(first, scope, null);
    await completed(first, {});
    const age = (hours: number) =>
      spec.database.query(`UPDATE platform.idempotency_keys SET claimed_at = now() - $2 * interval '1 hour' WHERE org_id = $1`, [
        scope.orgId,
        hours,
      ]);
    await age(23.9);
    expect(await keys.sweep()).toBe(0);
    expect(await keys.begin(request(), scope, null)).not.toBeNull();
    await age(24.1);
    expect(await keys.begin(request({ fresh: true }), scope, null)).toBeNull();
    await age(24.1);
    expect(await keys.sweep()).toBe(1);
  });

  it('is swept away soon after a start, and on and on: also where no process lives for long', async () => {
    const { keys: young } = await otherProcess();
    const sweep = jest.spyOn(young, 'sweep').mockResolvedValue(0);
    jest.useFakeTimers({ doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setInterval'] });
    try {
      young.onApplicationBootstrap();
      jest.advanceTimersByTime(10_000);
      expect(sweep).toHaveBeenCalledTimes(1);
      jest.advanceTimersByTime(3_600_000);
      expect(sweep.mock.calls.length).toBeGreaterThan(4);
      young.onApplicationShutdown();
      sweep.mockClear();
      jest.advanceTimersByTime(3_600_000);
      expect(sweep).not.toHaveBeenCalled();
    } finally {
      jest.useRealTimers();
    }
  });
});
