import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import { INSTANCE_LOCK_CLASS } from '../database/signs-of-life.js';
import { lockNumber } from '../database/session-locks.js';

/** Holds the locks as `SessionLocks` does, and says so. */
const HOLD = `
  const { Client } = require('pg');
  const [url, instance, ...numbers] = process.argv.slice(1);
  const client = new Client({ connectionString: url, application_name: 'spec frozen locks' });
  client.on('error', () => process.exit());
  client.connect()
    .then(() => client.query('SELECT pg_advisory_lock(${INSTANCE_LOCK_CLASS}, $1)', [instance]))
    .then(() => client.query('SELECT pg_advisory_lock(n) FROM unnest($1::bigint[]) AS n', [numbers]))
    .then(() => console.log('held'));
  setInterval(() => {}, 1000);`;

export interface FrozenProcess {
  readonly instance: number;
  /** It goes on, and finds out. */
  thaw(): void;
  /** Resolves when the process has ended: after `thaw` that is when its session is gone. */
  readonly ended: Promise<unknown>;
  kill(): Promise<void>;
}

/** A process that has taken these locks of `SessionLocks` and is stopped by SIGSTOP: its connection stands, and says nothing. */
export async function frozenHolder(url: string, keys: readonly string[]): Promise<FrozenProcess> {
  const instance = randomInt(1, 2 ** 31 - 1);
  const child = spawn(process.execPath, ['-e', HOLD, url, String(instance), ...keys.map(lockNumber)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended]);
  child.kill('SIGSTOP');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  return { instance, thaw: () => void child.kill('SIGCONT'), ended, kill };
}
