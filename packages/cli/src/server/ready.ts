/** What a server of this machine says about itself in its data folder. */
import fs from 'node:fs';
import path from 'node:path';
import { type Io } from '../io.js';

const LOOK_EVERY_MS = 250;

interface Listed {
  readonly role: string;
  readonly port: number | null;
}

/** @returns where it answers, once it does; null: it has ended before */
export async function untilReady(dataDir: string, startedAt: number, ended: AbortSignal): Promise<string | null> {
  while (!ended.aborted) {
    const port = portOf(dataDir, startedAt);
    if (port !== null && (await isReady(`http://127.0.0.1:${port}`))) return `http://127.0.0.1:${port}`;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return null;
}

/** A list that is older was left by an earlier start. */
function portOf(dataDir: string, startedAt: number): number | null {
  const file = path.join(dataDir, 'run', 'processes.json');
  try {
    if (fs.statSync(file).mtimeMs < startedAt) return null;
    return (JSON.parse(fs.readFileSync(file, 'utf8')) as Listed[]).find(({ role }) => role === 'app')?.port ?? null;
  } catch {
    return null; // not there yet
  }
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2000) }).then(
    ({ ok }) => ok,
    () => false,
  );

/** The key that the server was started with; null: it has none that can be read. */
export function keyOf(io: Io, dataDir: string): string | null {
  if (io.env['KADR_BOOTSTRAP_API_KEY']) return io.env['KADR_BOOTSTRAP_API_KEY'];
  try {
    return fs.readFileSync(path.join(dataDir, 'run', 'bootstrap-key'), 'utf8').trim() || null;
  } catch {
    return null;
  }
}
