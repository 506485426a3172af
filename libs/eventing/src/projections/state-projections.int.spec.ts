import { afterEach, describe, expect, it } from '@jest/globals';
import {
  AT,
  CloseTally,
  context,
  count,
  CreateSamples1763600000900,
  newId,
  type StateRow,
  states,
  tally,
} from '../testing/tally.sample.js';
import { createTestEventing, eventually, type TestEventing, type TestEventingOptions } from '../testing/test-eventing.js';

let eventing: TestEventing;
afterEach(() => eventing?.close());

const MODES = ['inline', 'async'] as const;
const register: TestEventingOptions['register'] = (registry) => {
  registry.aggregate(tally).projection(states('inline')).projection(states('async'));
};
const start = async (config: TestEventingOptions['config'] = {}): Promise<void> => {
  eventing = await createTestEventing({ migrations: [CreateSamples1763600000900], register, config });
};
const rowsOf = (mode: 'inline' | 'async') =>
  eventing.database.query<{ key: string; org_id: string; position: string; data: StateRow }>(
    `SELECT key, org_id, position, data FROM samples.${mode}_totals ORDER BY key`,
  );
const countOnce = (id: string, by = 1) => eventing.unitOfWork.decide(tally, id, count(id, by), context);
const isCaughtUp = async (of = eventing): Promise<boolean> => (await of.projections.status()).every(({ lag }) => lag === 0);
/** What the streams themselves say. */
const expected = async (ids: readonly string[]) => {
  const loaded = await eventing.store.loadMany(tally, ids);
  return [...loaded]
    .map(([key, { state, position }]) => ({ key, org_id: context.orgId, position: String(position), data: { ...state } }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
};

describe.each([
  ['with the streams in memory', {}],
  ['with hardly a stream in memory', { stateCacheBytes: 1 }],
])('rows made of states, %s', (_, config) => {
  it('are what the streams come to: as they go, delivered again, and rebuilt', async () => {
    await start(config);
    const ids = Array.from({ length: 12 }, newId);
    for (let round = 0; round < 3; round += 1) await Promise.all(ids.map((id) => countOnce(id)));
    await Promise.all(ids.slice(4).map((id) => eventing.unitOfWork.decide(tally, id, new CloseTally({ tallyId: id }, AT), context)));
    const rows = await expected(ids);
    expect(await rowsOf('inline')).toEqual(rows);
    await eventually(isCaughtUp);
    expect(await rowsOf('async')).toEqual(rows);
    await eventing.stop();
    await eventing.database.query(`UPDATE eventing.checkpoints SET position = 0 WHERE consumer = 'samples.async_states'`);
    const again = await eventing.another();
    await eventually(() => isCaughtUp(again));
    expect(await rowsOf('async')).toEqual(rows);
    for (const mode of MODES) {
      await eventing.database.query(`UPDATE samples.${mode}_totals SET data = '{}'`);
      await again.projections.rebuild(`samples.${mode}_states`);
      expect(await rowsOf(mode)).toEqual(rows);
    }
    await again.close();
  });

  it('commit with several decisions of one transaction, and go when the state has no row', async () => {
    await start(config);
    const [kept, gone] = [newId(), newId()];
    await countOnce(gone);
    await eventing.unitOfWork.run(async (tx) => {
      await tx.decide(tally, kept, count(kept, 2), context);
      await tx.decide(tally, kept, count(kept, 3), context);
      await tx.decide(tally, gone, count(gone, -5), context);
    });
    expect((await rowsOf('inline')).map(({ key, data }) => [key, data.total])).toEqual([[kept, 5]]);
    await eventually(async () => (await isCaughtUp()) && (await rowsOf('async')).length === 1);
    await eventing.projections.rebuild('samples.inline_states');
    expect(await rowsOf('inline')).toEqual(await rowsOf('async'));
  });

  it('rebuilt while events are being appended, miss none of them', async () => {
    await start(config);
    const ids = Array.from({ length: 8 }, newId);
    let isAppending = true;
    const appending = (async () => { while (isAppending) await Promise.all(ids.map((id) => countOnce(id))); })(); // prettier-ignore
    for (let round = 0; round < 3; round += 1) for (const mode of MODES) await eventing.projections.rebuild(`samples.${mode}_states`);
    isAppending = false;
    await appending;
    await eventually(isCaughtUp);
    for (const mode of MODES) expect(await rowsOf(mode)).toEqual(await expected(ids));
  });
});

it('a state of an unknown event stops only its stream', async () => {
  await start();
  const [strange, plain] = [newId(), newId()];
  await eventing.database.query(
    `INSERT INTO eventing.events (event_id, stream_id, version, type, schema_version, module, org_id, partition, data, metadata)
     SELECT gen_random_uuid(), $1, 1, 'TallyReversed', 1, 'samples', gen_random_uuid(), $2::smallint, '{}', '{}'`,
    [`tally-${strange}`, 0],
  );
  await countOnce(plain);
  await eventually(async () => (await rowsOf('async')).length === 1 && (await eventing.deadLetters.list()).length === 1);
  expect((await eventing.deadLetters.list()).map(({ streamId, reason }) => [streamId, reason])).toEqual([
    [`tally-${strange}`, 'unknown_event'],
  ]);
});

describe('deployment D2: a rebuild beside a newer release', () => {
  const reversed = (id: string) =>
    eventing.database.query(
      `INSERT INTO eventing.events (event_id, stream_id, version, type, schema_version, module, org_id, partition, data, metadata)
       SELECT gen_random_uuid(), stream_id, version + 1, 'TallyReversed', 1, module, org_id, partition, $2, metadata
         FROM eventing.events WHERE stream_id = $1 ORDER BY version DESC LIMIT 1`,
      [`tally-${id}`, { tallyId: id }],
    );
  /** The newer release: it knows one event more. */
  const newerTally: typeof tally = {
    ...tally,
    schemaVersions: { ...tally.schemaVersions, TallyReversed: 1 } as typeof tally.schemaVersions,
    evolve: (state, event) =>
      (event.type as string) === 'TallyReversed' ? { ...state, total: -state.total + 100 } : tally.evolve(state, event),
  };
  const newer: TestEventingOptions['register'] = (registry) => {
    registry.aggregate(newerTally);
    for (const mode of MODES) registry.projection({ ...states(mode), aggregate: newerTally });
  };

  it('makes all rows but what only the newer one can read; that keeps its inline row, and its asynchronous one is gone on with', async () => {
    await start();
    const [strange, plain] = [newId(), newId()];
    await countOnce(strange, 7);
    await reversed(strange);
    await countOnce(plain, 7);
    const data = JSON.stringify({ status: 'open', total: 93 });
    await eventing.database.query(`UPDATE samples.inline_totals SET data = $2 WHERE key = $1`, [strange, data]);
    await eventually(async () => (await eventing.deadLetters.list()).length > 0);
    for (const mode of MODES) {
      await eventing.database.query(`UPDATE samples.${mode}_totals SET data = '{}' WHERE key = $1`, [plain]);
      await eventing.projections.rebuild(`samples.${mode}_states`);
    }
    const totals = async (mode: (typeof MODES)[number]) =>
      Object.fromEntries((await rowsOf(mode)).map(({ key, data: { total } }) => [key, total]));
    expect(await totals('inline')).toEqual({ [plain]: 7, [strange]: 93 });
    expect(await totals('async')).toEqual({ [plain]: 7, [strange]: 7 });
    // A consumer that came to the event only then has set it aside behind one that the rebuild has made up for, until it tries it.
    const isFirst = async (): Promise<boolean> => (await eventing.deadLetters.list()).every(({ reason }) => reason !== 'behind_another');
    await eventually(isFirst);
    const held = await eventing.deadLetters.list();
    expect(held.map(({ streamId, reason, attempts }) => [streamId, reason, attempts])).toEqual([[`tally-${strange}`, 'unknown_event', 0]]);
    const next = await eventing.another({ register: newer });
    await eventing.stop();
    await eventually(async () => (await next.deadLetters.list()).length === 0);
    expect(await totals('async')).toEqual({ [plain]: 7, [strange]: 93 });
    await next.close();
  });
});
