import { availableParallelism } from 'node:os';
import path from 'node:path';
import { type Capability, CAPABILITIES } from './contracts/capability.js';
import { type ProvidersConfig, providersConfig } from './providers.config.js';
import { storageConfig, type StorageConfig } from './storage/storage.config.js';

/** Work that keeps a whole core busy: not more of it at once than there are cores. */
export const HEAVY_QUEUES: readonly Capability[] = ['conform', 'render', 'video'];
const LIGHT_CONCURRENCY = 8;
/** Tasks that call out hold a place only while they ask or fetch. */
const REMOTE_CONCURRENCY = 32;

/** Settings of this lib. `fromEnvironment` is the only place that reads the environment. */
export interface IntegrationsConfig {
  /** Null: BullMQ rides on Postgres. */
  readonly redisUrl: string | null;
  readonly databaseUrl: string;
  /** Begins the names of all keys in Redis, so that installations can share one. */
  readonly queuePrefix: string;
  /** Tasks of a queue that one process carries out at a time. */
  readonly concurrency: Readonly<Record<Capability, number>>;
  /** Of this machine, as far as this process may use them. */
  readonly cores: number;
  /** Wait before the first retry; it doubles with each. */
  readonly retryBaseMs: number;
  /** How long a process that fell silent keeps its tasks. */
  readonly leaseMs: number;
  readonly reconcileIntervalMs: number;
  /** How long finished tasks and attempts are kept. */
  readonly retentionDays: number;
  readonly providers: ProvidersConfig;
  /** What this installation has made for itself, e.g. keys. Absolute. */
  readonly runDir: string;
  /** Folder for files in between. Absolute. */
  readonly workDir: string;
  readonly storage: StorageConfig;
  /** Copies of objects that are kept elsewhere. */
  readonly storageCache: { /** Absolute. */ readonly root: string; readonly maxBytes: number };
  /** Where clients reach the API, without a slash at the end. */
  readonly publicUrl: string;
  /** Where espeak-ng is, when it is not the system's. */
  readonly espeak: { readonly espeakPath?: string; readonly espeakDataPath?: string; readonly espeakLibraryPath?: string };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Error that names every wrong variable with the values it accepts. */
export function integrationsConfig(env: Environment = process.env): IntegrationsConfig {
  const faults: string[] = [];
  const number = (name: string, fallback: number, min: number, max: number): number => {
    const text = env[name];
    if (text === undefined || text === '') return fallback;
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max) faults.push(`${name} is "${text}": a whole number from ${min} to ${max}`);
    return value;
  };
  const cores = availableParallelism();
  const usualConcurrencyOf = (queue: Capability): number =>
    queue === 'remote' ? REMOTE_CONCURRENCY : HEAVY_QUEUES.includes(queue) ? cores : LIGHT_CONCURRENCY;
  const concurrencyOf = (queue: Capability): number =>
    number(`KADR_CONCURRENCY_${queue.toUpperCase()}`, usualConcurrencyOf(queue), 1, 1000);
  const dataDir = path.resolve(env['KADR_DATA_DIR'] || '.data');
  const publicUrl = (urlOf(env, 'KADR_PUBLIC_URL', ['http:', 'https:'], faults) ?? `http://localhost:${env['PORT'] || 3000}`).replace(
    /\/+$/,
    '',
  );
  const config: IntegrationsConfig = {
    redisUrl: urlOf(env, 'REDIS_URL', ['redis:', 'rediss:'], faults),
    databaseUrl: env['DATABASE_URL'] ?? '',
    queuePrefix: env['KADR_NAMESPACE'] || 'kadr',
    concurrency: Object.fromEntries(CAPABILITIES.map((queue) => [queue, concurrencyOf(queue)])) as Record<Capability, number>,
    cores,
    retryBaseMs: number('KADR_RETRY_BASE_MS', 1000, 0, 600_000),
    leaseMs: number('KADR_TASK_LEASE_MS', 30_000, 1000, 600_000),
    reconcileIntervalMs: number('KADR_RECONCILE_INTERVAL_MS', 2000, 50, 60_000),
    retentionDays: number('KADR_TASK_RETENTION_DAYS', 30, 1, 3650),
    providers: providersConfig(env, number, publicUrl, faults),
    runDir: path.join(dataDir, 'run'),
    workDir: path.join(dataDir, 'work'),
    storage: storageConfig(env, dataDir, faults),
    storageCache: { root: path.join(dataDir, 'cache'), maxBytes: number('KADR_STORAGE_CACHE_MB', 10_000, 100, 10_000_000) * 1_000_000 },
    publicUrl,
    espeak: {
      ...(env['ESPEAK_PATH'] && { espeakPath: env['ESPEAK_PATH'] }),
      ...(env['ESPEAK_DATA_PATH'] && { espeakDataPath: env['ESPEAK_DATA_PATH'] }),
      ...(env['ESPEAK_LIBRARY_PATH'] && { espeakLibraryPath: env['ESPEAK_LIBRARY_PATH'] }),
    },
  };
  if (faults.length > 0) throw new Error(`wrong settings: ${faults.join('; ')}`);
  return config;
}

function urlOf(env: Environment, name: string, schemes: readonly string[], faults: string[]): string | null {
  const text = env[name];
  if (text === undefined || text === '') return null;
  if (!URL.canParse(text) || !schemes.includes(new URL(text).protocol)) {
    faults.push(`${name} is no address that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`);
  }
  return text;
}
