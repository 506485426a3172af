import { afterEach, describe, expect, it } from '@jest/globals';
import { type Connection } from '#platform';
import { type ProcessManager } from '../domain/index.js';
import { Fenced, type FenceKind } from '../store/contracts.js';
import {
  context,
  count,
  CreateSamples1763600000900,
  InlineNoteSink,
  newId,
  type Note,
  noteCounts,
  NoteSink,
  type Tally,
  tally,
  type TallyEvent,
} from '../testing/tally.sample.js';
import { createTestEventing, eventually, type TestEventing, type TestEventingOptions } from '../testing/test-eventing.js';

let eventing: TestEventing;
const others: TestEventing[] = [];
afterEach(async () => {
  await Promise.all(others.splice(0).map((other) => other.close()));
  await eventing?.close();
});

type Notes = ProcessManager<TallyEvent, Tally, Note>;
const optionsOf = (notes: Notes, sink: NoteSink, more: Partial<TestEventingOptions> = {}): TestEventingOptions => ({
  migrations: [CreateSamples1763600000900],
  register: (registry) => registry.aggregate(tally).processManager(notes, sink),
  ...more,
});
async function start(
  notes: Notes = noteCounts,
  more: Partial<TestEventingOptions> = {},
  sink = new InlineNoteSink(),
): Promise<InlineNoteSink> {
  eventing = await createTestEventing(optionsOf(notes, sink, more));
  return sink;
}
/** @param sink without `inline`: the process manager reacts as it did in earlier releases */
async function another(more: Partial<TestEventingOptions> = {}, sink: NoteSink = new InlineNoteSink()): Promise<TestEventing> {
  const { register } = optionsOf(noteCounts, sink);
  const other = await eventing.another({ register, ...more });
  others.push(other);
  return other;
}

const notes = async (): Promise<string[]> =>
  (await eventing.database.query<{ text: string }>('SELECT text FROM samples.notes ORDER BY text COLLATE "C"')).map(({ text }) => text);
const hasNotes = (number: number) => async (): Promise<boolean> => (await notes()).length >= number;
const countOnce = (id: string, by = 1, note?: string, at = eventing) => at.unitOfWork.decide(tally, id, count(id, by, note), context);
const marks = async (id: string, by = eventing) =>
  (
    await by.database.query<{ reacted_by: string[] | null }>(
      'SELECT reacted_by FROM eventing.events WHERE stream_id = $1 ORDER BY version',
      [`tally-${id}`],
    )
  ).map(({ reacted_by }) => reacted_by?.join() ?? null);
const MARK = noteCounts.name;
/** Every consumer has come to the end of the log, and says so in the store. */
const isPassed = async (): Promise<boolean> => {
  const [row] = await eventing.database.query<{ behind: number }>(
    `SELECT count(*)::int AS behind FROM eventing.events e LEFT JOIN eventing.checkpoints c ON c.consumer = $1 AND c.partition = e.partition
      WHERE e.position > coalesce(c.position, 0)`,
    [MARK],
  );
  return row?.behind === 0;
};
/** What one stream's counts of one come to. */
const expected = (id: string, counts: number) => Array.from({ length: counts }, (_, n) => `tally-${id}@${n + 2}=${n + 1}`).sort();

