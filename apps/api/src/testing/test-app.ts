import { randomBytes } from 'node:crypto';
import { type AddressInfo } from 'node:net';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { Client } from 'pg';
import { NestLogger } from '#platform';
import { cloneDatabase } from '#platform/testing';
import { AppModule, type AppOptions } from '../app.module.js';
import { configureApp } from '../create-app.js';
import { migrations } from '../migrations.js';
import { answerCheck, checkAnswers, expectNoFaults } from './answers.js';

export interface TestApp {
  readonly app: NestExpressApplication;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Of the first organisation, with every scope and `operator`. */
  readonly apiKey: string;
  readonly databaseUrl: string;
  /** A connection of its own to the app's database, for looking behind the API; ended by `close`. */
  readonly sql: Client;
  /** Stops the app as SIGTERM does, and drops its database. Twice is safe. @throws Error when an answer was not as docs/openapi.json has it */
  close(): Promise<void>;
}

export interface TestAppOptions extends AppOptions {
  /** Settings beside those that point to the run's own services. */
  readonly env?: Readonly<Record<string, string>>;
  /** Provider → what stands in for it. */
  readonly overrides?: ReadonlyMap<unknown, unknown>;
}

/** The real app on a free port, with a database of its own and its own names in NATS and Redis. */
export async function startTestApp({ env = {}, overrides = new Map(), ...options }: TestAppOptions = {}): Promise<TestApp> {
  const { url: databaseUrl, drop } = await cloneDatabase(migrations);
  const apiKey = `kadr_${randomBytes(20).toString('hex')}`;
  const namespace = `spec-${randomBytes(5).toString('hex')}`;
  const settings: Record<string, string | undefined> = {
    DATABASE_URL: databaseUrl,
    NATS_URL: process.env['KADR_TEST_NATS_URL'],
    REDIS_URL: process.env['KADR_TEST_REDIS_URL'],
    KADR_NAMESPACE: namespace,
    KADR_NATS_PREFIX: namespace,
    KADR_NATS_STREAM: namespace.toUpperCase(),
    KADR_DATA_DIR: `${process.env['KADR_TEST_DATA_DIR'] ?? '.data-test'}/${namespace}`,
    KADR_BOOTSTRAP_API_KEY: apiKey,
    KADR_DATABASE_POOL_SIZE: '10',
    PORT: '0',
    // How busy the machine of a run is must not decide what its specs see.
    KADR_OVERLOAD_DELAY_MS: '0',
    KADR_DATABASE_ACQUIRE_TIMEOUT_MS: '20000',
    ...env,
  };
  for (const [name, value] of Object.entries(settings)) if (value !== undefined) process.env[name] = value;
  const sql = new Client({ connectionString: databaseUrl });
  sql.on('error', () => undefined);
  const cleanUp = async (): Promise<void> => {
    await sql.end();
    await drop();
  };
  try {
    await sql.connect();
    const faults: string[] = [];
    const app = await build(options, overrides, faults);
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    const close = async (): Promise<void> => {
      try {
        await app.close();
      } finally {
        await cleanUp();
      }
      expectNoFaults(faults);
    };
    let closing: Promise<void> | null = null;
    return {
      app,
      url: `http://127.0.0.1:${port}`,
      apiKey,
      databaseUrl,
      sql,
      close: () => (closing ??= close()),
    };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

async function build(options: AppOptions, overrides: ReadonlyMap<unknown, unknown>, faults: string[]): Promise<NestExpressApplication> {
  const builder = Test.createTestingModule({ imports: [AppModule.forRoot(options)] });
  builder.setLogger(new NestLogger());
  for (const [provider, value] of overrides) builder.overrideProvider(provider).useValue(value);
  const module = await builder.compile();
  const app = module.createNestApplication<NestExpressApplication>({ bodyParser: false });
  app.use(checkAnswers(answerCheck(), faults));
  return configureApp(app);
}
