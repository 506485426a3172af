import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Projection } from '../domain/index.js';
import { readWhole } from '../store/event-table.js';
import { Vault } from '../personal/vault.js';
import {
  context,
  count,
  CreateSamples1763600000900,
  diary,
  newId,
  noteCounts,
  NoteSink,
  ORG,
  type TallyEvent,
  type TallyRow,
} from '../testing/tally.sample.js';
import { createTestEventing, eventually, type TestEventing, type TestEventingOptions } from '../testing/test-eventing.js';

/** One row for all diaries there have ever been. */
const everCounted: Projection<TallyEvent, TallyRow> = {
  ...{ name: 'samples.ever_counted', table: 'samples.async_totals', mode: 'async', version: 1, isCumulative: true, handles: ['Counted'] },
  keyOf: () => 'ever',
  evolve: (row = { status: '', total: 0, events: 0 }) => ({ ...row, total: row.total + 1 }),
};
const followDiaries = { ...noteCounts, follows: 'diary' };
const options: TestEventingOptions = {
  migrations: [CreateSamples1763600000900],
  register: (registry) => registry.aggregate(diary).projection(everCounted).processManager(followDiaries, new NoteSink()),
  config: { archiveDays: 0, archiveMonths: 12, retentionSweepMs: 3_600_000 },
};

let eventing: TestEventing;
const opened: TestEventing[] = [];
beforeEach(async () => {
  eventing = await createTestEventing(options);
  // Begun with the process, its first sweep may come late: here sweeps are asked for.
  await eventing.archive.stop();
});
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
  await eventing?.close();
});

const write = (id: string, by = eventing) => by.unitOfWork.decide(diary, id, count(id, 1, 'word'), context);
const erase = (...ids: string[]) =>
  eventing.database.transaction(async (tx) => {
    for (const id of ids) await eventing.erasure.erase(tx, { orgId: ORG, subjectId: id, streamId: `diary-${id}` });
  });
