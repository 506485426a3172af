import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { Emmett } from './eventing/emmett.js';
import { ids, STREAM_LENGTH, type Subject } from './eventing/item.js';
import { Kadr } from './eventing/kadr.js';

export const name = 'eventing';

type Row = { what: string; kadr: number; baseline: number | null; unit: string; ratio: number | null; note?: string };
type Report = (row: Row) => void;

/**
 * The store against emmett-postgresql 0.42 on the same server, in turn: appends by 1, 8 and 32 clients, each appending one event and
 * waiting for it; reading everything back; and how long after a commit an asynchronous projection's row shows it. Every figure is
 * checked by counting what is there.
 */
export async function run(report: Report, { full }: { full: boolean }): Promise<void> {
  const url = process.env['KADR_BENCH_DATABASE_URL'];
  if (!url) throw new Error('KADR_BENCH_DATABASE_URL is not set');
  const kadr = await Kadr.open(await newDatabase(url, 'kadr'));
  const emmett = await Emmett.open(await newDatabase(url, 'emmett'));
  try {
    const rounds = full ? 7 : 3;
    for (const clients of [1, 8, 32]) {
      const speeds = await inTurn(rounds, full ? 2_000 : 1_000, (append, ms) => appendFor(append, clients, ms), kadr, emmett);
      const note = `${rounds} rounds in turn; one event an append, one process`;
      report({ what: `append, ${clients} client${clients > 1 ? 's' : ''}`, ...speeds, unit: 'events/s', note });
    }
    await kadr.verify();
    await emmett.verify();
    await catchUp(report, kadr, emmett, full ? 200_000 : 50_000);
    await projectedAfter(report, kadr);
  } finally {
    await kadr.close();
    await emmett.close();
  }
}

async function inTurn(
  rounds: number,
  ms: number,
  measure: (subject: Subject, ms: number) => Promise<number>,
  kadr: Subject,
  emmett: Subject,
): Promise<{ kadr: number; baseline: number; ratio: number }> {
  await measure(kadr, 300);
  await measure(emmett, 300);
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await measure(kadr, ms));
    theirs.push(await measure(emmett, ms));
  }
  return { kadr: median(ours), baseline: median(theirs), ratio: median(ours) / median(theirs) };
}

/** @returns events per second */
async function appendFor(subject: Subject, clients: number, ms: number): Promise<number> {
  const startedAtMs = performance.now();
  let appended = 0;
  const client = async (): Promise<void> => {
    let itemId = ids.next();
    for (let index = 0; performance.now() - startedAtMs < ms; index += 1) {
      if (index % STREAM_LENGTH === 0) itemId = ids.next();
      await subject.append(itemId, index);
      appended += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return appended / ((performance.now() - startedAtMs) / 1000);
}

async function catchUp(report: Report, kadr: Kadr, emmett: Emmett, atLeast: number): Promise<void> {
  await kadr.fill(atLeast);
  await emmett.fill(Math.floor(atLeast / 10));
  const [ours, theirs]: [number[], number[]] = [[], []];
  let missed = 0;
  for (let round = 0; round < 3; round += 1) {
    ours.push(await kadr.readAll());
    const { speed, seen } = await emmett.readAll(`bench-${round}`);
    theirs.push(speed);
    missed = emmett.appended - seen;
  }
  const [mine, baseline] = [median(ours), median(theirs)];
  const [all, others] = [kadr.appended.toLocaleString('en-US'), emmett.appended.toLocaleString('en-US')];
  const note = `all of ${all} events; baseline: its consumer with default settings over ${others}, of which it missed ${missed}`;
  report({ what: 'catch-up', kadr: mine, baseline, unit: 'events/s', ratio: mine / baseline, note });
}

/** Some 200 commits a second, each timed from the answer to the append until another connection sees it in the projection's row. */
async function projectedAfter(report: Report, kadr: Kadr): Promise<void> {
  const close = await kadr.startConsumers();
  const delays: number[] = [];
  const pending: Promise<void>[] = [];
  for (let index = 0; index < 400; index += 1) {
    const itemId = ids.next();
    await kadr.append(itemId, 0);
    pending.push(kadr.untilProjected(itemId).then((ms) => void delays.push(ms)));
    await sleep(5);
  }
  await Promise.all(pending);
  await close();
  delays.sort((a, b) => a - b);
  const at = (part: number): number => delays[Math.floor(delays.length * part)] ?? NaN;
  const note = 'from the answer to the append until a query sees the row; at most 50 ms wanted';
  report({ what: 'commit → projected, p50', kadr: at(0.5), baseline: null, unit: 'ms', ratio: null, note });
  report({ what: 'commit → projected, p95', kadr: at(0.95), baseline: null, unit: 'ms', ratio: null, note });
  report({ what: 'commit → projected, most', kadr: at(0.999), baseline: null, unit: 'ms', ratio: null });
}

async function newDatabase(url: string, purpose: string): Promise<string> {
  const database = `bench_${purpose}_${randomUUID().slice(0, 8)}`;
  const source = await new DataSource({ type: 'postgres', url, installExtensions: false }).initialize();
  await source.query(`CREATE DATABASE ${database}`);
  await source.destroy();
  return Object.assign(new URL(url), { pathname: `/${database}` }).toString();
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
