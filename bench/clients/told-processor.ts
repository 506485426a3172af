/** Loaded before the program that is measured: tells once a second, in a file, what processor time its process has used. */
import { appendFileSync } from 'node:fs';

export interface Told {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** User and system, since the process began. */
  readonly processorMs: number;
}

const file = process.env['KADR_BENCH_TOLD'];

function tell(): void {
  const { user, system } = process.cpuUsage();
  const told: Told = { atMs: Date.now(), processorMs: (user + system) / 1000 };
  if (file) appendFileSync(file, `${JSON.stringify(told)}\n`);
}

setInterval(tell, 1000).unref();
