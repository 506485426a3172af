import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AT,
  context,
  Count,
  count,
  CreateSamples1763600000900,
  diary,
  inlineTotals,
  newId,
  ORG,
  tally,
  type TallyEvent,
} from '../testing/tally.sample.js';
import { createTestEventing, eventually, type TestEventing, type TestEventingOptions } from '../testing/test-eventing.js';

/** As a release that knew nothing of personal members has it. */
const EARLIER: typeof tally = { ...tally, name: 'diary' };
const CANARY = 'zymurgy';
const options: TestEventingOptions = {
  migrations: [CreateSamples1763600000900],
  register: (registry) => registry.aggregate(diary).projection(inlineTotals()),
  consumers: false,
};

let eventing: TestEventing;
const opened: TestEventing[] = [];
beforeEach(async () => {
  eventing = await createTestEventing(options);
});
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
  await eventing?.close();
});

const write = (id: string, note: string, by = eventing) => by.unitOfWork.decide(diary, id, count(id, 1, note), context);
const notesOf = async (id: string, by = eventing): Promise<string[]> =>
  (await by.store.readStream(`diary-${id}`)).flatMap((event) =>
    event.type === 'Counted' ? [(event as TallyEvent & { data: { note: string } }).data.note] : [],
  );
const stored = async (): Promise<string> =>
  (await eventing.database.query<{ all: string }>(`SELECT coalesce(string_agg(e::text, ' '), '') AS all FROM eventing.events e`))[0]?.all ??
  '';
const erase = (id: string, by = eventing) =>
  by.database.transaction((tx) => by.erasure.erase(tx, { orgId: ORG, subjectId: id, streamId: `diary-${id}` }));
async function another(more: Partial<TestEventingOptions> = {}): Promise<TestEventing> {
  const one = await eventing.another(more);
  opened.push(one);
  return one;
}

