import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DatabaseSession } from '#platform';
import { type Recorded } from '../domain/index.js';
import { appendEvents } from '../store/event-table.js';
import { type NewEvent } from '../store/new-event.js';
import { context, count, newId, ORG, tally } from '../testing/tally.sample.js';
import { createTestEventing, eventually, type TestEventing } from '../testing/test-eventing.js';

let eventing: TestEventing;
beforeEach(async () => {
  eventing = await createTestEventing({ register: (registry) => registry.aggregate(tally), consumers: false });
});
afterEach(() => eventing?.close());

const opened = (id = newId()): NewEvent => ({
  ...{ eventId: newId(), streamId: `tally-${id}`, version: 1, type: 'TallyOpened', schemaVersion: 1, module: 'samples', orgId: ORG },
  ...{ partition: 0, data: JSON.stringify({ tallyId: id }), metadata: JSON.stringify({ orgId: ORG }) },
});

/** Appends and keeps the transaction open for a while; `random` decides how long and how it ends. @returns the id, if committed */
async function appendLate(random: () => number): Promise<string | null> {
  const event = opened();
  const fate = random();
  const work = eventing.database.transaction(async (tx) => {
    await appendEvents(tx, { rows: [event], keys: [] });
    if (fate < 0.1) await sleep(random() * 30);
    if (fate > 0.95) throw new Error('rolled back');
  });
  return work.then(
    () => event.eventId,
    () => null,
  );
}

/** What many get wrong: whoever is above the last one seen is new. */
async function readNaively(until: () => boolean): Promise<Set<string>> {
  const seen = new Set<string>();
  let last = '0';
  while (!until()) {
    const rows = await eventing.database.query<{ event_id: string; position: string }>(
      'SELECT event_id, position FROM eventing.events WHERE position > $1 ORDER BY position',
      [last],
    );
    for (const row of rows) seen.add(row.event_id);
    last = rows.at(-1)?.position ?? last;
  }
  return seen;
}

describe('following the log while twelve write, some commit late and some roll back', () => {
  it('misses nothing and keeps the order of positions, where a naive reader misses some', async () => {
    const followed: Recorded[] = [];
    // As another process: it hears of nothing and has only the store.
    const reader = await eventing.another();
    reader.eventLog.onAdvance((events) => followed.push(...events));
    let isDone = false;
    const naive = readNaively(() => isDone);
    const refreshing = (async () => { while (!isDone) await reader.eventLog.refresh(); })(); // prettier-ignore
    const committed: string[] = [];
    let seed = 7;
    const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    const writer = async (): Promise<void> => {
      for (let index = 0; index < 60; index += 1) {
        const id = await appendLate(random);
        if (id) committed.push(id);
      }
    };
    await Promise.all(Array.from({ length: 12 }, writer));
    await eventually(async () => { await reader.eventLog.refresh(); return followed.length >= committed.length; }, 5_000).catch(() => undefined); // prettier-ignore
    isDone = true;
    await refreshing;
    expect(new Set(followed.map(({ eventId }) => eventId))).toEqual(new Set(committed));
    expect(followed).toHaveLength(committed.length);
    expect(followed.map(({ position }) => position)).toEqual(followed.map(({ position }) => position).sort((a, b) => a - b));
    expect((await naive).size).toBeLessThan(committed.length);
    await reader.close();
  });
});

describe('a lower position that is committed after a higher one', () => {
  const sessions: DatabaseSession[] = [];
  afterEach(() => Promise.all(sessions.splice(0).map((session) => session.close())));
  const session = async (): Promise<DatabaseSession> => {
    const opening = await eventing.database.session('spec');
    sessions.push(opening);
    return opening;
  };

  it('is waited for, and both are read in their order', async () => {
    const followed: string[] = [];
    eventing.eventLog.onAdvance((events) => followed.push(...events.map(({ eventId }) => eventId)));
    const [low, high] = [opened(), opened()];
    const [early, late] = [await session(), await session()];
    await late.query('BEGIN');
    await appendEvents(late, { rows: [low], keys: [] });
    await early.query('BEGIN');
    await appendEvents(early, { rows: [high], keys: [] });
    await early.query('COMMIT');
    await eventing.eventLog.refresh();
    expect(followed).toEqual([]);
    const reading = eventing.store.readAll({ after: 0, limit: 10 });
    expect(await Promise.race([reading, sleep(50, 'waits')])).toBe('waits');
    await late.query('COMMIT');
    await eventually(() => followed.length === 2);
    expect(followed).toEqual([low.eventId, high.eventId]);
    expect((await reading).events.map(({ eventId }) => eventId)).toEqual([low.eventId, high.eventId]);
  });

  it('is not waited for longer than its transaction lives: a roll-back leaves a gap that is passed', async () => {
    const followed: string[] = [];
    eventing.eventLog.onAdvance((events) => followed.push(...events.map(({ eventId }) => eventId)));
    const gone = await session();
    await gone.query('BEGIN');
    await appendEvents(gone, { rows: [opened()], keys: [] });
    await gone.query('ROLLBACK');
    const kept = opened();
    await appendEvents(eventing.database, { rows: [kept], keys: [] });
    await eventing.eventLog.refresh();
    expect(followed).toEqual([kept.eventId]);
  });

  it('an open transaction that appends nothing holds nobody up', async () => {
    const idle = await session();
    await idle.query('BEGIN');
    await idle.query('CREATE TABLE public.foreign_work (id int)');
    await appendEvents(eventing.database, { rows: [opened()], keys: [] });
    expect((await eventing.store.readAll({ after: 0, limit: 10 })).events).toHaveLength(1);
  });
});

describe('reading all', () => {
  it('gives every event once, page by page, of all partitions or of one', async () => {
    const ids = Array.from({ length: 57 }, newId);
    await appendEvents(eventing.database, { rows: ids.map((id, index) => ({ ...opened(id), partition: index % 2 })), keys: [] });
    const read = async (partition?: number): Promise<string[]> => {
      const streams: string[] = [];
      for (let after = 0; ;) {
        const page = await eventing.store.readAll({ after, limit: 10, ...(partition !== undefined && { partition }) });
        if (page.events.length === 0) return streams;
        streams.push(...page.events.map(({ streamId }) => streamId));
        after = page.position;
      }
    };
    expect(await read()).toEqual(ids.map((id) => `tally-${id}`));
    expect(await read(1)).toEqual(ids.filter((_, index) => index % 2 === 1).map((id) => `tally-${id}`));
  });
});

describe('faults B19: a server that has lost its last commits', () => {
  it('is believed: what is in memory of them is forgotten with the connection for locks', async () => {
    const id = newId();
    const survivor = opened();
    await eventing.unitOfWork.decide(tally, id, count(id), context);
    await eventually(() => eventing.eventLog.mark === 2);
    expect((await eventing.eventLog.read({ after: 0, limit: 10 })).events).toHaveLength(2);
    await eventing.database.query('TRUNCATE eventing.events RESTART IDENTITY');
    await eventing.database.transaction((tx) => appendEvents(tx, { rows: [survivor], keys: [] }));
    await eventing.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE '% locks'`,
    );
    await eventually(() => eventing.eventLog.mark === 1);
    const ids = (await eventing.eventLog.read({ after: 0, limit: 10 })).events.map(({ eventId }) => eventId);
    expect(ids).toEqual([survivor.eventId]);
    expect((await eventing.store.load(tally, id)).version).toBe(0);
  });
});
