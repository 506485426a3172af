import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Client } from 'pg';
import { type Connection, type Queryable } from '#platform';
import { type Recorded } from '../domain/index.js';
import { createTestEventing, eventually, type TestEventing } from '../testing/test-eventing.js';
import {
  AT,
  CloseTally,
  context,
  count,
  CreateSamples1763600000900,
  inlineTotals,
  newId,
  ReopenTally,
  tally,
  TallyIsClosed,
} from '../testing/tally.sample.js';
import { Fenced, type FenceKind, RetryTransaction } from './contracts.js';

let eventing: TestEventing;
beforeAll(async () => {
  eventing = await createTestEventing({
    migrations: [CreateSamples1763600000900],
    register: (registry) => registry.aggregate(tally).projection(inlineTotals()),
    consumers: false,
  });
});
afterAll(() => eventing?.close());

const versionsOf = async (id: string): Promise<number[]> => (await eventing.store.readStream(`tally-${id}`)).map(({ version }) => version);
const rowOf = async (id: string) =>
  (await eventing.database.query<{ data: object }>('SELECT data FROM samples.inline_totals WHERE key = $1', [id]))[0]?.data;

/** The server ends all connections of the pool, and when it answers again its rows are others. */
async function failOver(change: string, params: readonly unknown[]): Promise<void> {
  const server = new Client(eventing.url);
  await server.connect();
  const ended = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name NOT LIKE '%locks'`;
  // Whoever looks at the log meanwhile connects anew.
  await eventually(async () => {
    await server.query(ended);
    return eventing.database.pool?.totalCount === 0;
  });
  await server.query(change, [...params]);
  await server.end();
}

describe('a word that no database keeps', () => {
  it('is kept as far as it can be, and statements that read the event find it in order', async () => {
    const id = newId();
    const { events } = await eventing.unitOfWork.decide(tally, id, count(id, 1, 'cut \ud83d and \0 but \\u0000'), context);
    const kept = 'cut \ufffd and  but \\u0000';
    expect(events.at(-1)?.data).toMatchObject({ note: kept });
    expect((await eventing.store.readStream(`tally-${id}`)).at(-1)?.data).toMatchObject({ note: kept });
    const [row] = await eventing.database.query<{ note: string }>(
      `SELECT (data::jsonb)->>'note' AS note FROM eventing.events WHERE stream_id = $1 AND type = 'Counted'`,
      [`tally-${id}`],
    );
    expect(row).toEqual({ note: kept });
  });
});

describe('events that are appended together', () => {
  it.each([1, 4, 5, 8, 9, 20])('are each told where they are and since when: %s streams, begun and continued', async (size) => {
    const ids = Array.from({ length: size }, () => newId());
    const begun = await Promise.all(ids.map((id) => eventing.unitOfWork.decide(tally, id, count(id, 1, 'words'), context)));
    const continued = await Promise.all(ids.map((id) => eventing.unitOfWork.decide(tally, id, count(id, 2), context)));
    const placesOf = (events: readonly Recorded[]) =>
      events.map(({ eventId, position, recordedAt }) => ({ eventId, position, recordedAt }));
    for (const [index, id] of ids.entries()) {
      const told = [...(begun[index]?.events ?? []), ...(continued[index]?.events ?? [])];
      expect(told.length).toBeGreaterThan(1);
      expect(placesOf(told)).toEqual(placesOf(await eventing.store.readStream(`tally-${id}`)));
    }
  });
});

describe('streams that are read at the same time', () => {
  it('are read together, each from where it was asked for', async () => {
    const ids = [newId(), newId(), newId()];
    for (const id of ids) for (const by of [1, 2, 3]) await eventing.unitOfWork.decide(tally, id, count(id, by), context);
    const [one = '', two = '', three = ''] = ids;
    const absent = newId();
    const versions = async (id: string, after: number): Promise<number[]> =>
      (await eventing.store.readStream(`tally-${id}`, after)).map(({ version }) => version);
    const whole = await versions(one, 0);
    expect(whole.length).toBeGreaterThan(3);
    // Others ask the same database meanwhile, for something else.
    const query = eventing.database.query.bind(eventing.database) as (...given: unknown[]) => Promise<never>;
    let [reads, refused] = [0, 0];
    const spy = jest.spyOn(eventing.database, 'query').mockImplementation(async (sql: string, params?: readonly unknown[]) => {
      const isOurs = sql.includes('eventing.read_streams') && JSON.stringify(params).includes(two);
      if (isOurs) reads += 1;
      if (isOurs && refused > 0) {
        refused -= 1;
        throw new Error('one of them cannot be opened');
      }
      return query(sql, params);
    });
    const asked = [versions(one, 2), versions(two, 0), versions(one, 0), versions(absent, 0), versions(one, whole.length)];
    expect(await Promise.all(asked)).toEqual([whole.slice(2), whole, whole, [], []]);
    expect(reads).toBe(1);
    // What cannot be read together is read one by one: it may be the fault of one alone.
    refused = 1;
    expect(await Promise.all([versions(two, 0), versions(three, 1)])).toEqual([whole, whole.slice(1)]);
    // Together, and that stream by itself.
    expect(reads).toBe(3);
    spy.mockRestore();
  });
});

describe('a stream read within a transaction', () => {
  it('is as the transaction sees it, its own decisions included', async () => {
    const id = newId();
    const seen = await eventing.unitOfWork.run(async (tx) => {
      const before = await tx.load(tally, id);
      await tx.decide(tally, id, count(id, 2), context);
      return [before, await tx.load(tally, id)];
    });
    expect(seen).toMatchObject([{ version: 0 }, { version: 2, state: { status: 'open', total: 2 } }]);
  });

  it('takes no second connection: as many at once as there are come through', async () => {
    const crowded = await createTestEventing({
      migrations: [CreateSamples1763600000900],
      register: (registry) => registry.aggregate(tally).projection(inlineTotals()),
      database: { poolSize: 3 },
      consumers: false,
    });
    try {
      const ids = [newId(), newId(), newId()];
      for (const id of ids) await crowded.unitOfWork.decide(tally, id, count(id, 1), context);
      let inside = 0;
      let open: () => void = () => undefined;
      const allInside = new Promise<void>((resolve) => (open = resolve));
      const states = await Promise.all(
        ids.map((id) =>
          crowded.unitOfWork.run(async (tx) => {
            await tx.query('SELECT 1');
            if (++inside === ids.length) open();
            await allInside;
            return (await tx.load(tally, id)).state;
          }),
        ),
      );
      expect(states).toEqual(ids.map(() => ({ status: 'open', total: 1 })));
      // Who waits for a second connection in vain is done again.
      expect(inside).toBe(ids.length);
    } finally {
      await crowded.close();
    }
  });
});

describe('one decision', () => {
  it('is stored with who caused it, and can be read back as it was returned', async () => {
    const id = newId();
    const caused = { ...context, correlationId: 'request-1', causationId: 'task-1' };
    const decided = await eventing.unitOfWork.decide(tally, id, count(id, 3, 'é "quoted" \\ {1,2}'), caused);
    expect(decided.state).toEqual({ status: 'open', total: 3 });
    expect(await eventing.store.readStream(`tally-${id}`)).toEqual(decided.events);
    expect(decided.events.map(({ type, version, metadata }) => [type, version, metadata.correlationId, metadata.causationId])).toEqual([
      ['TallyOpened', 1, 'request-1', 'task-1'],
      ['Counted', 2, 'request-1', 'task-1'],
    ]);
    expect(await rowOf(id)).toEqual({ status: 'open', total: 3, events: 2 });
  });

  it.each([2, 3, 40])('is as it was returned among %d that are stored together, each at its place and time', async (many) => {
    const ids = Array.from({ length: many }, newId);
    const decided = await Promise.all(ids.map((id) => eventing.unitOfWork.decide(tally, id, count(id, 1, `note of ${id}`), context)));
    for (const [index, id] of ids.entries()) {
      expect(await eventing.store.readStream(`tally-${id}`)).toEqual(decided[index]?.events);
      expect(decided[index]?.position).toBe(decided[index]?.events.at(-1)?.position);
    }
  });

  it('that is refused writes nothing, also when another process closed the stream unseen', async () => {
    const id = newId();
    const other = await eventing.another();
    await eventing.unitOfWork.decide(tally, id, count(id), context);
    await other.unitOfWork.decide(tally, id, new CloseTally({ tallyId: id }, AT), context);
    await expect(eventing.unitOfWork.decide(tally, id, count(id), context)).rejects.toBeInstanceOf(TallyIsClosed);
    expect(await versionsOf(id)).toEqual([1, 2, 3]);
    await other.close();
  });
});

describe('what this process remembers of a stream', () => {
  it.each(['decide', 'run'] as const)('leaves no hole when the server has lost its last commits (%s)', async (way) => {
    const id = newId();
    await eventing.unitOfWork.decide(tally, id, count(id, 1), context);
    await eventing.unitOfWork.decide(tally, id, count(id, 10), context);
    // As after a failover to a standby that had not heard of the last commit; the connection for locks has not noticed yet.
    await failOver(`DELETE FROM eventing.events WHERE stream_id = $1 AND version = 3`, [`tally-${id}`]);
    const decided =
      way === 'decide'
        ? await eventing.unitOfWork.decide(tally, id, count(id, 100), context)
        : await eventing.unitOfWork.run((tx) => tx.decide(tally, id, count(id, 100), context));
    expect([decided.state.total, await versionsOf(id)]).toEqual([101, [1, 2, 3]]);
  });

  it('is looked up only on a connection that is younger', async () => {
    const id = newId();
    const real = eventing.database.transaction.bind(eventing.database);
    const asked: string[] = [];
    const told = (tx: Connection): Connection => ({
      stoodAtMs: tx.stoodAtMs,
      query: (sql, params) => (asked.push(sql), tx.query(sql, params)),
    });
    const spy = jest.spyOn(eventing.database, 'transaction').mockImplementation((work) => real((tx) => work(told(tx))));
    const looks = async (): Promise<number> => {
      asked.length = 0;
      await eventing.unitOfWork.decide(tally, id, count(id), context);
      return asked.filter((sql) => sql.includes('all_stand')).length;
    };
    expect([await looks(), await looks(), await looks()]).toEqual([0, 0, 0]);
    await failOver('SELECT', []);
    expect([await looks(), await looks()]).toEqual([1, 0]);
    spy.mockRestore();
    expect(await versionsOf(id)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('never is the reason of a refusal, nor of doing nothing', async () => {
    const other = await eventing.another();
    const [reopened, closed] = [newId(), newId()];
    const close = (id: string) => new CloseTally({ tallyId: id }, AT);
    const reopen = (id: string) => new ReopenTally({ tallyId: id }, AT);
    for (const id of [reopened, closed]) await eventing.unitOfWork.decide(tally, id, close(id), context);
    for (const id of [reopened, closed]) await other.unitOfWork.decide(tally, id, reopen(id), context);
    const [counted, shut] = await Promise.all([
      eventing.unitOfWork.decide(tally, reopened, count(reopened), context),
      eventing.unitOfWork.decide(tally, closed, close(closed), context),
    ]);
    expect([counted.state.status, shut.state.status, shut.events.length]).toEqual(['open', 'closed', 1]);
    await other.close();
  });
});

describe('100 decisions at once on one stream, from two processes', () => {
  it('leave versions without gap or repeat and count every one', async () => {
    const id = newId();
    const other = await eventing.another();
    const all = Array.from({ length: 100 }, (_, index) => (index % 2 ? eventing : other).unitOfWork.decide(tally, id, count(id), context));
    await Promise.all(all);
    expect(await versionsOf(id)).toEqual(Array.from({ length: 101 }, (_, index) => index + 1));
    expect((await eventing.store.load(tally, id)).state.total).toBe(100);
    expect(await rowOf(id)).toEqual({ status: 'open', total: 100, events: 101 });
    await other.close();
  });

  it('close it once, and all but one change nothing', async () => {
    const id = newId();
    const all = Array.from({ length: 100 }, () => eventing.unitOfWork.decide(tally, id, new CloseTally({ tallyId: id }, AT), context));
    const written = (await Promise.all(all)).filter(({ events }) => events.length > 0);
    expect(written).toHaveLength(1);
    expect(await versionsOf(id)).toEqual([1, 2]);
  });
});

describe('decisions gathered in one transaction', () => {
  it('do not suffer from one that cannot be stored or from one that is refused', async () => {
    const [poisonous, refused, ...fine] = Array.from({ length: 12 }, newId) as [string, string, ...string[]];
    await eventing.unitOfWork.decide(tally, refused, new CloseTally({ tallyId: refused }, AT), context);
    const results = await Promise.allSettled([
      ...fine.slice(0, 5).map((id) => eventing.unitOfWork.decide(tally, id, count(id), context)),
      eventing.unitOfWork.decide(tally, poisonous, count(poisonous), { ...context, correlationId: 'jsonb has no \u0000' }),
      eventing.unitOfWork.decide(tally, refused, count(refused), context),
      ...fine.slice(5).map((id) => eventing.unitOfWork.decide(tally, id, count(id), context)),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      ...Array(5).fill('fulfilled'),
      'rejected',
      'rejected',
      ...Array(5).fill('fulfilled'),
    ]);
    expect(results[6]).toMatchObject({ reason: expect.any(TallyIsClosed) });
    expect(await versionsOf(poisonous)).toEqual([]);
    for (const id of fine) expect(await versionsOf(id)).toEqual([1, 2]);
  });

  it('need fewer transactions than there are decisions', async () => {
    const before = await committedTransactions();
    await Promise.all(Array.from({ length: 200 }, newId).map((id) => eventing.unitOfWork.decide(tally, id, count(id), context)));
    expect((await committedTransactions()) - before).toBeLessThan(100);
  });
});

async function committedTransactions(): Promise<number> {
  const [row] = await eventing.database.query<{ xid: string }>('SELECT pg_current_xact_id()::text AS xid');
  return Number(row?.xid);
}

describe('a fence', () => {
  const leases: FenceKind = {
    name: 'samples.lease',
    async claim(tx: Queryable, fences) {
      const rows = await tx.query<{ key: string }>(
        `UPDATE samples.leases l SET finished = true FROM unnest($1::text[], $2::int[]) AS f(key, token)
         WHERE l.key = f.key AND l.token = f.token AND NOT l.finished RETURNING l.key`,
        [fences.map(({ key }) => key), fences.map(({ token }) => token)],
      );
      return new Set(rows.map(({ key }) => key));
    },
  };
  const fence = (key: string, token: number) => ({ kind: leases, key, token });
  const lease = (key: string) => eventing.database.query('INSERT INTO samples.leases (key, token) VALUES ($1, 2)', [key]);
  const isFinished = async (key: string) =>
    (await eventing.database.query<{ finished: boolean }>('SELECT finished FROM samples.leases WHERE key = $1', [key]))[0]?.finished;

  it('lets only its holder record, among others that are gathered with it', async () => {
    const [mine, lost, free] = [newId(), newId(), newId()];
    await lease(mine);
    await lease(lost);
    const results = await Promise.allSettled([
      eventing.unitOfWork.decide(tally, mine, count(mine), context, fence(mine, 2)),
      eventing.unitOfWork.decide(tally, lost, count(lost), context, fence(lost, 1)),
      eventing.unitOfWork.decide(tally, free, count(free), context),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: expect.any(Fenced) });
    expect([await versionsOf(mine), await versionsOf(lost), await versionsOf(free)]).toEqual([[1, 2], [], [1, 2]]);
    expect([await isFinished(mine), await isFinished(lost)]).toEqual([true, false]);
    await expect(eventing.unitOfWork.decide(tally, mine, count(mine), context, fence(mine, 2))).rejects.toBeInstanceOf(Fenced);
  });

  it('aborts what was sent with it', async () => {
    const [mine, lost] = [newId(), newId()];
    await lease(mine);
    await lease(lost);
    const results = await Promise.allSettled([
      eventing.unitOfWork.decide(tally, lost, count(lost), context, fence(lost, 1)),
      eventing.unitOfWork.decide(tally, mine, count(mine), context, fence(mine, 2)),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect([await versionsOf(lost), await versionsOf(mine)]).toEqual([[], [1, 2]]);
    expect([await isFinished(lost), await isFinished(mine)]).toEqual([false, true]);
  });

  it('is not used up by a decision that is refused', async () => {
    const id = newId();
    await lease(id);
    await eventing.unitOfWork.decide(tally, id, new CloseTally({ tallyId: id }, AT), context);
    await expect(eventing.unitOfWork.decide(tally, id, count(id), context, fence(id, 2))).rejects.toBeInstanceOf(TallyIsClosed);
    expect(await isFinished(id)).toBe(false);
  });
});

describe('a transaction of its own', () => {
  it('commits decisions on several streams and other rows together, and says so afterwards', async () => {
    const [one, two] = [newId(), newId()];
    const said: string[] = [];
    const result = await eventing.unitOfWork.run(async (tx) => {
      const first = await tx.decide(tally, one, count(one, 2), context);
      await tx.decide(tally, two, count(two, first.state.total), context);
      const again = await tx.decide(tally, one, count(one, 5), context);
      await tx.query('INSERT INTO samples.notes VALUES ($1, $2)', [one, 'beside']);
      tx.afterCommit(() => said.push('done'));
      expect(said).toEqual([]);
      return again;
    });
    expect(result.state.total).toBe(7);
    expect(await eventing.store.readStream(`tally-${one}`, 2)).toEqual(result.events);
    expect((await eventing.store.load(tally, two)).state.total).toBe(2);
    expect(said).toEqual(['done']);
  });

  it('decides side by side on what was read for all at once, each decision under an id of its own', async () => {
    const ids = [newId(), newId(), newId()];
    await eventing.unitOfWork.decide(tally, ids[0] ?? '', count(ids[0] ?? '', 4), context);
    const reads = jest.spyOn(eventing.store, 'bringUpToDate');
    const decided = await eventing.unitOfWork.run(async (tx) => {
      await tx.loadMany(tally, ids);
      return Promise.all(ids.map((id) => tx.decide(tally, id, count(id), context)));
    });
    expect(reads).toHaveBeenCalledTimes(1);
    reads.mockRestore();
    expect(decided.map(({ state }) => state.total)).toEqual([5, 1, 1]);
    const stored = await Promise.all(ids.map((id) => eventing.store.readStream(`tally-${id}`)));
    const eventIds = stored.flat().map(({ eventId }) => eventId);
    expect(new Set(eventIds).size).toBe(eventIds.length);
    expect(stored.map((events) => events.at(-1)?.eventId)).toEqual(decided.map(({ events }) => events.at(-1)?.eventId));
  });

  it('goes on from a stream that somebody has continued since it was read, by being done again', async () => {
    const id = newId();
    let attempts = 0;
    await eventing.unitOfWork.run(async (tx) => {
      await tx.loadMany(tally, [id]);
      if ((attempts += 1) === 1) await eventing.unitOfWork.decide(tally, id, count(id, 10), context);
      await tx.decide(tally, id, count(id), context);
    });
    expect([attempts, (await eventing.store.load(tally, id)).state.total]).toEqual([2, 11]);
  });

  it('leaves nothing behind when its work fails', async () => {
    const id = newId();
    const work = eventing.unitOfWork.run(async (tx) => {
      await tx.decide(tally, id, count(id), context);
      await tx.query('INSERT INTO samples.notes VALUES ($1, $2)', [id, 'never']);
      throw new Error('changed its mind');
    });
    await expect(work).rejects.toThrow('changed its mind');
    expect(await versionsOf(id)).toEqual([]);
    expect(await eventing.database.query('SELECT 1 FROM samples.notes WHERE id = $1', [id])).toEqual([]);
  });

  it('is done again when another was first', async () => {
    const id = newId();
    let attempts = 0;
    await eventing.unitOfWork.run(async (tx) => {
      await tx.decide(tally, id, count(id), context);
      if ((attempts += 1) === 1) await eventing.unitOfWork.decide(tally, id, count(id, 10), context);
    });
    expect(attempts).toBe(2);
    expect((await eventing.store.load(tally, id)).state.total).toBe(11);
  });

  it('is done again when its work says so, and fails with that in the end', async () => {
    const id = newId();
    let attempts = 0;
    const work = (mostAttempts: number) =>
      eventing.unitOfWork.run(async (tx) => {
        await tx.decide(tally, id, count(id), context);
        if ((attempts += 1) < mostAttempts) throw new RetryTransaction('not yet');
      });
    await work(3);
    expect([attempts, (await eventing.store.load(tally, id)).state.total]).toEqual([3, 1]);
    await expect(work(Infinity)).rejects.toThrow('not yet');
    expect((await eventing.store.load(tally, id)).state.total).toBe(1);
  });
});
