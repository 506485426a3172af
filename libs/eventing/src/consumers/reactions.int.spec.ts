import { afterEach, describe, expect, it } from '@jest/globals';
import {
  addUp,
  AT,
  CloseTally,
  context,
  count,
  CreateSamples1763600000900,
  newId,
  noteClosings,
  NoteSink,
  SUM,
  sum,
  tally,
} from '../testing/tally.sample.js';
import { createTestEventing, eventually, type TestEventing } from '../testing/test-eventing.js';

let eventing: TestEventing;
afterEach(() => eventing?.close());

const start = async (): Promise<void> => {
  eventing = await createTestEventing({
    migrations: [CreateSamples1763600000900],
    register: (registry) => registry.aggregate(tally).aggregate(sum).reaction(noteClosings, new NoteSink()).reaction(addUp),
  });
};
const countOnce = (id: string, by = 1) => eventing.unitOfWork.decide(tally, id, count(id, by), context);
const close = (aggregate: typeof tally, id: string) =>
  eventing.unitOfWork.decide(aggregate, id, new CloseTally({ tallyId: id }, AT), context);
const sumOf = async (by = eventing): Promise<number> => (await by.store.load(sum, SUM)).state.total;
/** Who looks while connections are cut may be cut off too, and looks again. */
const seen = (look: () => Promise<boolean>): Promise<void> => eventually(() => look().catch(() => false));
const sumBecomes = (total: number): Promise<void> => seen(async () => (await sumOf()) >= total);
const isHandled = async (): Promise<boolean> => {
  const [row] = await eventing.database.query<{ behind: number }>(
    `SELECT count(*)::int AS behind FROM eventing.events e JOIN eventing.checkpoints c ON c.partition = e.partition
      WHERE c.consumer = $1 AND e.type = 'Counted' AND e.stream_id LIKE 'tally-%' AND e.position > c.position`,
    [addUp.name],
  );
  return row?.behind === 0;
};

describe('a reaction', () => {
  it('follows several aggregates, and sees each event once', async () => {
    await start();
    const ids = [newId(), newId()];
    await Promise.all(ids.map((id) => close(tally, id)));
    await close(sum, SUM);
    const notes = () => eventing.database.query<{ text: string }>('SELECT text FROM samples.notes ORDER BY text');
    await eventually(async () => (await notes()).length >= 3);
    expect((await notes()).map(({ text }) => text)).toEqual(
      [`sum-${SUM}`, ...ids.map((id) => `tally-${id}`).sort()].map((id) => `${id} closed`),
    );
  });
});

describe('what another aggregate is told', () => {
  it('is decided there on behalf of the same organisation, as a consequence of the event', async () => {
    await start();
    const id = newId();
    const { events } = await countOnce(id, 7);
    await sumBecomes(7);
    const told = (await eventing.store.readStream(`sum-${SUM}`)).find(({ type }) => type === 'Counted');
    const cause = events.find(({ type }) => type === 'Counted');
    expect(told?.metadata).toMatchObject({
      ...{ orgId: context.orgId, causationId: cause?.eventId, correlationId: cause?.metadata.correlationId, actor: 'system' },
    });
  });

  it('counts once, wherever processes are killed and connections cut', async () => {
    await start();
    const ids = Array.from({ length: 20 }, newId);
    for (let round = 0; round < 3; round += 1) {
      const appends = Promise.all(ids.map((id) => countOnce(id)));
      const next = await eventing.another();
      await eventing.abandon();
      await eventing.database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND random() < 0.3`,
      );
      await appends;
      const previous = eventing;
      const end = next.close;
      eventing = Object.assign(next, { close: () => end().then(() => previous.close()) });
    }
    await sumBecomes(60);
    await seen(isHandled);
    expect(await sumOf()).toBe(60);
  });

  it('counts once when three work at the same time and others write to the same stream', async () => {
    await start();
    const deluded = [await eventing.another({ isDeluded: true }), await eventing.another({ isDeluded: true })];
    const ids = Array.from({ length: 20 }, newId);
    const direct = (async () => {
      for (let n = 0; n < 40; n += 1) await eventing.unitOfWork.decide(sum, SUM, count(SUM), context);
    })();
    for (let round = 0; round < 3; round += 1) await Promise.all(ids.map((id) => countOnce(id)));
    await direct;
    await sumBecomes(100);
    await eventually(isHandled);
    await Promise.all(deluded.map((one) => one.close()));
    expect(await sumOf()).toBe(100);
  });

  it('is not told again when the checkpoint was set back', async () => {
    await start();
    const id = newId();
    await countOnce(id, 2);
    await countOnce(id, 3);
    await sumBecomes(5);
    await eventing.stop();
    await eventing.database.query('UPDATE eventing.checkpoints SET position = 0 WHERE consumer = $1', [addUp.name]);
    const again = await eventing.another();
    await eventually(async () => (await again.deadLetters.list()).length === 0 && (await isHandled()));
    expect(await sumOf(again)).toBe(5);
    await again.close();
  });

  it('and is refused, ends there: nothing waits, and what comes after it is told', async () => {
    await start();
    const [first, second] = [newId(), newId()];
    await close(sum, SUM);
    await countOnce(first, 3);
    await countOnce(first, 4);
    await eventually(isHandled);
    expect(await eventing.deadLetters.list()).toEqual([]);
    expect(await sumOf()).toBe(0);
    await countOnce(second);
    await close(tally, second);
    await eventually(isHandled);
    expect(await eventing.deadLetters.list()).toEqual([]);
  });
});
