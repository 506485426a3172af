import { type DynamicModule, Injectable, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type EntitySchema } from 'typeorm';
import { logger } from '../telemetry/logger.js';
import { databaseConfig, type DatabaseConfig, poolSettings } from './database.config.js';
import { Database } from './database.js';
import { watchPool } from './pool-telemetry.js';
import { migrate, type MigrationClass, whenReachable } from './migrations.js';
import { schemaIsThere } from './schema-check.js';
import { SessionLocks } from './session-locks.js';

export interface DatabaseModuleOptions {
  /** Default: from the environment. */
  readonly config?: DatabaseConfig;
  readonly entities: readonly (EntitySchema | (new () => object))[];
  /** Of every lib, in any order: their names order them. */
  readonly migrations: readonly MigrationClass[];
  /** What this process says of itself beside its locks (`aboutProcess`). */
  readonly about?: string;
}

/** What this release's migrations are, for whoever looks whether the database has them. */
export const MIGRATIONS = Symbol('migrations');

/** Making a connection costs a process on the server; on a machine busy with films it has taken longer than the acquire timeout. */
const IDLE_MS = 5 * 60_000;
const log = logger('database');

@Injectable()
class SessionLocksLifecycle implements OnModuleInit, OnApplicationShutdown {
  constructor(private readonly locks: SessionLocks) {}

  onModuleInit(): Promise<void> {
    return this.locks.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.locks.stop();
  }
}

@Injectable()
class PoolMeasures implements OnModuleInit, OnApplicationShutdown {
  private end = (): void => undefined;

  constructor(
    private readonly database: Database,
    private readonly config: DatabaseConfig,
  ) {}

  onModuleInit(): void {
    this.end = watchPool(() => this.database.pool, this.config.url);
  }

  onApplicationShutdown(): void {
    this.end();
  }
}

/** Global: the one DataSource, `Database` over its pool, and `SessionLocks`. The pool closes last, in `onApplicationShutdown`. */
@Module({})
export class DatabaseModule {
  static forRoot({ config = databaseConfig(), entities, migrations, about }: DatabaseModuleOptions): DynamicModule {
    const walls = { areUp: false };
    const typeOrm = TypeOrmModule.forRootAsync({
      useFactory: () => ({
        type: 'postgres',
        url: config.url,
        entities: [...entities],
        synchronize: false,
        logging: false,
        installExtensions: false,
        poolSize: config.poolSize,
        poolErrorHandler: (error: unknown) => log.warn({ err: error }, 'an idle connection was lost'),
        extra: { ...poolSettings(config, 'pool'), idleTimeoutMillis: IDLE_MS },
        retryAttempts: 0,
      }),
      dataSourceFactory: (options) => {
        if (!options) throw new Error('no options for the DataSource');
        return whenReachable(config, async () => {
          walls.areUp = await (config.migrations === 'check' ? schemaIsThere : migrate)(config, migrations);
          return new DataSource(options).initialize();
        });
      },
    });
    return {
      module: DatabaseModule,
      global: true,
      imports: [typeOrm],
      providers: [
        {
          provide: Database,
          inject: [getDataSourceToken()],
          useFactory: (source: DataSource) => new Database(source, config, walls.areUp),
        },
        {
          provide: SessionLocks,
          inject: [Database],
          useFactory: (database: Database) =>
            new SessionLocks(database, { leaseMs: config.processLeaseMs, ...(about !== undefined && { about }) }),
        },
        SessionLocksLifecycle,
        { provide: PoolMeasures, inject: [Database], useFactory: (database: Database) => new PoolMeasures(database, config) },
        { provide: MIGRATIONS, useValue: migrations },
      ],
      exports: [typeOrm, Database, MIGRATIONS, SessionLocks],
    };
  }
}