const counted = async (table: string, where = 'true'): Promise<number> =>
  (await eventing.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE ${where}`))[0]?.n ?? -1;
const total = async (): Promise<number> =>
  (await eventing.database.query<{ data: TallyRow }>(`SELECT data FROM samples.async_totals WHERE key = 'ever'`))[0]?.data.total ?? 0;
const atTheEnd = (n: number) => eventually(async () => (await total()) === n && (await counted('samples.notes')) === n);
async function another(config: TestEventingOptions['config'] = {}): Promise<TestEventing> {
  const one = await eventing.another({ consumers: false, config: { ...options.config, ...config } });
  await one.archive.stop();
  opened.push(one);
  return one;
}

/** `ended` diaries of two events that were deleted, and one that lives, with the last event of all. */
async function history(ended: number): Promise<{ gone: string[]; alive: string }> {
  const gone = Array.from({ length: ended }, newId);
  const alive = newId();
  for (const id of gone) await write(id);
  await write(alive);
  await atTheEnd(ended + 1);
  await erase(...gone);
  return { gone, alive };
}

describe('faults C28: the archive of the log', () => {
  it('takes the streams of what was deleted, and nothing else; the whole can still be read in order', async () => {
    const { gone, alive } = await history(5);
    const before = (await readWhole(eventing.database, new Vault(null), { after: 0, upTo: 1000, limit: 100 })).map((row) => row.event_id);
    expect(await eventing.archive.sweep()).toBe(10);
    expect(await eventing.archive.sweep()).toBe(0);
    expect([await counted('eventing.events'), await counted('eventing.archived_events')]).toEqual([2, 10]);
    expect([await counted('eventing.ended_streams'), await counted('eventing.stream_keys')]).toEqual([0, 1]);
    const whole = await readWhole(eventing.database, new Vault(null), { after: 0, upTo: 1000, limit: 100 });
    expect(whole.map((row) => row.event_id)).toEqual(before);
    const pages: string[] = [];
    for (let after = 0; ;) {
      const page = await eventing.store.readWhole({ after, limit: 3 });
      pages.push(...page.events.map(({ eventId }) => eventId));
      if (page.events.length === 0) break;
      after = page.position;
    }
    expect(pages).toEqual(before);
    expect(JSON.stringify(whole.filter(({ stream_id }) => stream_id !== `diary-${alive}`))).not.toContain('"word"');
    expect((await eventing.store.load(diary, gone[0] ?? '')).version).toBe(0);
    expect((await write(alive)).version).toBe(3);
  });

  it('counts what was deleted when rows are made anew, until a part of the archive is forgotten: then the old rows stay', async () => {
    await history(3);
    await eventing.archive.sweep();
    await eventing.projections.rebuild(everCounted.name);
    expect(await total()).toBe(4);
    expect(await eventing.store.isWhole()).toBe(true);
    const [{ name = '' } = {}] = await eventing.database.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relname LIKE 'archived_events_2%' AND relkind = 'r'`,
    );
    // As the archive of a year ago.
    await eventing.database.query(`ALTER TABLE eventing.${name} RENAME TO archived_events_2001_02`);
    await eventing.archive.sweep();
    expect(await counted('eventing.archived_events')).toBe(0);
    expect(await eventing.store.isWhole()).toBe(false);
    await expect(eventing.projections.rebuild(everCounted.name)).rejects.toThrow('forgotten');
    expect(await total()).toBe(4);
  });

  it('keeps nothing where it is told to', async () => {
    await history(3);
    const forgetful = await another({ archiveMonths: 0 });
    expect(await forgetful.archive.sweep()).toBe(6);
    expect([await counted('eventing.events'), await counted('eventing.archived_events')]).toEqual([2, 0]);
    expect(await eventing.store.isWhole()).toBe(false);
  });

  it.each([
    ['whose thing was deleted lately', `UPDATE eventing.ended_streams SET ended_at = now() - interval '9 days'`],
    ['in which something happened lately', `UPDATE eventing.ended_streams SET ended_at = now() - interval '11 days'`],
  ])('leaves a stream alone %s', async (_, sql) => {
    await history(2);
    await eventing.database.query(sql);
    const patient = await another({ archiveDays: 10 });
    expect(await patient.archive.sweep()).toBe(0);
    await eventing.database.query(`UPDATE eventing.ended_streams SET ended_at = now() - interval '11 days'`);
    await eventing.database.query(`UPDATE eventing.events SET recorded_at = now() - interval '11 days'`);
    expect(await patient.archive.sweep()).toBe(4);
  });

  it.each([
    ['a consumer has still to handle', `UPDATE eventing.checkpoints SET position = 1 WHERE consumer = '${followDiaries.name}'`],
    ['a projection has still to show', `UPDATE eventing.checkpoints SET position = 1 WHERE consumer = '${everCounted.name}'`],
    [
      'wait for a person',
      `INSERT INTO eventing.dead_letters (id, consumer, partition, lane, position, stream_id, event_id, event_type, status, reason, error, attempts)
       SELECT gen_random_uuid(), 'samples.note-counts', partition, stream_id, position, stream_id, event_id, type, 'parked', 'failed', '', 5
         FROM eventing.events WHERE version = 2`,
    ],
  ])('leaves events alone that %s', async (_, sql) => {
    await history(2);
    await eventing.stop();
    await eventing.database.query(sql);
    expect(await (await another()).archive.sweep()).toBe(0);
    expect(await counted('eventing.events')).toBe(6);
  });

  it('never lets the end of the log move back, and takes the last stream when another one follows', async () => {
    const last = newId();
    await write(last);
    await atTheEnd(1);
    await erase(last);
    expect(await eventing.archive.sweep()).toBe(0);
    await write(newId());
    await atTheEnd(2);
    expect(await eventing.archive.sweep()).toBe(2);
  });

  it('is done once by two at once, and leaves a stream here or there when it is killed in between', async () => {
    await history(450);
    const all = 450 * 2 + 2;
    const other = await another();
    const work = eventing.database.transaction.bind(eventing.database);
    let batches = 0;
    const killed = await eventing.another({ consumers: false, config: { ...options.config } });
    opened.push(killed);
    killed.database.transaction = (async (doing: Parameters<typeof work>[0]) =>
      work(async (tx) => {
        const result = await doing(tx);
        // The first one makes the partition.
        if ((batches += 1) === 3) throw new Error('killed');
        return result;
      })) as typeof work;
    try {
      await expect(killed.archive.sweep()).rejects.toThrow('killed');
    } finally {
      Reflect.deleteProperty(killed.database, 'transaction');
    }
    const [here, there] = [await counted('eventing.events'), await counted('eventing.archived_events')];
    expect(here + there).toBe(all);
    expect(there).toBeGreaterThan(0);
    expect(here).toBeGreaterThan(2);
    const [one, two] = await Promise.all([eventing.archive.sweep(), other.archive.sweep()]);
    expect(one + two + there).toBe(all - 2);
    expect(await counted('(SELECT position FROM eventing.events UNION SELECT position FROM eventing.archived_events) p')).toBe(all);
    await atTheEnd(451);
  });
});
