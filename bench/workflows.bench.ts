import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { ContenderProcess } from './orchestration/contender-process.js';
import { PARALLEL_STEPS, type Shape, STEPS } from './orchestration/contender.js';
import { median, type RoundResult } from './orchestration/load.js';
import { StartedKadr } from './startup-and-films/started-kadr.js';
import { type Row } from './row.js';
import { wantedOf } from './wanted.js';

export const name = 'workflows';

const IN_FLIGHT = 10;
const ENDS = new Set(['completed', 'failed', 'cancelled']);
const node = (id: string, type: string, params: object = {}, more: object = {}) => ({ id, type, params, ...more });
const edge = (from: string, to: string) => ({ from, to });

/** Nodes that are done in passing, one after another. */
const CHAIN = {
  name: 'Chain',
  graph: {
    nodes: Array.from({ length: 100 }, (_, i) => node(`n${i}`, 'Text.Template', { template: i === 0 ? 'x' : `{{nodes.n${i - 1}.text}}` })),
    edges: [],
  },
};

/** As the jobs of the suite `orchestration`: 1 + 48 + 1 tasks whose work takes no time. */
const FAN = {
  name: 'Fan',
  graph: {
    nodes: [
      node('value', 'Input.Json', { default: 1 }),
      node('first', 'Delay', { seconds: 0 }),
      ...Array.from({ length: PARALLEL_STEPS }, (_, i) => node(`p${i}`, 'Delay', { seconds: 0 })),
      node('all', 'List.Collect'),
      node('last', 'Delay', { seconds: 0 }),
    ],
    edges: [
      edge('value.json', 'first.value'),
      ...Array.from({ length: PARALLEL_STEPS }, (_, i) => [edge('first.value', `p${i}.value`), edge(`p${i}.value`, 'all.values')]).flat(),
      edge('all.list', 'last.value'),
    ],
  },
};

/** As many tasks, one after another. */
const TASKS = {
  name: 'Tasks',
  graph: {
    nodes: [
      node('value', 'Input.Json', { default: 1 }),
      ...Array.from({ length: STEPS }, (_, i) => node(`t${i}`, 'Delay', { seconds: 0 })),
    ],
    edges: Array.from({ length: STEPS }, (_, i) => edge(i === 0 ? 'value.json' : `t${i - 1}.value`, `t${i}.value`)),
  },
};

const MAP = {
  name: 'Map',
  graph: {
    nodes: [
      node('list', 'Input.Json', { default: Array.from({ length: 1_000 }, (_, i) => i) }),
      node('each', 'Map', { maxItems: 1_000, concurrency: 50 }),
      node('said', 'Text.Template', { template: '{{item}}' }, { parent: 'each' }),
    ],
    edges: [edge('list.json', 'each.list'), edge('said.text', 'each.each')],
  },
};

/** 200 nodes and 600 edges. */
const LARGE = {
  name: 'Large',
  graph: {
    nodes: Array.from({ length: 200 }, (_, i) => node(`n${i}`, i < 50 ? 'Text.Template' : 'List.Collect', i < 50 ? { template: 'x' } : {})),
    edges: Array.from({ length: 600 }, (_, i) => edge(`n${(i * 13) % 50}.text`, `n${50 + Math.floor(i / 4)}.values`)),
  },
};

const FILM = { template: 'stock-narration' };
const FILM_INPUTS = { topic: 'the sea', seconds: 5, shots: 2, resolution: '480p' };

/**
 * Runs of workflows by the API of a whole installation, from the request until the stream of events has ended; jobs of 1 + 48 + 1 tasks,
 * and of as many one after another, beside DBOS and a BullMQ flow, each in a process of its own, in turn. Rows without a peer stand beside
 * what is wanted. KADR_BENCH_PROFILE_DIR=<folder>: .cpuprofile files of Kadr's processes.
 */
