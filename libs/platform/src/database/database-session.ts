import { Client } from 'pg';
import { connectionSettings, type DatabaseConfig, SERVER_KEEPALIVE } from './database.config.js';
import { DatabaseUnavailable, isConnectionError } from './database.errors.js';
import { SerialQueue, type Queryable, rowsOf, toQueryConfig } from './queryable.js';

/** A connection outside the pool. What belongs to the session (locks, LISTEN) lives exactly as long as it does. */
export class DatabaseSession implements Queryable {
  /** Resolves, never rejects, when the connection has ended, by whatever cause. */
  readonly closed: Promise<void>;
  private isOpen = true;
  private readonly queue = new SerialQueue();

  private constructor(private readonly client: Client) {
    this.closed = new Promise((resolve) => {
      const end = (): void => {
        this.isOpen = false;
        resolve();
      };
      client.once('end', end);
      client.on('error', () => {
        end();
        void client.end().catch(() => undefined);
      });
    });
  }

  /** @throws DatabaseUnavailable */
  static async open(config: DatabaseConfig, purpose: string): Promise<DatabaseSession> {
    const client = new Client({ ...connectionSettings(config, purpose), options: SERVER_KEEPALIVE });
    const session = new DatabaseSession(client);
    try {
      await client.connect();
    } catch (error) {
      await client.end().catch(() => undefined);
      throw isConnectionError(error) ? new DatabaseUnavailable({ cause: error }) : error;
    }
    return session;
  }

  /** Of the server's process for it, as it was told when it was opened; behind a pooler that is another one. */
  get processId(): number | null {
    return (this.client as unknown as { readonly processID: number | null }).processID;
  }

  async query<R extends object = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<R[]> {
    if (!this.isOpen) throw new DatabaseUnavailable({ cause: new Error('this session has ended') });
    return rowsOf<R>(await this.queue.run(() => this.client.query(toQueryConfig(sql, params))));
  }

  /** Twice is safe. */
  async close(): Promise<void> {
    this.isOpen = false;
    await this.client.end().catch(() => undefined);
  }
}
