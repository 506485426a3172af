// DATABASE_URL=postgres://… node test/upgrade/make-dump.mjs
// Has the app of this tree make a bit of everything in an empty database, leaves some of it unfinished, and writes the database, what
// the API says of it and the smallest of its objects beside this file. README.md says what for. PG_DUMP: a pg_dump that is at least as
// new as the server.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { build } from '../../scripts/lib/build.mjs';
import { sleep } from '../../scripts/lib/processes.mjs';
import { repositoryRoot, startServices } from '../../scripts/services.mjs';

/** Those of test/support/app-process.ts and upgrade.e2e.spec.ts; they guard nothing. */
const API_KEY = 'kadr_test_0123456789abcdef0123456789';
const SECRETS_KEY = Buffer.from('the key of a test seals nothing!').toString('base64');
/** Objects above this size are left out: films, sounds, large pictures. */
const SMALL_BYTES = 4096;
const PORT = 3907;
const PROVIDER_PORT = 3908;
const url = `http://127.0.0.1:${PORT}`;
const providerUrl = `http://127.0.0.1:${PROVIDER_PORT}`;
const { version } = JSON.parse(fs.readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8'));
const databaseUrl = process.env.DATABASE_URL;
if (!databaseUrl) throw new Error('DATABASE_URL is not set: the database must be there, and empty');

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'kadr-dump-'));
const services = await startServices({ dataDir, only: ['nats', 'redis'] });
const database = new pg.Client({ connectionString: databaseUrl });
await database.connect();
await build(repositoryRoot);
let app = null;

/** Ids of what Runware was given to do. Here it never comes to an end of anything. */
const atProvider = [];
const provider = http.createServer(async (request, response) => {
  const tasks = await new Response(request).json();
  for (const { taskType, taskUUID } of tasks) if (taskType === 'videoInference') atProvider.push(taskUUID);
  const data = tasks.map(({ taskType, taskUUID }) => ({ taskType, taskUUID, ...(taskType === 'getResponse' && { status: 'processing' }) }));
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }));
});
await new Promise((resolve) => provider.listen(PROVIDER_PORT, '127.0.0.1', resolve));

async function until(what, probe, withinMs = 120_000) {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await sleep(25)) {
    const found = await probe();
    if (found) return found;
  }
  throw new Error(`not within ${withinMs} ms: ${what}`);
}

async function start(roles) {
  const env = {
    ...{ ...process.env, ...services.env, DATABASE_URL: databaseUrl, PORT: String(PORT), KADR_DATA_DIR: dataDir, KADR_PUBLIC_URL: url },
    ...{ KADR_ROLES: roles, KADR_BOOTSTRAP_API_KEY: API_KEY, KADR_SECRETS_KEY: SECRETS_KEY, KADR_RETRY_BASE_MS: '50' },
    ...{ KADR_EGRESS_ALLOW: `127.0.0.1:${PORT},127.0.0.1:${PROVIDER_PORT}`, KADR_PROVIDERS_RUNWARE_BASE_URL: `${providerUrl}/v1` },
  };
  app = spawn(process.execPath, [path.join(repositoryRoot, 'dist/apps/api/src/main.js')], { cwd: repositoryRoot, env, stdio: 'inherit' });
  await until('the app is ready', async () => (await fetch(`${url}/health/ready`).catch(() => null))?.ok);
}

async function end(signal) {
  const ended = new Promise((resolve) => app.once('exit', resolve));
  app.kill(signal);
  await ended;
}

