import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SessionLocks } from '../database/session-locks.js';
import { PeriodicLeader } from '../leader/periodic-leader.js';
import { type Role, ROLES } from '../roles.js';
import { OrganisationErasures } from './organisation-erasures.js';

const LOOK_EVERY_MS = 1_000;

/** Drives erasures on, in one process at a time. */
@Injectable()
export class ErasureSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly leader: PeriodicLeader;

  constructor(
    @Inject(ROLES) private readonly roles: ReadonlySet<Role>,
    locks: SessionLocks,
    erasures: OrganisationErasures,
  ) {
    this.leader = new PeriodicLeader(
      { name: 'platform.erase-organisations', intervalMs: LOOK_EVERY_MS, run: () => erasures.sweep() },
      locks,
    );
  }

  onApplicationBootstrap(): void {
    if (this.roles.has('scheduler')) this.leader.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.leader.stop();
  }
}