describe('a process manager whose sink is inline', () => {
  it('has reacted when the decision is answered, and the events say so', async () => {
    const sink = await start(noteCounts, { consumers: false });
    const [one, two] = [newId(), newId()];
    const { events } = await countOnce(one);
    await eventing.unitOfWork.run(async (tx) => {
      await tx.decide(tally, two, count(two), context);
      await tx.decide(tally, one, count(one), context);
    });
    expect(await notes()).toEqual([...expected(one, 2), ...expected(two, 1)].sort());
    expect(events.map(({ reactedBy }) => reactedBy)).toEqual([[MARK], [MARK]]);
    expect((await eventing.store.readStream(`tally-${one}`)).map(({ reactedBy }) => reactedBy)).toEqual([[MARK], [MARK], [MARK]]);
    expect(sink.announced).toHaveLength(3);
    expect(sink.ends).toEqual(['committed', 'committed']);
  });

  it('does nothing twice: its consumer passes over what it has reacted to, also when the checkpoint was set back', async () => {
    await start();
    const ids = Array.from({ length: 10 }, newId);
    for (let round = 0; round < 3; round += 1) await Promise.all(ids.map((id) => countOnce(id)));
    await eventing.stop();
    await eventing.database.query('UPDATE eventing.checkpoints SET position = 0');
    await another();
    await eventually(isPassed);
    expect(await notes()).toEqual(ids.flatMap((id) => expected(id, 3)).sort());
  });

  it('reacts once to each event where two processes append to the same streams, on states that follow the other', async () => {
    await start();
    const other = await another();
    const ids = Array.from({ length: 4 }, newId);
    await Promise.all(
      ids.flatMap((id) =>
        [eventing, other].map(async (at) => {
          for (let n = 0; n < 10; n += 1) await countOnce(id, 1, undefined, at);
        }),
      ),
    );
    // In turns as well: then nobody loses a race by which he would notice that the other was there.
    const turns = newId();
    for (const at of [eventing, other, eventing, other]) {
      const { position } = await countOnce(turns, 1, undefined, at);
      await eventually(() => eventing.eventLog.mark >= position && other.eventLog.mark >= position);
    }
    await eventually(isPassed);
    expect(await notes()).toEqual([...ids.flatMap((id) => expected(id, 20)), ...expected(turns, 4)].sort());
    for (const id of [...ids, turns]) expect(new Set(await marks(id))).toEqual(new Set([MARK]));
  });

  it('keeps nothing of a decision whose fence is lost, neither in the store nor in memory', async () => {
    const sink = await start(noteCounts, { consumers: false });
    const other = await another({ consumers: false });
    const lost: FenceKind = { name: 'samples.lost', claim: async () => new Set() };
    const id = newId();
    await countOnce(id);
    const zombie = eventing.unitOfWork.decide(tally, id, count(id, 100), context, { kind: lost, key: id, token: 1 });
    await expect(zombie).rejects.toBeInstanceOf(Fenced);
    // Another event comes to stand where the lost one would have.
    const { position } = await countOnce(id, 1, undefined, other);
    await eventually(() => eventing.eventLog.mark >= position);
    await countOnce(id);
    expect(await notes()).toEqual(expected(id, 3));
    expect(sink.ends).toEqual(['committed', 'rolledBack', 'committed']);
  });

  it.each(['decide', 'run'] as const)('has reacted once when the answer to the commit was lost (%s)', async (way) => {
    const sink = await start(noteCounts, { consumers: false });
    const { database } = eventing;
    const real = database.transaction.bind(database);
    let isLost = false;
    database.transaction = async <T>(work: (tx: Connection) => Promise<T>): Promise<T> => {
      const answer = await real(work);
      if (isLost) return answer;
      isLost = true;
      throw new Error('Connection terminated unexpectedly');
    };
    const id = newId();
    if (way === 'decide') await countOnce(id);
    else await eventing.unitOfWork.run((tx) => tx.decide(tally, id, count(id), context));
    await countOnce(id);
    expect(isLost).toBe(true);
    expect(await notes()).toEqual(expected(id, 2));
    expect(sink.ends).toEqual(['rolledBack', 'recovered', 'committed']);
    expect(await marks(id)).toEqual([MARK, MARK, MARK]);
  });
});

