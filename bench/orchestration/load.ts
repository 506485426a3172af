import { randomUUID } from 'node:crypto';
import { type Contender } from './contender.js';

export interface RoundOptions {
  readonly inFlight: number;
  /** Jobs are begun for this long, and at least `minJobs` of them. */
  readonly seconds: number;
  readonly minJobs: number;
}

export interface RoundResult {
  readonly jobs: number;
  /** From the first job's begin until the last one has ended and everything has settled. */
  readonly elapsedMs: number;
  /** Part of `elapsedMs` behind the last job's end. */
  readonly settleMs: number;
  readonly latencyP50Ms: number;
  readonly rssPeakMb: number;
  /** Of this process alone, not of the services. */
  readonly cpuMs: number;
}

const RSS_EVERY_MS = 100;

/** Keeps `inFlight` jobs under way, then lets them end, and checks every one. */
export async function round(contender: Contender, { inFlight, seconds, minJobs }: RoundOptions): Promise<RoundResult> {
  const jobIds: string[] = [];
  const latencies: number[] = [];
  let rssPeakBytes = process.memoryUsage.rss();
  const watch = setInterval(() => (rssPeakBytes = Math.max(rssPeakBytes, process.memoryUsage.rss())), RSS_EVERY_MS);
  const cpu = process.cpuUsage();
  const startedAtMs = performance.now();
  const endAtMs = startedAtMs + seconds * 1000;
  const client = async (): Promise<void> => {
    while (jobIds.length < minJobs || performance.now() < endAtMs) {
      const jobId = randomUUID();
      jobIds.push(jobId);
      const begunAtMs = performance.now();
      await contender.job(jobId);
      latencies.push(performance.now() - begunAtMs);
    }
  };
  try {
    await Promise.all(Array.from({ length: inFlight }, client));
    const endedAtMs = performance.now();
    await contender.settled();
    const settledAtMs = performance.now();
    const { user, system } = process.cpuUsage(cpu);
    await contender.verify(jobIds);
    return {
      jobs: jobIds.length,
      elapsedMs: settledAtMs - startedAtMs,
      settleMs: settledAtMs - endedAtMs,
      latencyP50Ms: median(latencies),
      rssPeakMb: rssPeakBytes / 2 ** 20,
      cpuMs: (user + system) / 1000,
    };
  } finally {
    clearInterval(watch);
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >>> 1;
  const [below, above] = [sorted[middle - 1], sorted[middle]];
  if (above === undefined) throw new Error('no values');
  return sorted.length % 2 === 0 && below !== undefined ? (below + above) / 2 : above;
}
