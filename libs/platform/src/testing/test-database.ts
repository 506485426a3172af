import { createHash, randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { databaseConfig, type DatabaseConfig, poolSettings } from '../database/database.config.js';
import { Database } from '../database/database.js';
import { migrate, type MigrationClass } from '../database/migrations.js';

/** Any number that no other lock has. */
const TEMPLATE_LOCK = 7399;

export interface TestDatabase {
  readonly url: string;
  readonly config: DatabaseConfig;
  readonly database: Database;
  /** Closes the pool and drops the database. Twice is safe. */
  close(): Promise<void>;
}

export interface TestDatabaseOptions {
  readonly entities?: readonly (new () => object)[];
  readonly config?: Partial<DatabaseConfig>;
}

/** A database of its own on KADR_TEST_DATABASE_URL, cloned from a template that the given migrations have made; and a pool on it. */
export async function createTestDatabase(migrations: readonly MigrationClass[], options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { url, drop } = await cloneDatabase(migrations);
  const config = { ...databaseConfig({ DATABASE_URL: url }), poolSize: 10, ...options.config };
  const source = new DataSource({
    type: 'postgres',
    url,
    entities: [...(options.entities ?? [])],
    installExtensions: false,
    poolSize: config.poolSize,
    poolErrorHandler: () => undefined,
    extra: poolSettings(config, 'spec'),
  });
  await source.initialize();
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    if (source.isInitialized) await source.destroy();
    await drop();
  };
  return { url, config, database: new Database(source, config, true), close: () => (closing ??= close()) };
}

/** Only the database, e.g. for a whole app. */
export async function cloneDatabase(migrations: readonly MigrationClass[]): Promise<{ url: string; drop(): Promise<void> }> {
  const template = await migratedTemplate(migrations);
  const name = `kadr_spec_${process.pid}_${randomBytes(5).toString('hex')}`;
  await asAdmin((admin) => cloned(admin, name, template));
  return {
    url: urlOf(name),
    drop: () => asAdmin(async (admin) => void (await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  };
}

/** Made once per set of migrations; who comes at the same time waits for it. */
async function migratedTemplate(migrations: readonly MigrationClass[]): Promise<string> {
  const source = migrations.map((migration) => migration.toString()).sort();
  const name = `kadr_template_${createHash('sha256').update(source.join('\n')).digest('hex').slice(0, 16)}`;
  await asAdmin(async (admin) => {
    await admin.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount) return;
    const draft = `${name}_draft`;
    await admin.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${draft}`);
    await migrate(databaseConfig({ DATABASE_URL: urlOf(draft) }), migrations);
    await admin.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
  });
  return name;
}

/** Postgres refuses while somebody else copies the same template. Copied as files it takes half as long as through the log, which nobody reads here. */
async function cloned(admin: Client, name: string, template: string): Promise<void> {
  await admin.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
}

async function asAdmin<T>(work: (admin: Client) => Promise<T>): Promise<T> {
  const admin = new Client({ connectionString: serverUrl() });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function serverUrl(): string {
  const url = process.env['KADR_TEST_DATABASE_URL'];
  if (!url) throw new Error('KADR_TEST_DATABASE_URL is not set: run the specs with npm test');
  return url;
}

function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
}