describe('bad input: a process manager', () => {
  const broken = { isBroken: true };
  const fragile: Notes = {
    ...noteCounts,
    react(state, event) {
      if (event.type !== 'Counted') return [];
      const { note } = event.data;
      if (broken.isBroken && note === 'poison') throw new Error('poisoned');
      const [first] = noteCounts.react(state, event) as [Note];
      if (note === 'solemn') return [{ ...first, text: `${first.text} solemn` }];
      if (note === 'ten thousand')
        return Array.from({ length: 10_000 }, (_, n) => ({ id: `${first.id}-${n}`, text: `${event.version}#${n}` }));
      if (note === 'endless') return endless(first);
      return [first];
    },
  };
  function endless(note: Note): readonly Note[] {
    return {
      *[Symbol.iterator]() {
        for (;;) yield note;
      },
    } as unknown as readonly Note[];
  }

  it('that throws fails no append; its stream goes the consumer’s way, in order, and comes back when it is mended', async () => {
    broken.isBroken = true;
    await start(fragile);
    const [bad, good] = [newId(), newId()];
    await countOnce(bad);
    await Promise.all([countOnce(bad, 1, 'poison'), countOnce(good)]);
    await countOnce(bad);
    await countOnce(good);
    await eventually(async () => (await eventing.deadLetters.list({ status: 'parked' })).length === 1, 15_000);
    await countOnce(bad);
    expect(await marks(bad)).toEqual([MARK, MARK, null, null, null]);
    expect(await marks(good)).toEqual([MARK, MARK, MARK]);
    expect(await notes()).toEqual([...expected(bad, 1), ...expected(good, 2)].sort());
    const [parked] = await eventing.deadLetters.list({ status: 'parked' });
    expect(parked).toMatchObject({ reason: 'failed', streamId: `tally-${bad}` });
    expect(parked?.error).toContain('poisoned');
    broken.isBroken = false;
    await eventing.deadLetters.replay(parked?.id ?? '');
    await eventually(async () => (await eventing.deadLetters.list()).length === 0);
    await eventually(isPassed);
    await countOnce(bad);
    expect((await marks(bad)).at(-1)).toBe(MARK);
    expect(await notes()).toEqual([...expected(bad, 5), ...expected(good, 2)].sort());
  });

  it('that asks for 10,000 effects in one event, or without an end, fails no append and leaves it to its consumer', async () => {
    await start(fragile);
    const [many, endlessly] = [newId(), newId()];
    await countOnce(many, 1, 'ten thousand');
    await countOnce(endlessly, 1, 'endless');
    await eventually(hasNotes(10_000));
    await eventually(async () => (await eventing.deadLetters.list()).length === 1);
    expect(await notes()).toHaveLength(10_000);
    expect(await marks(many)).toEqual([MARK, null]);
    expect(await marks(endlessly)).toEqual([MARK, null]);
    expect((await eventing.deadLetters.list())[0]).toMatchObject({ streamId: `tally-${endlessly}`, reason: 'failed' });
  });

  it('that wants what must not be repeated leaves it to its consumer, and what follows waits for that', async () => {
    await start(fragile);
    const id = newId();
    await countOnce(id);
    await countOnce(id, 1, 'solemn');
    await countOnce(id);
    await eventually(hasNotes(3));
    const inOrder = (await eventing.database.query<{ text: string }>('SELECT text FROM samples.notes')).map(({ text }) => text);
    expect(inOrder).toEqual([`tally-${id}@2=1`, `tally-${id}@3=2 solemn`, `tally-${id}@4=3`]);
    expect((await marks(id)).slice(0, 3)).toEqual([MARK, MARK, null]);
    await eventually(isPassed);
    await countOnce(id);
    expect((await marks(id)).at(-1)).toBe(MARK);
    expect(await notes()).toHaveLength(4);
  });

  it('whose effect cannot be stored fails no append: the reason is in the dead letters, and neighbours get theirs', async () => {
    const sink = new InlineNoteSink();
    const store = sink.store.bind(sink);
    sink.store = async (tx, effects) => {
      await store(tx, effects);
      if (effects.some(({ effect }) => effect.text.endsWith('=13'))) await tx.query('SELECT 1/0', []);
    };
    await start(noteCounts, {}, sink);
    const ids = Array.from({ length: 10 }, newId);
    await Promise.all(ids.map((id, index) => countOnce(id, index === 4 ? 13 : 1)));
    const own = newId();
    await eventing.unitOfWork.run((tx) => tx.decide(tally, own, count(own, 13), context));
    await eventually(hasNotes(9));
    await eventually(async () => (await eventing.deadLetters.list()).length === 2);
    expect((await eventing.deadLetters.list()).map(({ streamId, error }) => [streamId, error.includes('division by zero')]).sort()).toEqual(
      [
        [`tally-${ids[4]}`, true],
        [`tally-${own}`, true],
      ].sort(),
    );
    expect(await notes()).toEqual(ids.flatMap((id, index) => (index === 4 ? [] : expected(id, 1))).sort());
    expect(sink.ends).toContain('rolledBack');
  });
});

