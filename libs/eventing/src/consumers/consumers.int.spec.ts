import { afterEach, describe, expect, it } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import { type Event, type ProcessManager, type Reaction, type Recorded, type Tell } from '../domain/index.js';
import { type EventingRegistry } from '../registry.js';
import {
  asyncTotals,
  context,
  count,
  CreateSamples1763600000900,
  newId,
  type Note,
  noteCounts,
  NoteSink,
  type Tally,
  tally,
  type TallyEvent,
} from '../testing/tally.sample.js';
import { createTestEventing, eventually, type TestEventing } from '../testing/test-eventing.js';

let eventing: TestEventing;
afterEach(() => eventing?.close());

/** Throws while `isBroken`, when it sees the note "poison". */
const fragile = { isBroken: true };
const fragileNotes: ProcessManager<TallyEvent, Tally, Note> = {
  ...noteCounts,
  react(state, event) {
    if (fragile.isBroken && event.type === 'Counted' && event.data.note === 'poison') throw new Error('poisoned');
    return noteCounts.react(state, event);
  },
};

async function start(processManager = noteCounts, sink = new NoteSink()): Promise<NoteSink> {
  eventing = await createTestEventing({
    migrations: [CreateSamples1763600000900],
    register: (registry) => registry.aggregate(tally).projection(asyncTotals()).processManager(processManager, sink),
  });
  return sink;
}
const notes = async (): Promise<string[]> =>
  (await eventing.database.query<{ text: string }>('SELECT text FROM samples.notes ORDER BY text')).map(({ text }) => text);
const hasNotes = (number: number) => async (): Promise<boolean> => (await notes()).length >= number;
const rows = () => eventing.database.query<{ key: string; data: object }>('SELECT key, data FROM samples.async_totals ORDER BY key');
/** Asynchronous rows follow on their own. */
const allRowsBecome = (ids: readonly string[], data: object): Promise<void> =>
  eventually(async () => {
    const found = await rows();
    return found.length === ids.length && found.every((row) => isDeepStrictEqual(row.data, data));
  });
const countOnce = (id: string, by = 1, note?: string) => eventing.unitOfWork.decide(tally, id, count(id, by, note), context);

describe('a process manager', () => {
  it('reacts to each event once, in the order of its stream, within milliseconds', async () => {
    const sink = await start();
    const id = newId();
    await countOnce(id, 1);
    await eventually(hasNotes(1));
    const waitsMs: number[] = [];
    for (let count = 2; count <= 4; count += 1) {
      const startedAtMs = performance.now();
      await countOnce(id);
      await eventually(() => sink.announced.length === count);
      waitsMs.push(performance.now() - startedAtMs);
    }
    // The best of three: a machine that is busy for a moment does not count.
    expect(Math.min(...waitsMs)).toBeLessThan(100);
    await Promise.all(Array.from({ length: 50 }, () => countOnce(id)));
    await eventually(hasNotes(54));
    expect((await notes()).length).toBe(54);
    expect(new Set(await notes())).toEqual(new Set(Array.from({ length: 54 }, (_, i) => `tally-${id}@${i + 2}=${i + 1}`)));
  });

  it('goes on where the last process was killed, without doing anything twice', async () => {
    await start();
    const ids = Array.from({ length: 20 }, newId);
    for (let round = 0; round < 3; round += 1) {
      const appends = Promise.all(ids.map((id) => countOnce(id)));
      // The locks are lost in the middle of the work; the old one may still believe in its checkpoints.
      const next = await eventing.another();
      await eventing.abandon();
      await appends;
      const previous = eventing;
      const close = next.close;
      eventing = Object.assign(next, { close: () => close().then(() => previous.close()) });
    }
    await eventually(hasNotes(60));
    expect((await notes()).length).toBe(60);
    expect(new Set(await notes()).size).toBe(60);
    await allRowsBecome(ids, { status: 'open', total: 3, events: 4 });
  });

  it('run by three at once does nothing twice: only one of them can move a checkpoint', async () => {
    await start();
    const deluded = [await eventing.another({ isDeluded: true }), await eventing.another({ isDeluded: true })];
    const ids = Array.from({ length: 30 }, newId);
    for (let round = 0; round < 5; round += 1) await Promise.all(ids.map((id) => countOnce(id)));
    await eventually(hasNotes(150));
    await allRowsBecome(ids, { status: 'open', total: 5, events: 6 });
    await Promise.all(deluded.map((one) => one.close()));
    expect((await notes()).length).toBe(150);
    expect(new Set(await notes()).size).toBe(150);
  });
});