export async function run(report: (row: Row) => void, { full, only }: { full: boolean; only: readonly string[] }): Promise<void> {
  const isWanted = wantedOf(['documents', 'passing', 'map', 'fans', 'chains', 'fork'], only);
  const folder = await mkdtemp(path.join(process.env['KADR_BENCH_DIR'] ?? tmpdir(), 'workflows-'));
  const profileDir = process.env['KADR_BENCH_PROFILE_DIR'];
  const profiled: Readonly<Record<string, string>> = profileDir ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileDir}` } : {};
  const kadr = new StartedKadr(path.join(folder, 'data'), { KADR_RATE_LIMIT_PER_MINUTE: '1000000', ...profiled });
  const peers: ContenderProcess[] = [];
  try {
    await kadr.start();
    const flows = new Flows(kadr, await kadr.organisation('workflows'));
    if (isWanted('documents')) await reportDocuments(report, flows, full ? 50 : 15);
    if (isWanted('passing')) await reportPassing(report, flows, full ? 50 : 15);
    if (isWanted('map')) await reportMap(report, flows);
    const rounds = full ? { rounds: 5, seconds: 10 } : { rounds: 2, seconds: 4 };
    const all = async (shape: Shape): Promise<readonly ContenderProcess[]> => {
      const started: ContenderProcess[] = [];
      for (const peer of ['dbos', 'bullmq'] as const) started.push(await startedPeer(peer, shape, folder));
      peers.push(...started);
      return started;
    };
    if (isWanted('fans')) await reportFans(report, flows, await all('fan'), rounds);
    await Promise.all(peers.map((peer) => peer.stop()));
    if (isWanted('chains')) await reportChains(report, flows, await all('chain'), rounds);
    if (isWanted('fork')) await reportFork(report, flows);
  } finally {
    await Promise.all([kadr.stop(), ...peers.map((peer) => peer.stop())]);
    await rm(folder, { recursive: true, force: true });
  }
}

class Flows {
  constructor(
    private readonly kadr: StartedKadr,
    private readonly key: string,
  ) {}

  async post<T>(route: string, body: object): Promise<T> {
    const response = await this.kadr.request(route, { method: 'POST', body: JSON.stringify(body) }, this.key);
    if (!response.ok) throw new Error(`${route}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async keep(document: object): Promise<string> {
    return (await this.post<{ id: string }>('/v1/workflows', document)).id;
  }

  /** From the request to the end of its stream of events. @returns the run's id @throws Error when it ends otherwise than completed */
  async ended(route: string, body: object): Promise<string> {
    const { id } = await this.post<{ id: string }>(route, body);
    const events = await (await this.kadr.request(`/v1/workflow-runs/${id}/events`, {}, this.key)).text();
    const end = [...events.matchAll(/^event: (.*)$/gm)].map(([, event]) => event ?? '').findLast((event) => ENDS.has(event));
    if (end !== 'completed') throw new Error(`run ${id} has ended as ${end}`);
    return id;
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

type Report = (row: Row) => void;
type Work = () => Promise<unknown>;

/** A row beside what is wanted: the median of so many, after one that does not count. */
async function reportWanted(report: Report, what: string, atMost: number, unit: 'ms' | 's', count: number, work: Work): Promise<void> {
  await work();
  const taken: number[] = [];
  for (let n = 0; n < count; n += 1) taken.push((await timed(work)) / (unit === 's' ? 1_000 : 1));
  const kadr = median(taken);
  const note = `less is better; median of ${count}; the baseline is what is wanted, not a peer`;
  report({ what, kadr, baseline: atMost, unit, ratio: kadr / atMost, note });
}

async function reportDocuments(report: Report, flows: Flows, times: number): Promise<void> {
  const wanted = (what: string, atMost: number, work: Work): Promise<void> => reportWanted(report, what, atMost, 'ms', times, work);
  const edges = LARGE.graph.edges.length;
  await wanted(`a document of 200 nodes and ${edges} edges judged`, 20, () => flows.post('/v1/workflows/validate', LARGE));
  const large = await flows.keep(LARGE);
  await wanted('a run of it estimated', 50, () => flows.post(`/v1/workflows/${large}/estimate`, {}));
}

async function reportPassing(report: Report, flows: Flows, times: number): Promise<void> {
  const chain = await flows.keep(CHAIN);
  const work = (): Promise<string> => flows.ended(`/v1/workflows/${chain}/runs`, {});
  await reportWanted(report, '100 nodes done in passing, one after another', 40, 'ms', times, work);
}

async function reportMap(report: Report, flows: Flows): Promise<void> {
  const map = await flows.keep(MAP);
  await reportWanted(report, 'a Map of 1,000 instant items', 6, 's', 1, () => flows.ended(`/v1/workflows/${map}/runs`, {}));
}

interface Rounds {
  readonly rounds: number;
  readonly seconds: number;
}

async function reportFans(report: (row: Row) => void, flows: Flows, peers: readonly ContenderProcess[], { rounds, seconds }: Rounds) {
  const fan = await flows.keep(FAN);
  const own = async (): Promise<number> => {
    let runs = 0;
    const startedMs = performance.now();
    const client = async (): Promise<void> => {
      for (; performance.now() - startedMs < seconds * 1_000; runs += 1) await flows.ended(`/v1/workflows/${fan}/runs`, {});
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, client));
    return (runs * 1_000) / (performance.now() - startedMs);
  };
  await own();
  const speeds: number[] = [];
  const theirs = new Map<string, number[]>();
  const options = { inFlight: IN_FLIGHT, seconds, minJobs: IN_FLIGHT };
  for (const peer of peers) await peer.round(options);
  for (let round = 0; round < rounds; round += 1) {
    speeds.push(await own());
    for (const peer of peers) {
      const { jobs, elapsedMs }: RoundResult = await peer.round(options);
      theirs.set(peer.name, [...(theirs.get(peer.name) ?? []), (jobs * 1_000) / elapsedMs]);
    }
  }
  for (const [peer, values] of theirs) {
    const [kadr, baseline] = [median(speeds), median(values)];
    const what = `runs of 1 + ${PARALLEL_STEPS} + 1 tasks, ${IN_FLIGHT} in flight`;
    const note = `baseline: ${peer === 'dbos' ? 'DBOS, steps of one workflow' : 'BullMQ flow, finished jobs removed'}, in process; Kadr by HTTP, with judging, quota, billing and event streams, default places; ${rounds} rounds; ${STEPS} tasks a run`;
    report({ what, kadr, baseline, unit: 'runs/s', ratio: kadr / baseline, note });
  }
}