describe('releases beside each other', () => {
  it('a stream that an earlier release has appended to waits until its consumer has passed it', async () => {
    await start(noteCounts, { consumers: false });
    const earlier = await another({ consumers: false, isEarlierRelease: true }, new NoteSink());
    const id = newId();
    await countOnce(id);
    await countOnce(id, 1, undefined, earlier);
    await countOnce(id);
    await countOnce(id);
    expect(await marks(id)).toEqual([MARK, MARK, null, null, null]);
    expect(await notes()).toEqual(expected(id, 1));
    await another({ consumers: true });
    await eventually(hasNotes(4));
    await eventually(isPassed);
    await countOnce(id);
    expect((await marks(id)).at(-1)).toBe(MARK);
    expect(await notes()).toEqual(expected(id, 5));
  });

  it('what an earlier release does again changes nothing, and what must not be repeated is done once', async () => {
    const once = (sink: NoteSink): NoteSink => {
      // As tasks are: the same id again is nothing new.
      sink.store = async (tx, effects) => {
        for (const { effect } of effects) {
          const repeat = effect.text.includes('solemn') ? '' : 'WHERE NOT EXISTS (SELECT FROM samples.notes n WHERE n.id = $1)';
          await tx.query(`INSERT INTO samples.notes (id, text) SELECT $1, $2 ${repeat}`, [effect.id, effect.text]);
        }
      };
      return sink;
    };
    const solemn: Notes = {
      ...noteCounts,
      react: (state, event) =>
        noteCounts.react(state, event).map((note) => (state.total % 5 === 0 ? { ...note, text: `${note.text} solemn` } : note)),
    };
    const register: (sink: NoteSink) => TestEventingOptions['register'] = (sink) => (registry) =>
      registry.aggregate(tally).processManager(solemn, sink);
    // The earlier one comes first and holds all partitions.
    eventing = await createTestEventing({
      ...{ migrations: [CreateSamples1763600000900], register: register(once(new NoteSink())), isEarlierRelease: true },
    });
    const newer = await another({ register: register(once(new InlineNoteSink())), isEarlierRelease: false });
    const [own, ...shared] = Array.from({ length: 4 }, newId) as [string, ...string[]];
    for (let round = 0; round < 6; round += 1) {
      const both = shared.flatMap((id) => [eventing, newer].map((at) => countOnce(id, 1, undefined, at)));
      await Promise.all([...both, countOnce(own, 1, undefined, newer)]);
      if (round === 3) await eventing.stop();
    }
    await eventually(isPassed, 15_000);
    const withSolemn = (text: string) => (Number(text.split('=')[1]) % 5 === 0 ? `${text} solemn` : text);
    const all = [...expected(own, 6), ...shared.flatMap((id) => expected(id, 12))].map(withSolemn);
    expect(await notes()).toEqual(all.sort());
    // The fifth is solemn, so it was not for the append; the earlier release has done all of them again.
    expect((await marks(own, newer)).slice(0, 6)).toEqual([MARK, MARK, MARK, MARK, MARK, null]);
  });
});

describe('a server that has lost its last commits', () => {
  it('is believed: what process managers knew of them is forgotten with the connection for locks', async () => {
    await start(noteCounts, { consumers: false });
    const id = newId();
    await countOnce(id, 1);
    await countOnce(id, 10);
    // As a standby that lagged has it: another event stands where the last one stood.
    await eventing.database.query(`UPDATE eventing.events SET data = jsonb_set(data, '{by}', '100') WHERE stream_id = $1 AND version = 3`, [
      `tally-${id}`,
    ]);
    await eventing.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE '% locks'`,
    );
    await eventually(async () => (await eventing.store.load(tally, id)).state.total === 101);
    await countOnce(id, 1);
    expect((await notes()).at(-1)).toBe(`tally-${id}@4=102`);
  });
});
