import { type Duplex } from 'node:stream';
import { type Pool, type PoolClient, type QueryResult } from 'pg';
import { type DataSource } from 'typeorm';
import { type DatabaseConfig } from './database.config.js';
import { DatabaseUnavailable, isConnectionError } from './database.errors.js';
import { DatabaseSession } from './database-session.js';
import { measuredStatement } from './pool-telemetry.js';
import { type Connection, type Queryable, rowsOf, toQueryConfig } from './queryable.js';
import { isRowLevelSecurityOn, raiseRowLevelSecurity, TENANT_ROLE } from './row-level-security.js';
import { ServerWatch } from './server-watch.js';

/** Hand-written SQL on the pool of the one TypeORM DataSource, which was made with `poolSettings`. */
export class Database implements Queryable {
  private readonly watch: ServerWatch;

  /** @param isBehindWalls whether `forOrganisation` can step behind row-level security */
  constructor(
    readonly dataSource: DataSource,
    private readonly config: DatabaseConfig,
    private isBehindWalls = false,
  ) {
    this.watch = new ServerWatch(() => this.session('watch'), config.acquireTimeoutMs);
  }

  get hasRowLevelSecurity(): boolean {
    return this.isBehindWalls;
  }

  /** Row-level security that was off at the start: an administrator may have made its role since. Cheap where it is on. @returns whether it is */
  async raiseTenantWalls(): Promise<boolean> {
    const { migrations } = this.config;
    this.isBehindWalls ||= await (migrations === 'check' ? isRowLevelSecurityOn(this) : raiseRowLevelSecurity(this, WALLS_WAIT_MS));
    return this.isBehindWalls;
  }

  /** Whether this installation is not to serve without row-level security. */
  get needsTenantWalls(): boolean {
    return this.config.requireTenantWalls;
  }

  /** One statement on a connection of the pool, committed at once. @throws DatabaseUnavailable when no connection is had in time */
  query<R extends object = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<R[]> {
    return this.onConnection((connection) => connection.query<R>(sql, params));
  }

  /** Statements on one connection of the pool, each committed at once. @throws DatabaseUnavailable when no connection is had in time */
  async onConnection<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const client = await this.acquire();
    let failure: unknown;
    try {
      return await work({
        stoodAtMs: stoodAt(client),
        query: async <R extends object>(sql: string, params?: readonly unknown[]) => rowsOf<R>(await this.send(client, sql, params)),
      });
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      client.release(isConnectionError(failure));
    }
  }

  /**
   * Runs `work` in one transaction and commits it. Any error rolls back and is thrown on, the COMMIT's own included (then it is not
   * known whether it took effect), and so is that of a statement which `work` has not waited for. Statements that it asks for without
   * waiting go out in one write, in their order. Nothing slow belongs inside: a connection and its locks are held.
   * @throws DatabaseUnavailable when no connection is had in time
   */
  async transaction<T>(work: (tx: Connection) => Promise<T>): Promise<T> {
    const client = await this.acquire();
    const tx = new Transaction((sql, params) => this.ask(client, sql, params), client);
    let isBroken = false;
    try {
      const result = await work(tx);
      await tx.end();
      await this.send(client, 'COMMIT');
      return result;
    } catch (error) {
      await tx.end().catch(() => undefined);
      isBroken = isConnectionError(error) || !(await this.rolledBack(client));
      throw error;
    } finally {
      client.release(isBroken);
    }
  }

  /**
   * Reads as one organisation: whatever the statement says, rows of others are not there (`enableRowLevelSecurity`). For what somebody
   * outside has asked for; reading only. @throws RangeError when `orgId` is no UUID
   */
  forOrganisation(orgId: string): Queryable {
    if (!UUID.test(orgId)) throw new RangeError('an organisation is named by a UUID');
    if (!this.hasRowLevelSecurity) return this;
    return {
      query: async <R extends object>(sql: string, params?: readonly unknown[]): Promise<R[]> => {
        const client = await this.acquire();
        let isBroken = false;
        try {
          // One round trip; role and organisation are gone with the transaction.
          await this.ask(client, `BEGIN READ ONLY; SET LOCAL ROLE ${TENANT_ROLE}; SET LOCAL kadr.org_id = '${orgId}'`);
          const rows = rowsOf<R>(await this.send(client, sql, params));
          await this.ask(client, 'COMMIT');
          return rows;
        } catch (error) {
          isBroken = isConnectionError(error) || !(await this.rolledBack(client));
          throw error;
        } finally {
          client.release(isBroken);
        }
      },
    };
  }

  /** A connection of its own, for locks that live as long as it does. `purpose` shows in pg_stat_activity. @throws DatabaseUnavailable */
  session(purpose: string): Promise<DatabaseSession> {
    return DatabaseSession.open(this.config, purpose);
  }

  /** Undefined when it is closed. */
  get pool(): Pool | undefined {
    return (this.dataSource.driver as unknown as { master?: Pool }).master;
  }

  private async acquire(): Promise<PoolClient> {
    const { pool } = this;
    if (!this.dataSource.isInitialized || !pool) throw new DatabaseUnavailable({ cause: new Error('the pool is closed') });
    if (this.watch.isSilent) throw new DatabaseUnavailable({ cause: new Error('the server does not answer') });
    try {
      return await pool.connect();
    } catch (error) {
      throw isConnectionError(error) ? new DatabaseUnavailable({ cause: error }) : error;
    }
  }

  private send(client: PoolClient, sql: string, params?: readonly unknown[]): Promise<QueryResult> {
    return measuredStatement(sql, () => this.ask(client, sql, params));
  }

  /** Not measured: what only frames a transaction says nothing of statements. */
  private ask(client: PoolClient, sql: string, params?: readonly unknown[]): Promise<QueryResult> {
    return this.watch.answer(client, () => client.query(toQueryConfig(sql, params)));
  }

  private async rolledBack(client: PoolClient): Promise<boolean> {
    try {
      await this.ask(client, 'ROLLBACK');
      return true;
    } catch {
      return false;
    }
  }
}

