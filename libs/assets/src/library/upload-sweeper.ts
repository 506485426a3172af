import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { logger, type Role, ROLES } from '#platform';
import { StorageRooms } from './storage-room.js';

/** Room that a killed process held for an upload is free after two of these. */
const SWEEP_INTERVAL_MS = 5000;

const log = logger('assets');

/** Gives back what uploads hold whose process is gone. Two processes that do it at once do it once. */
@Injectable()
export class UploadSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private look: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(ROLES) private readonly roles: ReadonlySet<Role>,
    private readonly rooms: StorageRooms,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.roles.has('scheduler')) return;
    this.timer = setInterval(() => {
      this.look = this.look
        .then(() => this.rooms.sweep())
        .catch((error: unknown) => log.warn({ err: error }, 'uploads of lost processes could not be looked for'));
    }, SWEEP_INTERVAL_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.look;
  }
}
