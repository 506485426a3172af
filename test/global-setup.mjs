import fs from 'node:fs';
import path from 'node:path';
import { repositoryRoot, startServices } from '../scripts/services.mjs';
import { makeRunFolder } from './runner/run-folder.mjs';

const NEEDS_SERVICES = /\.(int|e2e|chaos|web)\.spec\.ts$|\/chaos\//;

/** A run of named specs without I/O starts nothing; every other run may meet one that needs the services. */
function areNeeded({ nonFlagArgs = [], testPathPatterns }) {
  if (process.env.KADR_TEST_SERVICES === '0') return false;
  if (process.env.KADR_TEST_SERVICES === '1') return true;
  const named = nonFlagArgs.length > 0 ? nonFlagArgs : (testPathPatterns?.patterns ?? []);
  const isPureFile = (name) => fs.statSync(name, { throwIfNoEntry: false })?.isFile() && !NEEDS_SERVICES.test(name);
  return named.length === 0 || !named.every(isPureFile);
}

/** One Postgres, NATS and Redis for the whole run. Specs find them in KADR_TEST_*_URL and make their own databases in them. */
export default async function globalSetup(globalConfig) {
  if (!areNeeded(globalConfig)) return;
  const dataDir = makeRunFolder();
  const services = await startServices({ dataDir, durable: false, say: () => {} });
  for (const sentence of services.missing) console.error(`\n${sentence}`);
  const servicesFile = path.join(dataDir, 'run', 'services.json');
  const described = services.all.map(({ name, pid, port, url, definition }) => ({
    name,
    pid,
    port,
    url,
    command: definition.command(port),
  }));
  fs.writeFileSync(servicesFile, JSON.stringify(described, null, 2), { mode: 0o600 });
  const { FFMPEG_PATH, FFPROBE_PATH, ESPEAK_PATH, ESPEAK_DATA_PATH } = services.env;
  const env = {
    KADR_TEST_DATABASE_URL: services.databaseUrl('postgres'),
    KADR_TEST_NATS_URL: services.url('nats'),
    KADR_TEST_REDIS_URL: services.url('redis'),
    KADR_TEST_SERVICES_FILE: servicesFile,
    KADR_TEST_DATA_DIR: dataDir,
    // Also of what specs make for themselves, and of the programs that they start.
    TMPDIR: path.join(dataDir, 'tmp'),
    // Of the apps that specs start by the dozen: each finds what the one before has compiled.
    NODE_COMPILE_CACHE: path.join(repositoryRoot, 'dist/.compile-cache'),
    FFMPEG_PATH,
    FFPROBE_PATH,
    ESPEAK_PATH,
    ESPEAK_DATA_PATH,
  };
  for (const [name, value] of Object.entries(env)) if (value) process.env[name] = value;
  globalThis.__kadrTestServices = { services, dataDir };
}
