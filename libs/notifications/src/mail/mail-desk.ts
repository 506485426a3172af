import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { logger, type LockHandle, type Role, ROLES, SessionLocks } from '#platform';
import { MailPost } from './mail-post.js';
import { MailQueue } from './mail-queue.js';
import { MailTransport } from './mail-transport.js';

const LOCK = 'notifications.mail';
const LOOK_MS = 500;
const RETRY_MS = 2000;
const TIDY_MS = 3_600_000;
const log = logger('mail');

/** Sends mails from one process at a time; another goes on where this one stopped, since all that is known stands in the database. */
@Injectable()
export class MailDesk implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stopping = new AbortController();
  private running: Promise<void> | null = null;
  private tidiedAtMs = 0;

  constructor(
    @Inject(ROLES) private readonly roles: ReadonlySet<Role>,
    private readonly locks: SessionLocks,
    private readonly transport: MailTransport,
    private readonly post: MailPost,
    private readonly queue: MailQueue,
  ) {}

  onApplicationBootstrap(): void {
    if (this.transport.isThere && this.roles.has('worker')) this.running = this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.running;
    this.transport.close();
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const lock = await this.locks.tryAcquire(LOCK).catch(() => null);
      try {
        if (lock) await this.lead(lock);
      } finally {
        await lock?.release();
      }
      await this.pause(RETRY_MS);
    }
  }

  private async lead(lock: LockHandle): Promise<void> {
    while (lock.held && !this.stopping.signal.aborted) {
      try {
        if (Date.now() > this.tidiedAtMs + TIDY_MS) {
          await this.queue.forgetOld();
          this.tidiedAtMs = Date.now();
        }
        if (!(await this.post.turn())) await this.pause(LOOK_MS);
      } catch (error) {
        if (!this.stopping.signal.aborted) log.error({ err: error }, 'the desk of mails failed; it tries again');
        await this.pause(RETRY_MS);
      }
    }
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