/** For a lock on a table that others use: shorter than a probe waits. */
const WALLS_WAIT_MS = 500;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Begins at once, while the work goes on. Statements that are asked for together go out in one write; the server carries them out one after
 * the other, and none behind one that fails. None goes out before it has begun: the server would commit it by itself.
 */
class Transaction implements Connection {
  readonly stoodAtMs: number;
  private isOpen = true;
  private readonly begun: Promise<unknown>;
  private readonly unanswered = new Set<Promise<unknown>>();
  private failure: { readonly error: unknown } | null = null;

  constructor(
    private readonly ask: (sql: string, params?: readonly unknown[]) => Promise<QueryResult>,
    private readonly client: PoolClient,
  ) {
    this.stoodAtMs = stoodAt(client);
    this.begun = ask('BEGIN');
    this.begun.catch(() => undefined);
  }

  async query<R extends object = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<R[]> {
    if (!this.isOpen) throw new Error('this transaction has ended');
    // In the order of asking, also when it has begun long ago.
    const answer = this.begun.then(() => this.send(sql, params));
    this.unanswered.add(answer);
    try {
      return rowsOf<R>(await answer);
    } catch (error) {
      this.failure ??= { error };
      throw error;
    } finally {
      this.unanswered.delete(answer);
    }
  }

  /** Takes no more. @throws what a statement has failed with, also one that nobody has waited for: the server would not commit behind it */
  async end(): Promise<void> {
    this.isOpen = false;
    await Promise.allSettled(this.unanswered);
    if (this.failure) throw this.failure.error;
    await this.begun;
  }

  private send(sql: string, params?: readonly unknown[]): Promise<QueryResult> {
    corkUntilNextTick(this.client);
    return measuredStatement(sql, () => this.ask(sql, params));
  }
}

/** A client is one connection for as long as there is one, and is lent out when it stands. */
const firstLent = new WeakMap<PoolClient, number>();

function stoodAt(client: PoolClient): number {
  const known = firstLent.get(client);
  if (known !== undefined) return known;
  const now = performance.now();
  firstLent.set(client, now);
  return now;
}

/** What is written to it until this turn of the program ends goes out as one. */
function corkUntilNextTick(client: PoolClient): void {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Duplex } }).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}
