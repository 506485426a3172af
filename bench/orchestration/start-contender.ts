import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { MEMORY_ENV, NODE_FLAGS } from '../../scripts/lib/app.mjs';
import { ContenderProcess } from './contender-process.js';
import { type ContenderName, type Services } from './contender.js';

/** Telemetry as the app has it. */
const OTEL = fileURLToPath(new URL('../../apps/api/src/otel.js', import.meta.url));

export interface StartOptions {
  /** Default: as the app has it. */
  readonly telemetry?: boolean;
  /** Ends the name of its database. Default: the contender's. */
  readonly database?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What else the contender is told. */
  readonly services?: Pick<Services, 'failing' | 'shared'>;
}

/** In a process and on a database of its own. KADR_BENCH_PROFILE_DIR=<folder>: where the processor's time goes, as .cpuprofile files. */
export async function startContender(
  contender: ContenderName,
  folder: string,
  { telemetry = true, database = contender, env = {}, services: told = {} }: StartOptions = {},
): Promise<ContenderProcess> {
  const services = {
    databaseUrl: await newDatabase(`bench_orchestration_${database.replaceAll('-', '_')}`, told.shared !== undefined),
    natsUrl: required('KADR_BENCH_NATS_URL'),
    redisUrl: required('KADR_BENCH_REDIS_URL'),
    folder,
    ...told,
  };
  const profileDir = process.env['KADR_BENCH_PROFILE_DIR'];
  const profile = profileDir ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`, `--cpu-prof-name=${database}.cpuprofile`] : [];
  const isKadr = contender.startsWith('kadr');
  const asTheApp = isKadr ? [...NODE_FLAGS, ...(telemetry ? ['--import', OTEL] : [])] : [];
  return ContenderProcess.start(contender, services, [...asTheApp, ...profile], { ...(isKadr && MEMORY_ENV), ...env });
}

/** @param isShared whether one that is there may be another process's @returns its address on the benchmark's server */
async function newDatabase(database: string, isShared: boolean): Promise<string> {
  const url = new URL(required('KADR_BENCH_DATABASE_URL'));
  const admin = new Client({ connectionString: url.href });
  await admin.connect();
  try {
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount && !isShared) await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
    if (!rowCount || !isShared) await admin.query(`CREATE DATABASE ${database}`);
  } finally {
    await admin.end();
  }
  url.pathname = `/${database}`;
  return url.href;
}

function required(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: run this with npm run bench`);
  return value;
}