describe('an event that cannot be handled', () => {
  it('parks its stream after five attempts, the others go on, and a replay clears it in order', async () => {
    fragile.isBroken = true;
    await start(fragileNotes);
    const [bad, ...good] = Array.from({ length: 20 }, newId) as [string, ...string[]];
    await countOnce(bad, 1);
    await countOnce(bad, 1, 'poison');
    await Promise.all([...good, bad].map((id) => countOnce(id)));
    await Promise.all([...good, bad].map((id) => countOnce(id)));
    await eventually(hasNotes(1 + 2 * good.length), 3_000);
    await eventually(async () => (await eventing.deadLetters.list({ status: 'parked' })).length === 1, 15_000);
    const deadLetters = await eventing.deadLetters.list({ consumer: noteCounts.name });
    expect(deadLetters.map(({ streamId, status, reason, attempts }) => [streamId, status, reason, attempts])).toEqual([
      [`tally-${bad}`, 'parked', 'failed', 5],
      [`tally-${bad}`, 'waiting', 'behind_another', 0],
      [`tally-${bad}`, 'waiting', 'behind_another', 0],
    ]);
    expect(deadLetters[0]?.error).toContain('poisoned');
    expect((await notes()).filter((text) => text.includes(bad))).toEqual([`tally-${bad}@2=1`]);
    fragile.isBroken = false;
    await eventing.deadLetters.replay(deadLetters[0]?.id ?? '');
    await countOnce(bad);
    await eventually(async () => (await notes()).filter((text) => text.includes(bad)).length === 5);
    expect((await notes()).filter((text) => text.includes(bad))).toEqual(
      [1, 2, 3, 4, 5].map((total) => `tally-${bad}@${total + 1}=${total}`),
    );
    await eventually(async () => (await eventing.deadLetters.list()).length === 0);
  });

  it('is replayed also when a person asks for it while the last of its attempts is under way', async () => {
    const sink = new NoteSink();
    const store = sink.store.bind(sink);
    const fifth = Promise.withResolvers<void>();
    let attempts = 0;
    sink.store = async (tx, effects) => {
      await store(tx, effects);
      if (!fragile.isBroken) return;
      attempts += 1;
      if (attempts > 5) await fifth.promise; // Twice before it is set aside, then one attempt after the other.
      throw new Error('broken');
    };
    fragile.isBroken = true;
    await start(noteCounts, sink);
    await countOnce(newId());
    await eventually(async () => attempts === 6, 15_000);
    const [letter] = await eventing.deadLetters.list();
    expect(letter?.attempts).toBe(4);
    const asked = eventing.deadLetters.replay(letter?.id ?? '');
    const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%dead_letters%'`;
    await eventually(async () => (await eventing.database.query(waits)).length === 1);
    fragile.isBroken = false;
    fifth.resolve();
    await asked;
    await eventually(async () => (await eventing.deadLetters.list()).length === 0);
    expect(await notes()).toHaveLength(1);
  });

  it('is told apart from its neighbours when only the sink refuses it', async () => {
    const sink = new NoteSink();
    const store = sink.store.bind(sink);
    sink.store = async (tx, effects) => {
      await store(tx, effects);
      if (effects.some(({ effect }) => effect.text.endsWith('=13'))) await tx.query('SELECT 1/0', []);
    };
    await start(noteCounts, sink);
    const ids = Array.from({ length: 10 }, newId);
    await Promise.all(ids.map((id, index) => countOnce(id, index === 4 ? 13 : 1)));
    await eventually(hasNotes(9));
    await eventually(async () => (await eventing.deadLetters.list()).length === 1);
    expect((await eventing.deadLetters.list())[0]).toMatchObject({ streamId: `tally-${ids[4]}`, reason: 'failed' });
    expect((await notes()).length).toBe(9);
  });

  it.each([
    ['whose words are cut within a sign of two characters', `${'x'.repeat(3_999)}🫠 is what it says`],
    ['whose words are none', 'half a sign: \ud83e, and \u0000'],
  ])('is set aside also for a reason %s', async (_, stack) => {
    const sink = new NoteSink();
    sink.store = () => Promise.reject(Object.assign(new Error('broken'), { stack }));
    await start(noteCounts, sink);
    await countOnce(newId());
    await eventually(async () => (await eventing.deadLetters.list()).length === 1);
    expect((await eventing.deadLetters.list())[0]?.error).toBe(stack.replace('\ud83e,', '\ufffd,').replace('\0', '').slice(0, 3_999));
  });

  it('of a type that this release does not know stops only its stream', async () => {
    await start();
    const [strange, plain] = [newId(), newId()];
    await eventing.database.query(
      `INSERT INTO eventing.events (event_id, stream_id, version, type, schema_version, module, org_id, partition, data, metadata)
       SELECT gen_random_uuid(), $1, 1, 'TallyReversed', 1, 'samples', gen_random_uuid(), partition, '{}', metadata
       FROM (VALUES ($2::smallint, '{}'::jsonb)) AS v(partition, metadata)`,
      [`tally-${strange}`, 0],
    );
    await countOnce(plain);
    await eventually(hasNotes(1));
    const held = [`tally-${strange}`, 'unknown_event'];
    await eventually(async () => (await eventing.deadLetters.list()).length === 2); // one of each consumer
    expect((await eventing.deadLetters.list()).map(({ streamId, reason }) => [streamId, reason])).toEqual([held, held]);
  });
});