/** One job at a time: how long a task waits for the one before it. */
async function reportChains(report: (row: Row) => void, flows: Flows, peers: readonly ContenderProcess[], { rounds, seconds }: Rounds) {
  const chain = await flows.keep(TASKS);
  const hopMs = async (): Promise<number> => {
    const taken: number[] = [];
    const startedMs = performance.now();
    while (taken.length < 3 || performance.now() - startedMs < seconds * 1_000) {
      taken.push((await timed(() => flows.ended(`/v1/workflows/${chain}/runs`, {}))) / STEPS);
    }
    return median(taken);
  };
  await hopMs();
  const own: number[] = [];
  const theirs = new Map<string, number[]>();
  const options = { inFlight: 1, seconds, minJobs: 3 };
  for (const peer of peers) await peer.round(options);
  for (let round = 0; round < rounds; round += 1) {
    own.push(await hopMs());
    for (const peer of peers) {
      const { latencyP50Ms } = await peer.round(options);
      theirs.set(peer.name, [...(theirs.get(peer.name) ?? []), latencyP50Ms / STEPS]);
    }
  }
  for (const [peer, values] of theirs) {
    const [kadr, baseline] = [median(own), median(values)];
    const what = `a hop of ${STEPS} tasks, one after another`;
    const note = `less is better; baseline: ${peer === 'dbos' ? 'DBOS, steps of one workflow' : 'BullMQ flow, each step the parent of the one before'}, in process; Kadr by HTTP, from the request to the end of the event stream; one run at a time, ${rounds} rounds; 10 ms are wanted`;
    report({ what, kadr, baseline, unit: 'ms', ratio: kadr / baseline, note });
  }
}

async function reportFork(report: (row: Row) => void, flows: Flows): Promise<void> {
  const film = await flows.keep(FILM);
  const whole = await timed(() => flows.ended(`/v1/workflows/${film}/runs`, { inputs: FILM_INPUTS }));
  const origin = await flows.ended(`/v1/workflows/${film}/runs`, { inputs: FILM_INPUTS });
  const kadr = (await timed(() => flows.ended(`/v1/workflow-runs/${origin}/fork`, {}))) / 1_000;
  const note = `less is better; the baseline is what is wanted; the film itself took ${(whole / 1_000).toFixed(1)} s`;
  report({ what: "a fork of a film's run, nothing changed", kadr, baseline: 1, unit: 's', ratio: kadr, note });
}

async function startedPeer(peer: 'dbos' | 'bullmq', shape: Shape, folder: string): Promise<ContenderProcess> {
  const url = new URL(required('KADR_BENCH_DATABASE_URL'));
  const admin = new Client({ connectionString: url.href });
  await admin.connect();
  try {
    await admin.query(`DROP DATABASE IF EXISTS bench_workflows_${peer} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE bench_workflows_${peer}`);
  } finally {
    await admin.end();
  }
  url.pathname = `/bench_workflows_${peer}`;
  const services = {
    databaseUrl: url.href,
    natsUrl: required('KADR_BENCH_NATS_URL'),
    redisUrl: required('KADR_BENCH_REDIS_URL'),
    folder,
    shape,
  };
  return ContenderProcess.start(peer, services);
}

function required(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: run this with npm run bench`);
  return value;
}
