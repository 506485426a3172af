import { Client } from 'pg';

/**
 * A database whose clock can be set ahead, as those of the processes beside it: names are looked up in a schema of ours before they are in
 * that of Postgres, and there `now()` and `clock_timestamp()` are late by what a table says.
 */
export class MovedClock {
  private constructor(
    private readonly admin: Client,
    readonly databaseUrl: string,
    private readonly name: string,
  ) {}

  static async create(serverUrl: string): Promise<MovedClock> {
    const name = `soak_${process.pid}`;
    const server = new Client({ connectionString: serverUrl });
    await server.connect();
    await server.query(`CREATE DATABASE ${name}`);
    await server.query(`ALTER DATABASE ${name} SET search_path = public, moved_clock, pg_catalog`);
    await server.end();
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    const admin = new Client({ connectionString: url.href });
    await admin.connect();
    await admin.query(`
      CREATE SCHEMA moved_clock;
      CREATE TABLE moved_clock.ahead (by interval NOT NULL);
      INSERT INTO moved_clock.ahead VALUES ('0');
      CREATE FUNCTION moved_clock.now() RETURNS timestamptz LANGUAGE sql STABLE
        AS 'SELECT pg_catalog.now() + (SELECT by FROM moved_clock.ahead)';
      CREATE FUNCTION moved_clock.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
        AS 'SELECT pg_catalog.clock_timestamp() + (SELECT by FROM moved_clock.ahead)';`);
    return new MovedClock(admin, url.href, name);
  }

  async setAhead(ms: number): Promise<void> {
    await this.admin.query(`UPDATE moved_clock.ahead SET by = $1 * interval '1 millisecond'`, [ms]);
  }

  /** Of every table, counted; those that a table consists of month by month are one. */
  async rows(): Promise<ReadonlyMap<string, number>> {
    const tables = await this.admin.query<{ name: string }>(
      `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'moved_clock') ORDER BY 1`,
    );
    const counts = new Map<string, number>();
    for (const { name } of tables.rows) {
      const { rows } = await this.admin.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${name}`);
      const whole = name.replace(/_\d{4}_\d{2}$/, '');
      counts.set(whole, (counts.get(whole) ?? 0) + (rows[0]?.n ?? 0));
    }
    return counts;
  }

  /** What its tables and indexes take up once nothing dead is left in them. */
  async bytes(): Promise<number> {
    await this.admin.query('VACUUM FULL');
    const { rows } = await this.admin.query<{ bytes: string }>('SELECT pg_database_size(current_database()) AS bytes');
    return Number(rows[0]?.bytes ?? 0);
  }

  async drop(serverUrl: string): Promise<void> {
    await this.admin.end();
    const server = new Client({ connectionString: serverUrl });
    await server.connect();
    await server.query(`DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`);
    await server.end();
  }
}
