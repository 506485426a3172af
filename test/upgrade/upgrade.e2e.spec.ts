import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { repositoryRoot } from '../../scripts/services.mjs';
import { AppProcess, type Video } from '../support/app-process.js';
import { FakeRunware } from '../support/fake-runware.js';
import { paintedClip } from '../support/pictures.js';
import { type PrivateServices, startServices } from '../support/services.js';
import { until } from '../support/supervised.js';

/** What make-dump.mjs has written down about an installation, beside its database. */
interface Installation {
  readonly ids: Readonly<Record<string, string>>;
  /** By path, as the release itself gave them; a link without its host and its token. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** By key, in base64: those that are small. */
  readonly objects: Readonly<Record<string, string>>;
  /** What Runware was given to do and had not done, by its ids. */
  readonly atProvider: readonly string[];
}
interface Told {
  readonly data: readonly { readonly type: string; readonly segment: number | null; readonly details: unknown }[];
}
interface TaskRow {
  readonly task_id: string;
  readonly subject_id: string;
  readonly state: string;
}

const folder = path.join(repositoryRoot, 'test/upgrade');
const releases = globSync('installation-of-*.sql', { cwd: folder }).map((file) => file.slice('installation-of-'.length, -'.sql'.length));

const SETTINGS = {
  KADR_SECRETS_KEY: Buffer.from('the key of a test seals nothing!').toString('base64'),
  // The tasks of the dump ended long ago, and are compared all the same.
  KADR_TASK_RETENTION_DAYS: '3650',
};
const UNFINISHED = /^(waiting|accepted|interrupted|submitted)/;