describe('faults C35: what users have written', () => {
  it('is sealed in the log and read by every process', async () => {
    const id = newId();
    await write(id, `${CANARY} one`);
    await write(id, `${CANARY} two`);
    expect(await stored()).not.toContain(CANARY);
    const other = await another();
    expect(await notesOf(id, other)).toEqual([`${CANARY} one`, `${CANARY} two`]);
    await write(id, `${CANARY} three`, other);
    await write(id, `${CANARY} four`);
    expect(await notesOf(id)).toHaveLength(4);
    expect(await notesOf(id)).toEqual(await notesOf(id, await another()));
    const { events } = await eventing.store.readAll({ after: 0, limit: 10 });
    expect(new Set(events.map((event) => event.schemaVersion))).toEqual(new Set([1]));
  });

  it.each([1, 2, 7])('is sealed under a key of its own for each stream, stored with its first words (%d streams)', async (streams) => {
    const ids = Array.from({ length: streams }, () => newId());
    await eventing.unitOfWork.run(async (tx) => {
      for (const id of ids) await tx.decide(diary, id, count(id, 1, CANARY), context);
    });
    const keys = await eventing.database.query<{ key: Buffer }>('SELECT key FROM eventing.stream_keys');
    expect(keys.map(({ key }) => key.length)).toEqual(ids.map(() => 32));
    expect(new Set(keys.map(({ key }) => key.toString('hex'))).size).toBe(streams);
    for (const id of ids) expect(await notesOf(id, await another())).toEqual([CANARY]);
  });

  it('asks for no key of a stream seen lately', async () => {
    const id = newId();
    await write(id, 'first');
    const asked: string[] = [];
    const real = eventing.database.query.bind(eventing.database);
    eventing.database.query = (sql: string, params?: readonly unknown[]) => (asked.push(sql), real(sql, params)) as never;
    for (let round = 0; round < 3; round += 1) await write(id, 'more');
    expect(asked.filter((sql) => /FROM eventing.stream_keys\s+WHERE stream_id = ANY/.test(sql))).toEqual([]);
  });

  it('survives that the same stream is begun by many at once, and attempts that fail', async () => {
    const others = [eventing, await another(), await another()];
    const ids = Array.from({ length: 8 }, newId);
    const failed = ids.map((id) =>
      eventing.unitOfWork
        .run(async (tx) => {
          await tx.decide(diary, id, count(id, 1, 'never'), context);
          await tx.query('SELECT 1 / 0');
        })
        .catch(() => undefined),
    );
    await Promise.all([...failed, ...ids.flatMap((id) => others.map((by, index) => write(id, `${CANARY} ${index}`, by)))]);
    const fresh = await another();
    for (const id of ids) {
      expect((await notesOf(id, fresh)).sort()).toEqual([0, 1, 2].map((index) => `${CANARY} ${index}`));
      await write(id, 'later');
      expect((await notesOf(id, fresh)).at(-1)).toBe('later');
    }
  });

  it('is sealed with the installation’s key where there is one, and only its holders begin', async () => {
    const secretsKey = randomBytes(32);
    const holder = await another({ config: { secretsKey } });
    const id = newId();
    await write(id, CANARY, holder);
    const [row] = await eventing.database.query<{ is_sealed: boolean; key: Buffer }>('SELECT is_sealed, key FROM eventing.stream_keys');
    expect([row?.is_sealed, (row?.key.length ?? 0) > 32]).toEqual([true, true]);
    expect(await notesOf(id, await another({ config: { secretsKey } }))).toEqual([CANARY]);
    await expect(another()).rejects.toThrow('KADR_SECRETS_KEY is not set');
    await expect(another({ config: { secretsKey: randomBytes(32) } })).rejects.toThrow('KADR_SECRETS_KEY is another one');
  });

  it('cannot be read any more once its key is gone; the stream folds, goes on and is rebuilt as before', async () => {
    const [id, kept] = [newId(), newId()];
    await write(id, CANARY);
    await write(kept, 'kept');
    const other = await another();
    await write(id, CANARY, other);
    await erase(id);
    await erase(id);
    for (const by of [eventing, other, await another()]) {
      expect(await notesOf(id, by)).toEqual(['[erased]', '[erased]']);
      expect((await by.store.load(diary, id)).state).toEqual({ status: 'open', total: 2 });
      expect(await notesOf(kept, by)).toEqual(['kept']);
    }
    // Words that come too late are not kept, whether or not the writer has heard.
    await write(id, CANARY, other);
    await write(id, CANARY);
    expect(await notesOf(id, await another())).toEqual(Array.from({ length: 4 }, () => '[erased]'));
    expect(await stored()).not.toContain(CANARY);
    await eventing.projections.rebuild('samples.inline_totals');
    const [row] = await eventing.database.query<{ data: object }>('SELECT data FROM samples.inline_totals WHERE key = $1', [id]);
    expect(row?.data).toEqual({ status: 'open', total: 4, events: 5 });
  });

  it('of an earlier release is read as it was stored, sealed from now on, and overwritten on erasure', async () => {
    const id = newId();
    await eventing.unitOfWork.decide(EARLIER, id, count(id, 1, `${CANARY} in the open`), context);
    expect(await stored()).toContain(CANARY);
    await eventing.unitOfWork.decide(diary, id, new Count({ tallyId: id, by: 2, note: `${CANARY} sealed` }, AT), context);
    expect(await notesOf(id)).toEqual([`${CANARY} in the open`, `${CANARY} sealed`]);
    await erase(id);
    expect(await stored()).not.toContain(CANARY);
    expect(await notesOf(id, await another())).toEqual(['[erased]', '[erased]']);
    expect((await eventing.store.load(diary, id)).state).toEqual({ status: 'open', total: 3 });
  });

  it('is left alone by a release that does not know that it is sealed', async () => {
    const id = newId();
    await write(id, CANARY);
    const [row] = await eventing.database.query<{ schema_version: number }>(
      `SELECT schema_version FROM eventing.events WHERE type = 'Counted'`,
    );
    expect(row?.schema_version).toBeGreaterThan(diary.schemaVersions.Counted);
  });
});

describe('what stands in a dead letter', () => {
  it('is forgotten with the stream', async () => {
    const id = newId();
    await write(id, CANARY);
    await eventing.database.query(
      `INSERT INTO eventing.dead_letters (id, consumer, partition, lane, position, stream_id, event_id, event_type, status, reason, error, attempts)
       VALUES ($1, 'x', 0, 'x', 1, $2, $1, 'Counted', 'parked', 'failed', $3, 5)`,
      [newId(), `diary-${id}`, `cannot read "${CANARY}"`],
    );
    await erase(id);
    await eventually(async () => (await eventing.database.query(`SELECT 1 FROM eventing.dead_letters WHERE error <> ''`)).length === 0);
  });
});
