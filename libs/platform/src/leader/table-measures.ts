import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type Queryable } from '../database/queryable.js';
import { SessionLocks } from '../database/session-locks.js';
import { type Role, ROLES } from '../roles.js';
import { logger } from '../telemetry/logger.js';
import { PeriodicLeader } from './periodic-leader.js';

/** As often as metrics are read. */
const INTERVAL_MS = 15_000;

const log = logger('measures');

/** Numbers that a lib reads from its tables. */
export interface TableMeasure<T> {
  /** `<lib>.<what>`. */
  readonly name: string;
  read(db: Queryable): Promise<T>;
  /** Declares the gauges. @param found what was read last; null: another process tells it. @returns functions that end them */
  tell(found: () => T | null): readonly (() => void)[];
}

interface Watched {
  readonly measure: TableMeasure<unknown>;
  found: unknown;
}

/** Gauges of tables, told by one process at a time: by all of them they would be read, and summed up, as often as there are processes. */
@Injectable()
export class TableMeasures implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly watched: Watched[] = [];
  private readonly leader: PeriodicLeader;
  private ends: readonly (() => void)[] = [];

  constructor(
    @Inject(ROLES) private readonly roles: ReadonlySet<Role>,
    private readonly database: Database,
    locks: SessionLocks,
  ) {
    const duty = { name: 'platform.measures', intervalMs: INTERVAL_MS, run: () => this.look(), whenNotLeader: () => this.forget() };
    this.leader = new PeriodicLeader(duty, locks);
  }

  /** To be called from a constructor or `onModuleInit`. */
  register<T>(measure: TableMeasure<T>): void {
    this.watched.push({ measure: measure as TableMeasure<unknown>, found: null });
  }

  onApplicationBootstrap(): void {
    if (!this.roles.has('scheduler')) return;
    this.ends = this.watched.flatMap((one) => one.measure.tell(() => one.found));
    this.leader.start();
  }

  async onModuleDestroy(): Promise<void> {
    for (const end of this.ends) end();
    await this.leader.stop();
  }

  /** What cannot be read is told no more, and keeps nothing else from being told. */
  private async look(): Promise<void> {
    for (const one of this.watched) {
      try {
        one.found = await one.measure.read(this.database);
      } catch (error) {
        one.found = null;
        log.warn({ err: error, measure: one.measure.name }, 'what metrics tell could not be read; it is left out until the next look');
      }
    }
  }

  private forget(): void {
    for (const one of this.watched) one.found = null;
  }
}