describe.each(releases)('an installation of %s, started on this version', (release) => {
  const kept = JSON.parse(readFileSync(path.join(folder, `installation-of-${release}.json`), 'utf8')) as Installation;
  const id = (name: string): string => kept.ids[name] ?? '';
  const finished = Object.entries(kept.ids).flatMap(([name, value]) => (UNFINISHED.test(name) ? [] : [value]));
  let services: PrivateServices;
  let app: AppProcess;
  let runware: FakeRunware;
  let tasksBefore: readonly TaskRow[];

  const get = async <T>(pathname: string): Promise<T> => {
    const response = await app.request(pathname);
    if (!response.ok) throw new Error(`${response.status} for ${pathname}: ${await response.text()}`);
    return JSON.parse(withoutLinks(await response.text())) as T;
  };
  const timeline = async (name: string): Promise<Told['data']> => (await get<Told>(`/v1/videos/${id(name)}/timeline`)).data;
  const hasStatus = (pathname: string, wanted: string): Promise<unknown> =>
    until(`${pathname} is ${wanted}`, 60_000, async () => {
      const { status, error } = await get<{ status: string; error?: unknown }>(pathname);
      if (status === 'failed') throw new Error(`${pathname} has failed: ${JSON.stringify(error)}`);
      return status === wanted;
    });

  beforeAll(async () => {
    services = await startServices();
    await restore(readFileSync(path.join(folder, `installation-of-${release}.sql`), 'utf8'), services.databaseUrl());
    // Nothing moves yet: this process answers, and does no work.
    app = new AppProcess(services, { ...SETTINGS, KADR_ROLES: 'api' });
    for (const [key, bytes] of Object.entries(kept.objects)) {
      const file = path.join(app.dataDir, 'objects', key);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, Buffer.from(bytes, 'base64'));
    }
    tasksBefore = await tasks(app);
    await app.start();
  }, 120_000);
  afterAll(async () => {
    await app?.dispose();
    await runware?.stop();
    await services?.stop();
  }, 60_000);

  it('says of everything what it said before', async () => {
    expect(Object.keys(kept.answers).length).toBeGreaterThan(30);
    for (const [pathname, answer] of Object.entries(kept.answers)) {
      // There may be fields that are new.
      expect({ pathname, answer: await get(pathname) }).toMatchObject({ pathname, answer: saidAtLeast(answer) });
    }
  });

  it('finds its objects where they are', async () => {
    const { artifacts } = (await (await app.request(`/v1/videos/${id('completedVideo')}`)).json()) as Video;
    const asset = (await (await app.request(`/v1/assets/${id('uploadedAsset')}`)).json()) as { url: string; sha256: string };
    const there = Object.keys(kept.objects).map((key) => path.basename(key));
    const small = artifacts.filter(({ name }) => there.includes(name));
    expect(small.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['script.txt', 'storyboard.json', 'subtitles.srt', 'manifest.json']),
    );
    for (const { url, sha256 } of [...small, asset]) expect(sha256Of(await app.download(url))).toBe(sha256);
  });

  describe('goes on', () => {
    beforeAll(async () => {
      await app.stop();
      const clip = path.join(app.dataDir, 'lighthouse.mp4');
      await paintedClip('testsrc2', clip);
      runware = await FakeRunware.start(readFileSync(clip));
      for (const taskUUID of kept.atProvider) runware.tasks.push({ taskUUID, duration: 4, body: {}, state: 'success', looks: 0 });
      // The key is the one that was sealed.
      const settings = { ...SETTINGS, ...runware.env, KADR_PROVIDERS_RUNWARE_API_KEY: '' };
      app = await new AppProcess(services, settings, app.dataDir).start();
      const answer = await app.post(`/v1/videos/${id('waitingVideo')}/approvals/script/approve`);
      expect(answer.status).toBe(200);
    }, 60_000);

    it.each([
      ['the video that had just been accepted', 'acceptedVideo'],
      ['the video that waited at a gate', 'waitingVideo'],
    ])(
      'with %s',
      async (_what, name) => {
        expect(await app.finished(id(name))).toMatchObject({ status: 'completed', error: null });
        const told = await timeline(name);
        const before = kept.answers[`/v1/videos/${id(name)}/timeline`] as Told;
        expect(told.slice(0, before.data.length)).toMatchObject(before.data);
        const facts = told.map(({ type, segment, details }) => JSON.stringify([type, segment, details]));
        expect(facts.filter((fact, i) => facts.indexOf(fact) !== i)).toEqual([]);
        const types = told.map(({ type }) => type);
        for (const once of ['ScriptDrafted', 'JobCompleted']) expect(types.filter((type) => type === once)).toHaveLength(1);
        // It was not found standing still and helped on.
        expect(types).not.toContain('JobResumed');
      },
      120_000,
    );

    it('with all else that had begun', async () => {
      await hasStatus(`/v1/clips/${id('acceptedClips')}`, 'completed');
      await hasStatus(`/v1/generations/${id('acceptedGeneration')}`, 'completed');
      await hasStatus(`/v1/assets/${id('acceptedAsset')}`, 'ready');
      await hasStatus(`/api/short-video/${id('interruptedShortVideo')}/status`, 'ready');
      const clips = await get<{ summary: object }>(`/v1/clips/${id('acceptedClips')}`);
      expect(clips.summary).toEqual({ total: 1, pending: 0, completed: 1, failed: 0 });
    }, 120_000);

    it('with what it has paid for, by the key that it has sealed, and does not pay again', async () => {
      const pathname = `/v1/generations/${id('submittedGeneration')}`;
      await hasStatus(pathname, 'completed');
      expect(await get(pathname)).toMatchObject({ asset: { kind: 'video' }, cost: { amountMicros: 800_000 } });
      expect(runware.tasks.map(({ taskUUID }) => taskUUID)).toEqual(kept.atProvider);
      expect([...runware.keys]).toEqual(['Bearer not-a-real-key-4321']);
    }, 90_000);

    it('by the very tasks that were there, and with none for what had ended', async () => {
      const after = await tasks(app);
      const stateOf = new Map(after.map(({ task_id, state }) => [task_id, state]));
      const begun = tasksBefore.filter(({ state }) => ['runnable', 'leased'].includes(state));
      expect(begun).toHaveLength(6);
      expect(begun.map(({ task_id }) => stateOf.get(task_id))).toEqual(begun.map(() => 'done'));
      const ofFinished = (rows: readonly TaskRow[]) => rows.filter(({ subject_id }) => finished.includes(subject_id));
      expect(ofFinished(tasksBefore).length).toBeGreaterThan(10);
      expect(ofFinished(after)).toEqual(ofFinished(tasksBefore));
    });

    it('and leaves alone what had ended', async () => {
      const ended = Object.entries(kept.answers).filter(([pathname]) => finished.some((one) => pathname.includes(one)));
      expect(ended.length).toBeGreaterThan(10);
      for (const [pathname, answer] of ended)
        expect({ pathname, answer: await get(pathname) }).toMatchObject({ pathname, answer: saidAtLeast(answer) });
    });

    it('with a ledger in which every unit is explained', async () => {
      await until('nothing is reserved any more', 60_000, async () => {
        const { resources } = await get<{ resources: { reserved: number }[] }>('/v1/billing/quota');
        return resources.every(({ reserved }) => reserved === 0);
      });
      expect(await get('/v1/admin/billing/check')).toMatchObject({ isConsistent: true, differences: [] });
      const { data: records } = await get<{ data: object[] }>('/v1/billing/records?limit=100');
      const before = kept.answers['/v1/billing/records?limit=100'] as { data: object[] };
      expect(records.slice(-before.data.length)).toMatchObject(before.data);
    }, 90_000);
  });
});

/** A message may go on with what helps. */
const saidAtLeast = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify(answer), (name, value: unknown) =>
    name === 'message' && typeof value === 'string' ? expect.stringContaining(value) : value,
  );

/** Their address and token are others each time. */
function withoutLinks(text: string): string {
  return text.replaceAll(/"https?:\/\/[^"/]+\/v1\/(?:media\/[^"/]+\/)?([^"?]*)(?:\?token=[^"]*)?"/g, '"link to $1"');
}

function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function restore(sql: string, databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Wherever this version keeps them. */
async function tasks(app: AppProcess): Promise<readonly TaskRow[]> {
  const find = `SELECT format('%I.%I', table_schema, table_name) AS name
                  FROM information_schema.tables JOIN information_schema.columns USING (table_schema, table_name)
                 WHERE table_type = 'BASE TABLE' AND table_name = 'tasks' AND column_name = 'subject_id'`;
  const tables = await app.query<{ name: string }>(find, []);
  expect(tables).toHaveLength(1);
  return app.query<TaskRow>(`SELECT task_id, subject_id, state, attempt, finished_at FROM ${tables[0]?.name} ORDER BY task_id`, []);
}
