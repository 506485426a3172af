import { type PollMs } from './log/event-log.js';
import { givenSecretsKey, WrongSettings, type Environment } from '#platform';

/** Settings of this lib. `eventingConfig` is the only place that reads the environment. */
export interface EventingConfig {
  /** Null: this process and its like hear of news by polling alone. */
  readonly natsUrl: string | null;
  /** Of the stream and of every subject. */
  readonly subjectPrefix: string;
  /** Name of the JetStream stream. */
  readonly natsStream: string;
  /** Partitions of a new database; an old one keeps what it began with. */
  readonly partitions: number;
  /** Newest events that each process keeps in memory, as far as their bytes allow. */
  readonly tailEvents: number;
  readonly tailBytes: number;
  /** Between two looks at the end of the log, where nobody tells of news; default: every 100 ms, every second where there are none. */
  readonly pollMs?: PollMs;
  /** For folded streams that each process keeps in memory, in bytes. */
  readonly stateCacheBytes: number;
  /** Wait before an event that failed is tried again, in milliseconds; four times as long each further time, five attempts in all. */
  readonly firstRetryMs: number;
  /** Size of the published stream; what would not fit is refused and waits in Postgres. */
  readonly natsMaxBytes: number;
  /** How long the published stream keeps events, in hours. */
  readonly natsMaxAgeHours: number;
  /** How long after its thing was deleted a stream leaves the log, in days; longer than a provider may still charge for it. */
  readonly archiveDays: number;
  /** How many whole months the archive keeps it then; 0: it is forgotten instead. */
  readonly archiveMonths: number;
  /** Between two looks at what has been kept long enough, in milliseconds. */
  readonly retentionSweepMs: number;
  /** What the keys of streams are sealed with; null: they lie in the database as they are. */
  readonly secretsKey: Buffer | null;
}

/** @throws Error that names every wrong variable with the values it accepts */
export function eventingConfig(env: Environment = process.env): EventingConfig {
  const faults: string[] = [];
  const number = (name: string, fallback: number, min: number, max: number): number => {
    const text = env[name];
    if (text === undefined || text === '') return fallback;
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max) faults.push(`${name} is "${text}": a whole number from ${min} to ${max}`);
    return value;
  };
  const token = (name: string, fallback: string): string => {
    const text = env[name] || fallback;
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(text)) faults.push(`${name} is "${text}": 1 to 64 letters, digits, "_" and "-"`);
    return text;
  };
  const natsUrl = env['NATS_URL'] || null;
  if (natsUrl !== null && !/^(nats|tls|ws|wss):\/\/\S+$/.test(natsUrl)) faults.push('NATS_URL must be an address such as nats://host:4222');
  const config: EventingConfig = {
    natsUrl,
    subjectPrefix: token('KADR_NATS_PREFIX', 'kadr'),
    natsStream: token('KADR_NATS_STREAM', 'KADR_EVENTS'),
    partitions: number('KADR_PARTITIONS', 8, 1, 1024),
    tailEvents: number('KADR_TAIL_EVENTS', 8192, 100, 1_000_000),
    tailBytes: number('KADR_TAIL_MB', 32, 1, 10_000) * 1_000_000,
    stateCacheBytes: number('KADR_STATE_CACHE_MB', 64, 1, 100_000) * 1_000_000,
    firstRetryMs: number('KADR_EVENT_RETRY_MS', 100, 1, 60_000),
    natsMaxBytes: number('KADR_NATS_MAX_BYTES', 1_073_741_824, 65_536, 2 ** 50),
    natsMaxAgeHours: number('KADR_NATS_MAX_AGE_HOURS', 168, 1, 100_000),
    archiveDays: number('KADR_ARCHIVE_AFTER_DAYS', 30, 3, 3650),
    archiveMonths: number('KADR_ARCHIVE_MONTHS', 24, 0, 1200),
    retentionSweepMs: number('KADR_RETENTION_SWEEP_MS', 3_600_000, 100, 86_400_000),
    secretsKey: secretsKeyOf(env, faults),
  };
  if (faults.length > 0) throw new WrongSettings(faults);
  return config;
}

function secretsKeyOf(env: Environment, faults: string[]): Buffer | null {
  try {
    return givenSecretsKey(env);
  } catch (error) {
    if (!(error instanceof WrongSettings)) throw error;
    faults.push(...error.faults);
    return null;
  }
}
