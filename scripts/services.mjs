import fs from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { obtainFfmpeg } from './lib/ffmpeg.mjs';
import { isInstalled, repositoryRoot } from './lib/place.mjs';
import { PortBook } from './lib/ports.mjs';
import { ensureDatabase, postgresDefinition } from './lib/postgres.mjs';
import { obtainPrograms } from './lib/programs.mjs';
import { natsDefinition, redisDefinition } from './lib/servers.mjs';
import { Service } from './lib/service.mjs';

export { repositoryRoot };

/** KADR_DATA_DIR, else `.data` beside package.json; of an installed server `~/.kadr/data`: its folder goes when another release comes. */
export const defaultDataDir = () =>
  path.resolve(repositoryRoot, process.env.KADR_DATA_DIR || (isInstalled ? path.join(homedir(), '.kadr', 'data') : '.data'));

/** Fetched programs. KADR_PROGRAMS_DIR lets several data folders share them. */
export const defaultProgramsDir = () =>
  path.resolve(repositoryRoot, process.env.KADR_PROGRAMS_DIR || path.join(defaultDataDir(), 'programs'));

/**
 * Starts Postgres, NATS with JetStream and Redis as children of this process, at once, with their data below `dataDir`, and finds
 * the programs the app calls. All or nothing: when one fails to start the others are stopped.
 *
 * @param {object} options
 * @param {string} options.dataDir
 * @param {string} [options.programsDir]
 * @param {boolean} [options.durable] false gives a Postgres without fsync: for tests only
 * @param {{ postgres?: string, nats?: string, redis?: string }} [options.external] URLs of services that are not ours to start
 * @param {boolean} [options.passwords] NATS and Redis ask for one, as Postgres always does; what is not thrown away should
 * @param {('postgres' | 'nats' | 'redis')[]} [options.only] default all three
 * @param {boolean} [options.tools] false: do not look for FFmpeg and espeak-ng
 * @param {Record<string, string>} [options.postgresSettings] of our own Postgres, beside those it always has
 * @param {(line: string) => void} [options.say]
 * @param {() => void} [options.onPids] called right after a child got its pid
 * @returns {Promise<Services>}
 */
export async function startServices({
  dataDir,
  programsDir = defaultProgramsDir(),
  durable = true,
  passwords = false,
  external = {},
  only = ['postgres', 'nats', 'redis'],
  tools = true,
  say = () => {},
  onPids = () => {},
  database = 'kadr',
  postgresSettings = {},
}) {
  fs.mkdirSync(path.join(dataDir, 'run'), { recursive: true });
  const ours = only.filter((name) => !external[name]);
  const services = new Services({ external });
  const ports = new PortBook(dataDir);
  const make = (definition) => {
    const service = new Service(definition, { ports, logsDir: path.join(dataDir, 'logs'), onPids: () => onPids(services) });
    services.add(service);
    return service;
  };
  const timed = async (service) => {
    const ms = await service.startAnywhere();
    say(`${service.name} on port ${service.port} (${(ms / 1000).toFixed(1)} s)`);
    return service;
  };
  const postgres = async () => {
    if (!ours.includes('postgres')) return;
    const service = await timed(make(postgresDefinition({ dataDir, durable, extra: postgresSettings })));
    await ensureDatabase(service.definition.url(service.port, 'postgres'), database);
  };
  const servers = async () => {
    const wanted = [...ours.filter((name) => name !== 'postgres'), ...(tools ? ['espeak'] : [])];
    const { found, missing } = await obtainPrograms({ wanted, programsDir, say });
    services.missing.push(...missing);
    services.espeak = found.espeak ?? null;
    const definitions = { nats: natsDefinition, redis: redisDefinition };
    const starts = ours
      .filter((name) => definitions[name] && found[name])
      .map((name) => {
        const { path: program, libraryPath } = found[name];
        return timed(make(definitions[name]({ dataDir, program, libraryPath, durable, hasPassword: passwords })));
      });
    await allOrFirstError(starts);
  };
  const ffmpeg = async () => {
    if (!tools) return;
    services.ffmpeg = await obtainFfmpeg({ programsDir, say });
    if (services.ffmpeg.missing) services.missing.push(services.ffmpeg.missing);
  };
  try {
    await allOrFirstError([postgres(), servers(), ffmpeg()]);
  } catch (error) {
    await services.stop();
    throw error;
  }
  return services;
}

/** Waits for all of them, so that nothing is still being started when the first error is handled. */
async function allOrFirstError(promises) {
  const failed = (await Promise.allSettled(promises)).find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

export class Services {
  #external;
  /** @type {Map<string, Service>} */
  #running = new Map();
  /** Sentences about what could not be had. */
  missing = [];
  espeak = null;
  ffmpeg = null;

  constructor({ external }) {
    this.#external = external;
  }

  add(service) {
    this.#running.set(service.name, service);
  }

  /** Those started here. */
  get all() {
    return [...this.#running.values()];
  }

  get(name) {
    return this.#running.get(name) ?? null;
  }

  url(name) {
    return this.#external[name] ?? this.#running.get(name)?.url;
  }

  /** URL of a database of the embedded Postgres. */
  databaseUrl(database) {
    const postgres = this.#running.get('postgres');
    if (!postgres) throw new Error('Postgres is not ours: its databases are reached through DATABASE_URL.');
    return postgres.definition.url(postgres.port, database);
  }

  /** The environment that tells the app where everything is. What is missing is left out. */
  get env() {
    const values = {
      DATABASE_URL: this.url('postgres'),
      NATS_URL: this.url('nats'),
      REDIS_URL: this.url('redis'),
      FFMPEG_PATH: this.ffmpeg?.ffmpeg,
      FFPROBE_PATH: this.ffmpeg?.ffprobe,
      ESPEAK_PATH: this.espeak?.path,
      ESPEAK_DATA_PATH: this.espeak?.dataPath,
    };
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value));
  }

  /** Stops those started here, at once. Twice is safe. */
  async stop(options) {
    await Promise.all(this.all.map((service) => service.stop(options)));
    for (const service of this.all) service.close();
  }
}
