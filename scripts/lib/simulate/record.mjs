import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { defaultDataDir } from '../../services.mjs';
import { Refusal, say } from '../console.mjs';
import { runningDatabase } from '../installation.mjs';
import { addressOfApp, askApp, operatorKey, runningProcesses } from '../running-app.mjs';
import { AROUND, attribute } from './attribute.mjs';
import { allProcesses, secondsOfTree } from './process-times.mjs';
import { UsedTime } from './used-time.mjs';

const LOOK_MS = 100;
const PATIENCE_MS = 30_000;
const FILM_WITHIN_MS = 1_800_000;
const PROMPTS = ['Why octopuses have three hearts', 'How lighthouses found their rhythm', 'What a forest does at night'];
const SERVICES = ['postgres', 'nats', 'redis'];
/** Kinds that have pictures drawn; who draws does not say for which task. */
const DRAWN = ['jobs.make-clip', 'jobs.make-image', 'jobs.conform-piece'];
const UNFINISHED = `SELECT kind, count(*)::integer AS tasks FROM tasks.tasks WHERE state = 'leased' GROUP BY kind`;

/**
 * Orders films from the Kadr that runs on this data folder, one after the other, and looks ten times a second at which tasks are under way
 * and how much processor time its processes have used. Processor time does not depend on what else the machine does; waiting does.
 * @param {{ films: number, seconds: number, resolution: string }} wanted
 * @returns a recording of that resolution, as `recorded.json` has it @throws Refusal where it cannot be made
 */
export async function record({ films, seconds, resolution }) {
  if (process.platform !== 'linux') throw new Refusal('Processor times of other processes are read from /proc: record on Linux.');
  const url = addressOfApp('simulate');
  const key = operatorKey();
  const address = process.env.DATABASE_URL ?? (await runningDatabase(defaultDataDir()));
  if (!address) throw new Refusal('The database of the running Kadr is not known: set DATABASE_URL to the one it was started with.');
  const database = new pg.Client({ connectionString: address });
  // The query that is under way says so.
  database.on('error', () => undefined);
  await database.connect();
  try {
    const made = [];
    for (let film = 0; film < films; film += 1) {
      const order = { prompt: PROMPTS[film % PROMPTS.length], durationSeconds: seconds, resolution };
      made.push(
        await recordFilm(database, (where, options) => askApp(new URL(where, url), key, { patienceMs: PATIENCE_MS, ...options }), order),
      );
      say(`${made.length} of ${films}: ${made.at(-1).wallSeconds.toFixed(1)} s`);
    }
    return summary(made, { seconds, resolution });
  } finally {
    await database.end();
  }
}

async function recordFilm(database, ask, order) {
  const services = runningProcesses().filter(({ role }) => SERVICES.includes(role));
  const servicesSeconds = () => services.reduce((sum, { pid }) => sum + secondsOfTree(allProcesses(), pid), 0);
  const before = { events: await eventsOf(database), bytes: storedBytes(), servicesSeconds: servicesSeconds() };
  const app = new UsedTime(runningProcesses().find(({ role }) => role === 'app').pid);
  let lastAtMs = performance.now();
  const endsAtMs = lastAtMs + FILM_WITHIN_MS;
  const { id } = await ask('/v1/videos', { method: 'POST', body: order });
  const looks = [];
  let peakBytes = 0;
  let video;
  do {
    await sleep(LOOK_MS);
    const { rows } = await database.query(UNFINISHED);
    const { used, bytes } = app.look();
    const atMs = performance.now();
    looks.push({ seconds: (atMs - lastAtMs) / 1000, used, underWay: Object.fromEntries(rows.map(({ kind, tasks }) => [kind, tasks])) });
    lastAtMs = atMs;
    peakBytes = Math.max(peakBytes, bytes);
    // Looking at the video costs the app something: not with every look.
    if (looks.length % 5 === 0) video = await ask(`/v1/videos/${id}`);
    if (atMs > endsAtMs) throw new Refusal(`video ${id} did not end within ${FILM_WITHIN_MS / 60_000} minutes`);
  } while (!['completed', 'failed', 'cancelled'].includes(video?.status));
  if (video.status !== 'completed') throw new Refusal(`video ${id} is ${video.status}: ${video.error?.message ?? ''}`);
  const { rows } = await database.query('SELECT task_id, kind FROM tasks.tasks WHERE subject_id = $1', [id]);
  return {
    looks,
    kindOf: new Map(rows.map(({ task_id, kind }) => [task_id, kind])),
    wallSeconds: (Date.parse(video.completedAt) - Date.parse(video.createdAt)) / 1000,
    servicesCpuSeconds: servicesSeconds() - before.servicesSeconds,
    events: (await eventsOf(database)) - before.events,
    bytes: storedBytes() - before.bytes,
    peakBytes,
  };
}

