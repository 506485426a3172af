import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module, type OnModuleInit } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { Database, databaseConfig, DatabaseModule, PlatformModule, type Role } from '#platform';
import { cloneDatabase } from '#platform/testing';
import { eventingConfig } from './eventing.config.js';
import { EventingModule } from './eventing.module.js';
import { eventingMigrations } from './migrations/index.js';
import { EventingRegistry } from './registry.js';
import { EventStore } from './store/event-store.js';
import { UnitOfWork } from './store/unit-of-work.js';
import { context, count, CreateSamples1763600000900, newId, noteCounts, NoteSink, tally } from './testing/tally.sample.js';
import { eventually } from './testing/test-eventing.js';

const sink = new NoteSink();

@Module({})
class TallyModule implements OnModuleInit {
  constructor(private readonly registry: EventingRegistry) {}

  onModuleInit(): void {
    this.registry.aggregate(tally).processManager(noteCounts, sink);
  }
}

describe('the module', () => {
  let app: TestingModule;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const migrations = [...eventingMigrations, CreateSamples1763600000900];
    const database = await cloneDatabase(migrations);
    drop = database.drop;
    app = await Test.createTestingModule({
      imports: [
        DatabaseModule.forRoot({ config: databaseConfig({ DATABASE_URL: database.url }), entities: [], migrations }),
        PlatformModule.forRoot({ roles: new Set<Role>(['worker']) }),
        EventingModule.forRoot({ roles: ['worker'], config: eventingConfig({}) }),
        TallyModule,
      ],
    }).compile();
    await app.init();
  });
  afterAll(async () => {
    await app?.close();
    await drop?.();
  });

  it('carries what a lib has registered, and ends its page at shutdown', async () => {
    const id = newId();
    await app.get(UnitOfWork).decide(tally, id, count(id, 4), context);
    expect((await app.get(EventStore).load(tally, id)).state.total).toBe(4);
    await eventually(() => sink.announced.length === 1);
    expect(sink.announced[0]?.text).toBe(`tally-${id}@2=4`);
    expect(app.get(Database)).toBeDefined();
  });
});
