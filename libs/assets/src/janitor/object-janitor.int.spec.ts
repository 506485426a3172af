import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type SubjectStreams } from '#eventing';
import { createTestEventing, type TestEventing } from '#eventing/testing';
import { platformMigrations, SessionLocks } from '#platform';
import { tasksMigrations } from '#tasks';
import { type AssetFacts, DeleteAsset, KeepAsset } from '../library/domain/asset.commands.js';
import { asset } from '../library/domain/asset.decider.js';
import { assetIndex } from '../library/asset-index.projection.js';
import { assetsMigrations } from '../migrations/index.js';
import { OF_NOBODY } from '../contracts/storage.js';
import { FileObjectStorage } from '../storage/file-object-storage.js';
import { ObjectJanitor } from './object-janitor.js';

const ORG = randomUUID();
const HOUR_MS = 3_600_000;
const FACTS: Omit<AssetFacts, 'file'> = { kind: 'image', thumbnail: null, widthPx: 1, heightPx: 1, durationSeconds: null };

let eventing: TestEventing;
let locks: SessionLocks;
let folder: string;
let storage: FileObjectStorage;
/** How far the janitor's clock is ahead: files cannot be made older than they are. */
let aheadMs = 48 * HOUR_MS;

beforeAll(async () => {
  eventing = await createTestEventing({
    migrations: [...platformMigrations, ...tasksMigrations, ...assetsMigrations],
    register: (registry) => registry.aggregate(asset).projection(assetIndex),
    consumers: false,
  });
  locks = new SessionLocks(eventing.database);
  await locks.start();
});
afterAll(async () => {
  await locks?.stop();
  await eventing?.close();
});
beforeEach(async () => {
  aheadMs = 48 * HOUR_MS;
  folder = await mkdtemp(path.join(tmpdir(), 'kadr-janitor-'));
  storage = new FileObjectStorage(path.join(folder, 'objects'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const janitorOf = (over: { storage?: FileObjectStorage; streams?: Pick<SubjectStreams, 'of' | 'mentioned'> } = {}): ObjectJanitor => {
  const { database, subjectStreams: streams } = eventing;
  const clock = { nowMs: () => Date.now() + aheadMs };
  return new ObjectJanitor({ storage, database, streams, locks, clock, ...over }, { graceMs: 24 * HOUR_MS, intervalMs: HOUR_MS });
};
async function put(key: string): Promise<string> {
  const file = path.join(folder, randomUUID());
  await writeFile(file, key);
  await storage.put(key, file, 'text/plain');
  return key;
}
/** An attempt's folder in that of a subject. */
const attemptOf = (subject: string, name = 'content.png'): string => `${ORG}/${subject}/${randomUUID()}-1/${name}`;
const context = { orgId: ORG, actor: 'spec' };
async function keep(assetId: string, key: string): Promise<void> {
  const file = { key, contentType: 'image/png', sizeBytes: 1, sha256: '0'.repeat(64) };
  const command = new KeepAsset({ ...FACTS, file, assetId, source: 'upload', name: null }, new Date().toISOString());
  await eventing.unitOfWork.decide(asset, assetId, command, context);
}
async function remove(assetId: string): Promise<void> {
  await eventing.unitOfWork.decide(asset, assetId, new DeleteAsset({ assetId }, new Date().toISOString()), context);
  await eventing.database.transaction((tx) => eventing.erasure.erase(tx, { orgId: ORG, subjectId: assetId, streamId: `asset-${assetId}` }));
}
async function beginTask(subjectId: string): Promise<() => Promise<void>> {
  const taskId = randomUUID();
  await eventing.database.query(
    `INSERT INTO tasks.tasks (task_id, kind, queue, org_id, subject_id, correlation_id, payload, max_attempts)
     VALUES ($1, 'spec', 'spec', $2, $3, 'spec', '{}', 3)`,
    [taskId, ORG, subjectId],
  );
  return async () =>
    void (await eventing.database.query(`UPDATE tasks.tasks SET state = 'done', finished_at = now() WHERE task_id = $1`, [taskId]));
}
const there = async (): Promise<string[]> => {
  const keys: string[] = [];
  for await (const { key } of storage.list()) keys.push(key);
  return keys.sort();
};
const found = async (janitor = janitorOf()): Promise<string[]> => {
  const keys: string[] = [];
  for await (const { key } of janitor.orphans()) keys.push(key);
  return keys.sort();
};

describe('faults F63: the janitor of objects', () => {
  it('finds and removes what nothing refers to, and nothing else', async () => {
    const [alive, deleted, busy, neverAccepted] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    const stays = [
      await put(attemptOf(alive)),
      await put(`${ORG}/${alive}/pictures/000`),
      await put(`${ORG}/${alive}/parts/0123/result.json`),
      await put(attemptOf(busy)),
      await put(`${OF_NOBODY}/${randomUUID()}/logo.png`),
    ];
    await keep(alive, stays[0] ?? '');
    await keep(deleted, attemptOf(deleted));
    await remove(deleted);
    const goes = [
      await put(attemptOf(alive)),
      await put(`${ORG}/${alive}/${randomUUID()}/content.png`),
      await put(attemptOf(deleted)),
      await put(`${ORG}/${deleted}/parts/0123/result.json`),
      await put(`${ORG}/${neverAccepted}/pictures/000`),
    ];
    const finish = await beginTask(busy);
    await mkdir(path.join(folder, 'objects', 'notes'), { recursive: true });
    await writeFile(path.join(folder, 'objects', 'notes', 'of-somebody-else.txt'), 'x');

    expect(await found()).toEqual([...goes].sort());
    expect(await there()).toEqual([...stays, ...goes].sort());
    expect(await janitorOf().sweep()).toMatchObject({ objects: goes.length });
    expect(await there()).toEqual([...stays].sort());
    expect(await readdir(path.join(folder, 'objects'))).toContain('notes');
    await finish();
    expect(await janitorOf().sweep()).toMatchObject({ objects: 1 });
  });

  it('touches nothing that is younger than the grace, also where a file was only linked to another place', async () => {
    await put(attemptOf(randomUUID()));
    aheadMs = 23 * HOUR_MS;
    expect(await janitorOf().sweep()).toEqual({ objects: 0, bytes: 0 });
    aheadMs = 25 * HOUR_MS;
    expect(await janitorOf().sweep()).toMatchObject({ objects: 1 });
  });

  it.each(['of', 'mentioned'] as const)(
    'never removes what comes to be referred to while it looks: right after it asked for "%s"',
    async (asked) => {
      const late = randomUUID();
      await keep(late, attemptOf(late));
      const key = await put(attemptOf(late));
      const finish = await beginTask(late);
      // The attempt records its result and ends.
      const end = async (): Promise<void> => {
        await eventing.database.query(
          `INSERT INTO eventing.events (event_id, stream_id, version, type, schema_version, module, org_id, partition, data, metadata)
         SELECT $1, stream_id, version + 1, type, schema_version, module, org_id, partition, jsonb_build_object('key', $3::text), metadata
           FROM eventing.events WHERE stream_id = $2 ORDER BY version DESC LIMIT 1`,
          [randomUUID(), `asset-${late}`, key],
        );
        await finish();
      };
      const { subjectStreams } = eventing;
      const streams: Pick<SubjectStreams, 'of' | 'mentioned'> = {
        of: async (ids) => {
          const found = await subjectStreams.of(ids);
          if (asked === 'of') await end();
          return found;
        },
        mentioned: async (...words) => {
          const found = await subjectStreams.mentioned(...words);
          if (asked === 'mentioned') await end();
          return found;
        },
      };
      await janitorOf({ streams }).sweep();
      await janitorOf().sweep();
      expect(await there()).toEqual([key]);
    },
  );

  it('goes on where it was killed, and does no harm when two do it at once', async () => {
    const alive = randomUUID();
    const kept = await put(attemptOf(alive));
    await keep(alive, kept);
    for (let n = 0; n < 30; n += 1) await put(attemptOf(n % 3 === 0 ? alive : randomUUID()));
    class Killed extends FileObjectStorage {
      removed = 0;

      override async delete(prefix: string): Promise<void> {
        if ((this.removed += 1) > 10) throw new Error('killed');
        await super.delete(prefix);
      }
    }
    await expect(janitorOf({ storage: new Killed(path.join(folder, 'objects')) }).sweep()).rejects.toThrow('killed');
    expect(await there()).toHaveLength(21);
    await Promise.all([janitorOf().sweep(), janitorOf().sweep()]);
    expect(await there()).toEqual([kept]);
  });

  it('removes what a killed process has left half written, and folders without anything in them', async () => {
    const incoming = path.join(folder, 'objects', '.incoming');
    await put(attemptOf(randomUUID()));
    await mkdir(incoming, { recursive: true });
    await writeFile(path.join(incoming, randomUUID()), 'half');
    aheadMs = 1 * HOUR_MS;
    await janitorOf().sweep();
    expect(await readdir(incoming)).toHaveLength(1);
    aheadMs = 48 * HOUR_MS;
    await janitorOf().sweep();
    expect(await readdir(incoming)).toEqual([]);
    // Removing has just changed the folders; the next look finds them old.
    await janitorOf().sweep();
    expect(await readdir(path.join(folder, 'objects'))).toEqual(['.incoming']);
  });
});
