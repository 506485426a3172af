import { createHash } from 'node:crypto';
import { type DataSource } from 'typeorm';
import pg from 'pg';
import { type Queryable } from './queryable.js';

/** A connection of its own outside the pool, for what lives as long as a session, such as advisory locks. */
export interface DatabaseSession extends Queryable {
  /** Settles when the connection is gone, for whatever reason. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** Names of prepared statements by their SQL; the set of statements in a program is finite. */
const statementNames = new Map<string, string>();

function statementName(sql: string): string {
  let name = statementNames.get(sql);
  if (!name) {
    name = createHash('sha1').update(sql).digest('base64url');
    statementNames.set(sql, name);
  }
  return name;
}

async function run<R extends object>(client: pg.Pool | pg.ClientBase, sql: string, params?: readonly unknown[]): Promise<R[]> {
  const result = params
    ? await client.query<R>({ name: statementName(sql), text: sql, values: params as unknown[] })
    : await client.query<R>(sql);
  return result.rows;
}

/** The one way to Postgres: SQL over the pool of TypeORM's DataSource. */
export class Database implements Queryable {
  constructor(
    readonly dataSource: DataSource,
    private readonly sessionOptions: pg.ClientConfig,
  ) {}

  private get pool(): pg.Pool {
    return (this.dataSource.driver as unknown as { master: pg.Pool }).master;
  }

  query<R extends object = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<R[]> {
    return run<R>(this.pool, sql, params);
  }

  /** Commits when `work` resolves, rolls back and rethrows when it rejects. Never call a provider or storage inside. */
  async transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await work({ query: (sql, params) => run(client, sql, params) });
      await client.query('COMMIT');
      return result;
    } catch (error) {
      try {
        await client.query('ROLLBACK');
      } catch (rollbackError) {
        // A connection that cannot even roll back must not go back into the pool.
        broken = rollbackError as Error;
      }
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** @param purpose shown in pg_stat_activity */
  async session(purpose: string): Promise<DatabaseSession> {
    const client = new pg.Client({ ...this.sessionOptions, application_name: `kadr ${purpose}`, keepAlive: true });
    let settle = (): void => undefined;
    const closed = new Promise<void>((resolve) => (settle = resolve));
    client.on('error', () => settle());
    client.on('end', () => settle());
    await client.connect();
    return {
      query: (sql, params) => run(client, sql, params),
      closed,
      close: () => client.end(),
    };
  }
}
