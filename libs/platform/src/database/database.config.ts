import { type ClientConfig, type PoolConfig } from 'pg';
import { Address, type Environment, Flag, OneOf, Pattern, readSettings, WholeNumber } from '../config/settings.js';

/** Where Postgres is and how long anything there may take. */
export class DatabaseConfig {
  @Address('DATABASE_URL', ['postgres', 'postgresql'])
  readonly url: string = '';

  /** Connections of this process's pool. */
  @WholeNumber('KADR_DATABASE_POOL_SIZE', 2, 500)
  readonly poolSize: number = 20;

  /** How long a request waits for a connection before it is answered 503. */
  @WholeNumber('KADR_DATABASE_ACQUIRE_TIMEOUT_MS', 100, 60_000)
  readonly acquireTimeoutMs: number = 2000;

  @WholeNumber('KADR_DATABASE_STATEMENT_TIMEOUT_MS', 100, 600_000)
  readonly statementTimeoutMs: number = 30_000;

  /** A transaction that says nothing for this long is ended by the server: an open write holds up the readers of the log. */
  @WholeNumber('KADR_DATABASE_IDLE_TRANSACTION_TIMEOUT_MS', 1000, 600_000)
  readonly idleInTransactionTimeoutMs: number = 30_000;

  /** How long the start waits for a server that is not up yet. */
  @WholeNumber('KADR_DATABASE_CONNECT_DEADLINE_MS', 0, 600_000)
  readonly connectDeadlineMs: number = 30_000;

  /** `run`: the start brings the schema up to date. `check`: it waits until somebody else has (`migrate.js`), and changes nothing. */
  @OneOf('KADR_MIGRATIONS', ['run', 'check'])
  readonly migrations: 'run' | 'check' = 'run';

  /** Without row-level security a process is not ready. */
  @Flag('KADR_REQUIRE_TENANT_WALLS')
  readonly requireTenantWalls: boolean = false;

  /** After so long without a sign of life a process is taken for frozen, and its locks are taken from it; the same in all processes. */
  @WholeNumber('KADR_PROCESS_LEASE_MS', 1000, 600_000)
  readonly processLeaseMs: number = 15_000;

  /** Shows in pg_stat_activity. */
  @Pattern('KADR_NAMESPACE', /^[a-z0-9_-]{1,40}$/, '1 to 40 small letters, digits, - or _')
  readonly namespace: string = 'kadr';
}

/** @throws WrongSettings */
export const databaseConfig = (env: Environment = process.env): DatabaseConfig => readSettings(DatabaseConfig, env);

/**
 * `extra` of a DataSource whose pool a `Database` uses. While a client is lent out the pool does not listen to it: a server that dies
 * between two statements, or with the bytes that open the connection, would be an error nobody caught, and end the process. The next
 * statement fails and says why, so here there is nothing more to do.
 */
export function poolSettings(config: DatabaseConfig, purpose: string): PoolConfig {
  return {
    ...connectionSettings(config, purpose),
    ...whereIs(config.url),
    options: SERVER_KEEPALIVE,
    // A statement is sent when it is asked for, not when the one before it is answered (`Database.transaction`).
    pipeline: true,
    onConnect: (client) => void client.on('error', () => undefined),
  };
}

/** What the pool is called in metrics: the instrumentation reads no address. The address itself decides where it connects. */
function whereIs(address: string): Pick<PoolConfig, 'host' | 'port' | 'database'> {
  if (!URL.canParse(address)) return {};
  const { hostname, port, pathname } = new URL(address);
  return { host: hostname, port: Number(port) || 5432, database: decodeURIComponent(pathname.slice(1)) };
}

/** The server finds out within some 25 s that the other side is gone: it drops the locks of a session, and keeps no place for it. */
export const SERVER_KEEPALIVE = '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3';

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
