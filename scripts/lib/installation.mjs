// Commands beside `npm start`: they work on the installation of the data folder, or on that of DATABASE_URL.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { defaultDataDir, repositoryRoot, startServices } from '../services.mjs';
import { build } from './build.mjs';
import { makePrivateFolder } from './files.mjs';
import { DataDirLock } from './lock.mjs';
import { isAlive } from './processes.mjs';
import { dataFolderMode, postgresDefinition } from './postgres.mjs';
import { runningProcesses } from './running-app.mjs';

/** Address of the Postgres that `npm start` runs at this moment; null: it runs none. */
export async function runningDatabase(dataDir) {
  const postgres = runningProcesses().find(({ role }) => role === 'postgres');
  // A killed supervisor leaves its list behind.
  if (!postgres || !isAlive(postgres.pid)) return null;
  const password = fs.readFileSync(path.join(dataDir, 'run', 'postgres-password'), 'utf8').trim();
  return postgresDefinition({ dataDir, durable: true, password }).url(postgres.port);
}

/**
 * Runs a compiled script of the app with its settings and a database that can be reached.
 * @param {string} script below dist/apps/api/src
 * @param {string[]} args
 * @param {{ beside: boolean }} options whether it may run beside the app; else the data folder must not be in use
 * @returns {Promise<number>} exit code @throws DataDirInUse
 */
export async function runOnInstallation(script, args, { beside }) {
  await build(repositoryRoot);
  const dataDir = defaultDataDir();
  // The command tells by itself what it does; of the libs beneath only what is wrong.
  const own = { KADR_DATA_DIR: dataDir, KADR_LOG_LEVEL: process.env.KADR_LOG_LEVEL || 'error' };
  if (process.env.DATABASE_URL) return run(script, args, own);
  const running = beside ? await runningDatabase(dataDir) : null;
  if (running !== null) return run(script, args, { ...own, DATABASE_URL: running });
  makePrivateFolder(dataDir, dataFolderMode());
  const lock = await DataDirLock.take(dataDir);
  const services = await startServices({ dataDir, only: ['postgres'], tools: false, passwords: true }).catch((error) => {
    lock.release();
    throw error;
  });
  lock.record(services.all.map(({ name, pid, definition }) => ({ name, pid, stopSignal: definition.stopSignal })));
  try {
    return await run(script, args, { ...own, ...services.env });
  } finally {
    await services.stop();
    lock.release();
  }
}

async function run(script, args, env) {
  const file = path.join(repositoryRoot, 'dist/apps/api/src', script);
  const child = spawn(process.execPath, [file, ...args], { stdio: 'inherit', cwd: repositoryRoot, env: { ...process.env, ...env } });
  const [code] = await once(child, 'exit');
  return code ?? 1;
}
