import { type ClientConfig } from 'pg';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where Postgres is and how long anything there may take. */
export interface DatabaseConfig {
  readonly url: string;
  /** Connections of this process's pool. */
  readonly poolSize: number;
  /** How long a request waits for a connection before it is answered 503. */
  readonly acquireTimeoutMs: number;
  readonly statementTimeoutMs: number;
  /** A transaction that says nothing for this long is ended by the server: an open write holds up the readers of the log. */
  readonly idleInTransactionTimeoutMs: number;
  /** How long the start waits for a server that is not up yet. */
  readonly connectDeadlineMs: number;
  readonly namespace: string;
}

/** @throws Error that names every wrong variable with the values it accepts. */
export function databaseConfig(env: Environment = process.env): DatabaseConfig {
  const faults: string[] = [];
  const number = (name: string, fallback: number, min: number, max: number): number => {
    const text = env[name];
    if (text === undefined || text === '') return fallback;
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max) faults.push(`${name} is "${text}": a whole number from ${min} to ${max}`);
    return value;
  };
  const url = env['DATABASE_URL'] ?? '';
  if (!URL.canParse(url) || !['postgres:', 'postgresql:'].includes(new URL(url).protocol)) {
    faults.push('DATABASE_URL must be an address such as postgres://user:password@host:5432/kadr');
  }
  const config: DatabaseConfig = {
    url,
    poolSize: number('KADR_DATABASE_POOL_SIZE', 20, 2, 500),
    acquireTimeoutMs: number('KADR_DATABASE_ACQUIRE_TIMEOUT_MS', 2000, 100, 60_000),
    statementTimeoutMs: number('KADR_DATABASE_STATEMENT_TIMEOUT_MS', 30_000, 100, 600_000),
    idleInTransactionTimeoutMs: number('KADR_DATABASE_IDLE_TRANSACTION_TIMEOUT_MS', 30_000, 1000, 600_000),
    connectDeadlineMs: number('KADR_DATABASE_CONNECT_DEADLINE_MS', 30_000, 0, 600_000),
    namespace: env['KADR_NAMESPACE'] || 'kadr',
  };
  if (faults.length > 0) throw new Error(`wrong settings: ${faults.join('; ')}`);
  return config;
}

/** What the pool and every session share. */
export function connectionSettings(config: DatabaseConfig, purpose: string): ClientConfig {
  return {
    connectionString: config.url,
    application_name: `${config.namespace} ${purpose}`.slice(0, 63),
    connectionTimeoutMillis: config.acquireTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    statement_timeout: config.statementTimeoutMs,
    idle_in_transaction_session_timeout: config.idleInTransactionTimeoutMs,
  };
}