describe('deployment D2: an event of a newer release', () => {
  /** The same process manager, of a release that knows one event more. */
  const newerTally = {
    ...tally,
    schemaVersions: { ...tally.schemaVersions, TallyReversed: 1 },
    evolve: (state: Tally, event: TallyEvent): Tally => ((event.type as string) === 'TallyReversed' ? state : tally.evolve(state, event)),
  };
  const newerNotes: ProcessManager<TallyEvent, Tally, Note> = {
    ...noteCounts,
    evolve: (state, event) => newerTally.evolve(state, event),
  };
  const asNewer = (registry: EventingRegistry): unknown =>
    registry.aggregate(newerTally).projection(asyncTotals()).processManager(newerNotes, new NoteSink());
  const reversed = (id: string) =>
    eventing.database.query(
      `INSERT INTO eventing.events (event_id, stream_id, version, type, schema_version, module, org_id, partition, data, metadata)
       SELECT gen_random_uuid(), stream_id, version + 1, 'TallyReversed', 1, module, org_id, partition, $2, metadata
         FROM eventing.events WHERE stream_id = $1 ORDER BY version DESC LIMIT 1`,
      [`tally-${id}`, { tallyId: id }],
    );
  const held = () => eventing.deadLetters.list();
  const hurry = () => eventing.database.query(`UPDATE eventing.dead_letters SET next_attempt_at = now() WHERE status = 'retrying'`);

  it('is held without counting and never parked; a newer process handles it at once, also what an older one has parked', async () => {
    await start();
    const [strange, plain] = [newId(), newId()];
    await countOnce(strange);
    await reversed(strange);
    await countOnce(plain);
    await eventually(hasNotes(2));
    await eventually(async () => (await held()).length === 2);
    for (let round = 0; round < 7; round += 1) {
      await hurry();
      await eventually(
        async () =>
          (await eventing.database.query(`SELECT 1 FROM eventing.dead_letters WHERE next_attempt_at > now() + interval '3 seconds'`))
            .length === 2,
      );
    }
    expect((await held()).map(({ status, reason, attempts }) => [status, reason, attempts])).toEqual([
      ['retrying', 'unknown_event', 0],
      ['retrying', 'unknown_event', 0],
    ]);
    await eventing.database.query(`UPDATE eventing.dead_letters SET status = 'parked', attempts = 5, next_attempt_at = NULL`);
    const newer = await eventing.another({ register: asNewer });
    await eventing.stop();
    await newer.unitOfWork.decide(newerTally, strange, count(strange), context);
    await eventually(async () => (await held()).length === 0);
    await eventually(hasNotes(3));
    await newer.close();
  });

  it('hides nothing that stands before it, and lets nobody decide', async () => {
    await start();
    const [strange, plain] = [newId(), newId()];
    for (const id of [strange, plain]) await countOnce(id, 7);
    await reversed(strange);
    await eventually(hasNotes(2));
    const all = await eventing.store.loadMany(tally, [strange, plain]);
    expect([...all.values()].map(({ state, version }) => [state.total, version])).toEqual([
      [7, 2],
      [7, 2],
    ]);
    expect((await eventing.store.readStream(`tally-${strange}`)).map(({ type }) => type)).toEqual(['TallyOpened', 'Counted']);
    const refusal = { code: 'newer_release_needed', kind: 'unavailable', headers: { 'Retry-After': '5' } };
    await expect(countOnce(strange)).rejects.toMatchObject(refusal);
    const inTransaction = eventing.unitOfWork.run((tx) => tx.decide(tally, strange, count(strange), context));
    await expect(inTransaction).rejects.toMatchObject(refusal);
    await countOnce(plain);
  });

  it('is not passed over by a reaction that has no answer to it: the newer one may have', async () => {
    const seen: string[] = [];
    const reaction: Reaction<Event, Tell> = { name: 'samples.follow', follows: 'tally', on: { Counted: () => [] } };
    eventing = await createTestEventing({
      migrations: [CreateSamples1763600000900],
      register: (registry) => registry.aggregate(tally).reaction(reaction),
    });
    const id = newId();
    await countOnce(id);
    await reversed(id);
    await eventually(async () => (await held()).length === 1);
    const on = { TallyReversed: (event: Recorded) => (seen.push(event.streamId), []) };
    const newerReaction: Reaction<Event, Tell> = { ...reaction, on };
    const newer = await eventing.another({ register: (registry) => registry.aggregate(newerTally).reaction(newerReaction) });
    await eventing.stop();
    await eventually(() => seen.length === 1);
    expect(seen).toEqual([`tally-${id}`]);
    await newer.close();
  });
});