const eventsOf = async (database) => Number((await database.query('SELECT count(*) AS events FROM eventing.events')).rows[0].events);

/** Of the folder in which `npm start` keeps objects; 0 where they are in a bucket. */
function storedBytes() {
  const folder = path.join(defaultDataDir(), 'objects');
  if (!fs.existsSync(folder)) return 0;
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce(
    (sum, { parentPath, name }) => sum + (fs.statSync(path.join(parentPath, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

const round = (value, digits = 3) => Number(value.toFixed(digits));
const mean = (films, of) => films.reduce((sum, film) => sum + of(film), 0) / films.length;

/** Processor seconds of all films by kind: of programs that were given a file of their task, for sure; of the others by the looks. */
function secondsByKind(films) {
  const sums = new Map();
  const add = (kind, seconds) => sums.set(kind, (sums.get(kind) ?? 0) + seconds);
  const shared = { drawing: [], app: [] };
  for (const { looks, kindOf } of films) {
    for (const { seconds, used, underWay } of looks) {
      const drawn = Object.fromEntries(Object.entries(underWay).filter(([kind]) => DRAWN.includes(kind)));
      for (const [label, cpuSeconds] of used) {
        if (label === 'drawing') shared.drawing.push({ seconds, cpuSeconds, underWay: drawn });
        else if (kindOf.has(label)) add(kindOf.get(label), cpuSeconds);
        else shared.app.push({ seconds, cpuSeconds, underWay });
      }
    }
  }
  for (const looks of Object.values(shared)) for (const [kind, cpuSeconds] of attribute(looks)) add(kind, cpuSeconds);
  return sums;
}

/** Means of the films. Each kind's times are those of one task. */
function summary(films, { seconds, resolution }) {
  const cpuSeconds = secondsByKind(films);
  const kinds = [...new Set(films.flatMap(({ kindOf }) => [...kindOf.values()]))].sort();
  const tasksOf = (kind) => films.reduce((sum, { kindOf }) => sum + [...kindOf.values()].filter((one) => one === kind).length, 0);
  const leasedSeconds = (kind) =>
    films.flatMap(({ looks }) => looks).reduce((sum, { seconds: length, underWay }) => sum + length * (underWay[kind] ?? 0), 0);
  return {
    resolution,
    recordedAt: new Date().toISOString().slice(0, 10),
    machine: `${os.availableParallelism()} cores, ${os.cpus()[0].model}`,
    filmSeconds: seconds,
    films: films.length,
    segments: tasksOf('jobs.make-clip') / films.length,
    pieces: tasksOf('jobs.conform-piece') / films.length,
    kinds: Object.fromEntries(
      kinds.map((kind) => {
        const [used, leased, tasks] = [cpuSeconds.get(kind) ?? 0, leasedSeconds(kind), tasksOf(kind)];
        const threads = Math.max(1, leased > 0 ? used / leased : 1);
        return [kind, { cpuSeconds: round(used / tasks), threads: round(threads, 2), wallSeconds: round(leased / tasks) }];
      }),
    ),
    aroundCpuSeconds: round((cpuSeconds.get(AROUND) ?? 0) / films.length),
    servicesCpuSeconds: round(mean(films, (film) => film.servicesCpuSeconds)),
    cpuSeconds: round([...cpuSeconds.values()].reduce((sum, one) => sum + one, 0) / films.length),
    wallSeconds: films.map(({ wallSeconds }) => round(wallSeconds, 1)),
    events: Math.round(mean(films, ({ events }) => events)),
    megabytes: round(mean(films, ({ bytes }) => bytes) / 1e6, 1),
    peakMebibytes: Math.round(Math.max(...films.map(({ peakBytes }) => peakBytes)) / 2 ** 20),
  };
}