async function call(method, pathname, body) {
  const isForm = body instanceof FormData;
  const headers = { authorization: `Bearer ${API_KEY}`, ...(!isForm && { 'content-type': 'application/json' }) };
  const response = await fetch(url + pathname, { method, headers, body: isForm || body === undefined ? body : JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${pathname}: ${response.status} ${await response.text()}`);
  return response.json();
}
const get = (pathname) => call('GET', pathname);
const make = async (pathname, body) => (await call('POST', pathname, body)).id;

/** 64 x 64, one colour. */
const PICTURE = Buffer.from(
  execFileSync(
    services.env.FFMPEG_PATH ?? 'ffmpeg',
    '-v error -f lavfi -i color=c=teal:size=64x64 -frames:v 1 -c:v png -f image2pipe -'.split(' '),
  ),
);
const pictureUrl = `data:image/png;base64,${PICTURE.toString('base64')}`;

const film = { prompt: 'Why octopuses have three hearts', durationSeconds: 5, resolution: '480p', fps: 24, visuals: { seed: 7 } };
const clips = { frames: { there: { first_frame: pictureUrl, last_frame: pictureUrl, duration: 1 } }, model: 'local:illustrator' };
const generation = { model: 'local:music', input: { prompt: 'calm', durationSeconds: 3 } };
const paid = { model: 'runware:veo-3.1-fast', input: { prompt: 'a lighthouse', aspectRatio: '16:9', durationSeconds: 4 } };
const scenes = {
  scenes: [{ text: 'An octopus has three hearts.', sceneDuration: 2 }],
  config: { voice: 'local', musicVolume: 'low', format: { width: 480, height: 854, fps: 24 } },
};
const unusable = { type: 'url', url: `data:text/html;base64,${Buffer.from('<p>no picture</p>').toString('base64')}` };
const unfilmable = { scenes: [{ ...scenes.scenes[0], media: unusable }], config: { skipVoiceover: true } };
const shortVideo = async (order) => (await call('POST', '/api/short-video', order)).videoId;
const upload = async () => {
  const form = new FormData();
  form.append('file', new Blob([PICTURE]), 'teal.png');
  return make('/v1/assets', form);
};
/** The app has no such thing. */
const missingUrl = `${url}/missing.png`;
const frames = [{ firstFrameUrl: missingUrl, lastFrameUrl: missingUrl, durationSeconds: 5 }];

async function makeWhatIsFinished() {
  await call('PUT', '/v1/provider-keys/runware', { apiKey: 'not-a-real-key-4321' });
  const ids = {
    submittedGeneration: await make('/v1/generations', paid),
    completedVideo: await make('/v1/videos', { ...film, title: 'Three hearts', metadata: { campaign: 'sea' } }),
    waitingVideo: await make('/v1/videos', { ...film, approvals: ['script'] }),
    cancelledVideo: await make('/v1/videos', { ...film, approvals: ['script'] }),
    failedVideo: await make('/v1/videos', { frames, segmentation: { mode: 'frame-pairs' }, resolution: '480p', fps: 24, music: false }),
    completedClips: await make('/v1/clips', clips),
    completedGeneration: await make('/v1/generations', generation),
    uploadedAsset: await upload(),
    importedAsset: await make('/v1/assets', { url: pictureUrl }),
    completedShortVideo: await shortVideo(scenes),
    failedShortVideo: await shortVideo(unfilmable),
    organisation: await make('/v1/admin/organisations', { name: 'Second organisation', plan: 'free', timezone: 'Europe/Amsterdam' }),
  };
  await until('the script waits', async () => (await get(`/v1/videos/${ids.waitingVideo}`)).status === 'awaiting_approval');
  await call('POST', `/v1/videos/${ids.cancelledVideo}/cancel`, {});
  const ended = {
    [`/v1/videos/${ids.completedVideo}`]: 'completed',
    [`/v1/videos/${ids.cancelledVideo}`]: 'cancelled',
    [`/v1/videos/${ids.failedVideo}`]: 'failed',
    [`/v1/clips/${ids.completedClips}`]: 'completed',
    [`/v1/generations/${ids.completedGeneration}`]: 'completed',
    [`/v1/assets/${ids.importedAsset}`]: 'ready',
    [`/api/short-video/${ids.completedShortVideo}/status`]: 'ready',
    [`/api/short-video/${ids.failedShortVideo}/status`]: 'failed',
  };
  for (const [pathname, status] of Object.entries(ended)) {
    await until(`${pathname} is ${status}`, async () => (await get(pathname)).status === status);
  }
  const live = ({ resource, reserved }) => resource === 'concurrent_videos' && reserved === 1;
  await until('the account is even', async () => (await get('/v1/billing/quota')).resources.some(live));
  // The one that is left waits for the provider.
  const isLast = ([task, ...others]) => others.length === 0 && task?.state === 'runnable' && atProvider.length === 1;
  await until('all other tasks have ended', async () => isLast(await unfinishedTasks()));
  return ids;
}

const makeWhatIsUnfinished = async () => ({
  acceptedVideo: await make('/v1/videos', { ...film, prompt: 'How bees find their way home' }),
  acceptedClips: await make('/v1/clips', clips),
  acceptedGeneration: await make('/v1/generations', generation),
  acceptedAsset: await make('/v1/assets', { url: pictureUrl }),
  interruptedShortVideo: await shortVideo(scenes),
});

async function unfinishedTasks() {
  const find = `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables WHERE table_name = 'tasks'`;
  const [{ name }] = (await database.query(find)).rows;
  return (await database.query(`SELECT subject_id, state FROM ${name} WHERE finished_at IS NULL`)).rows;
}

/** A link's address and token are others each time. */
const withoutLinks = (text) => text.replaceAll(/"https?:\/\/[^"/]+\/v1\/(?:media\/[^"/]+\/)?([^"?]*)(?:\?token=[^"]*)?"/g, '"link to $1"');

async function answers(ids) {
  const of = (kind, from) => Object.keys(ids).flatMap((name) => (name.endsWith(kind) ? from(ids[name]) : []));
  const isShort = (id) => [ids.completedShortVideo, ids.failedShortVideo, ids.interruptedShortVideo].includes(id);
  const year = new Date().getUTCFullYear();
  const pathnames = [
    ...['videos', 'clips', 'generations', 'assets'].map((things) => `/v1/${things}?limit=100`),
    ...of('Video', (id) =>
      isShort(id) ? [`/api/short-video/${id}/status`] : ['', '/segments', '/timeline'].map((of) => `/v1/videos/${id}${of}`),
    ),
    ...of('Clips', (id) => [`/v1/clips/${id}`]),
    ...of('Generation', (id) => [`/v1/generations/${id}`]),
    ...of('Asset', (id) => [`/v1/assets/${id}`]),
    ...of('organisation', (id) => [`/v1/admin/organisations/${id}`]),
    ...['/api/short-videos', '/v1/provider-keys', '/v1/billing/records?limit=100'],
    `/v1/billing/usage?groupBy=video&from=${year}-01-01&to=${year}-12-31`,
  ];
  const read = {};
  for (const pathname of pathnames) read[pathname] = JSON.parse(withoutLinks(JSON.stringify(await get(pathname))));
  return read;
}

/** By key, in base64. */
function smallObjects() {
  const root = path.join(dataDir, 'objects');
  const files = fs.globSync('**', { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile());
  const found = files.map(({ parentPath, name }) => path.join(parentPath, name)).filter((file) => fs.statSync(file).size < SMALL_BYTES);
  return Object.fromEntries(found.sort().map((file) => [path.relative(root, file), fs.readFileSync(file, 'base64')]));
}

function dump() {
  const args = ['--no-owner', '--inserts', '--rows-per-insert=100', databaseUrl];
  const text = execFileSync(process.env.PG_DUMP ?? 'pg_dump', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  // What pg_dump says to people and to psql is left out.
  const sql = text.replaceAll(/^(--( .*)?|\\(un)?restrict .*)\n/gm, '').replaceAll(/\n{2,}/g, '\n');
  // Roles belong to the server, not to the database.
  const role = `DO $$ BEGIN CREATE ROLE kadr_tenant NOLOGIN NOBYPASSRLS; EXCEPTION WHEN duplicate_object THEN NULL; END $$;`;
  return `${role}\n${sql.trim()}\n`;
}

try {
  await start('api,worker,renderer,scheduler');
  const finished = await makeWhatIsFinished();
  await end('SIGTERM');

  // Tasks are asked for, but nobody carries them out.
  await start('api,scheduler');
  const unfinished = await makeWhatIsUnfinished();
  const hasTask = (tasks) => Object.values(unfinished).every((id) => tasks.some(({ subject_id }) => subject_id === id));
  await until('each has a task', async () => hasTask(await unfinishedTasks()));
  await end('SIGKILL');

  // A renderer takes the one task that is for it and dies at once.
  await start('renderer');
  const isTaken = ({ subject_id, state }) => subject_id === unfinished.interruptedShortVideo && state === 'leased';
  await until('the short video is being made', async () => (await unfinishedTasks()).some(isTaken));
  await end('SIGKILL');

  await start('api');
  const ids = { ...finished, ...unfinished };
  const record = { ids, answers: await answers(ids), objects: smallObjects(), atProvider };
  await end('SIGKILL');
  const target = path.join(import.meta.dirname, `installation-of-${version}`);
  fs.writeFileSync(`${target}.sql`, dump());
  fs.writeFileSync(`${target}.json`, `${JSON.stringify(record, null, 2)}\n`);
} finally {
  app?.kill('SIGKILL');
  provider.close();
  provider.closeAllConnections();
  await database.end();
  await services.stop({ quick: true });
  fs.rmSync(dataDir, { recursive: true, force: true });
}
