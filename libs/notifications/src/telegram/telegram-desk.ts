import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { logger, type LockHandle, type Role, ROLES, SessionLocks } from '#platform';
import { NotificationsConfig } from '../notifications.config.js';
import { Incoming } from './incoming.js';
import { ButtonTable } from './button-table.js';
import { Outgoing } from './outgoing.js';
import { SendTurns } from './send-turns.js';
import { TelegramBot, TelegramProblem } from './telegram-bot.js';
import { UpdatesTable } from './updates-table.js';
import { WebhookSecret } from './webhook-secret.js';

const LOCK = 'notifications.telegram';
const POLL_SECONDS = 25;
const LOOK_MS = 250;
const RETRY_MS = 2000;
const TIDY_MS = 3_600_000;
const UPDATES = 100;
/** Of one update, some seconds apart each. */
const MAX_TRIES = 10;
const KINDS = ['message', 'callback_query'] as const;
const log = logger('telegram');

/**
 * Listens and speaks for the bot in one process at a time: Telegram takes one poller, and counts the rates of the bot as a whole. Another
 * process goes on where this one stopped, since all that is known stands in the database.
 */
@Injectable()
export class TelegramDesk implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stopping = new AbortController();
  private running: Promise<void> | null = null;
  private hasRival = false;
  private tidiedAtMs = 0;
  private failing = { updateId: 0, times: 0 };

  constructor(
    @Inject(ROLES) private readonly roles: ReadonlySet<Role>,
    private readonly config: NotificationsConfig,
    private readonly locks: SessionLocks,
    private readonly bot: TelegramBot,
    private readonly updates: UpdatesTable,
    private readonly incoming: Incoming,
    private readonly outgoing: Outgoing,
    private readonly buttons: ButtonTable,
    private readonly secret: WebhookSecret,
    private readonly turns: SendTurns,
  ) {}

  onApplicationBootstrap(): void {
    if (this.bot.isThere && this.roles.has('worker')) this.running = this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private get isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
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
    await this.outgoing.resume().catch((error: unknown) => this.told(error));
    await Promise.all([this.listen(lock), this.work(lock, () => this.handleWaiting()), this.work(lock, () => this.sendWaiting())]);
    await this.outgoing.settled();
  }

  private async listen(lock: LockHandle): Promise<void> {
    let isReady = false;
    let offset = 0;
    while (lock.held && !this.isStopping) {
      try {
        if (!isReady) await this.choose();
        isReady = true;
        if (this.config.telegramMode === 'webhook') await this.pause(RETRY_MS);
        else offset = await this.poll(offset);
        this.hasRival = false;
      } catch (error) {
        this.told(error);
        await this.pause(error instanceof TelegramProblem ? Math.max(error.waitMs, LOOK_MS) : RETRY_MS);
      }
    }
  }

  /** Telegram takes either a webhook or a poller. */
  private async choose(): Promise<void> {
    if (this.config.telegramMode === 'polling') await this.bot.ask((api) => api.deleteWebhook());
    else {
      const { url, secret } = this.secret.address;
      await this.bot.ask((api) => api.setWebhook(url, { secret_token: secret, allowed_updates: KINDS }));
    }
  }

  /** What was kept is confirmed by asking for what follows. */
  private async poll(offset: number): Promise<number> {
    const signal = this.stopping.signal as unknown as Parameters<Parameters<Parameters<TelegramBot['ask']>[0]>[0]['getUpdates']>[1];
    const asked = { offset, limit: UPDATES, timeout: POLL_SECONDS, allowed_updates: KINDS };
    const found = await this.bot.ask((api) => api.getUpdates(asked, signal));
    await this.updates.keep(found);
    return found.reduce((next, { update_id }) => Math.max(next, update_id + 1), offset);
  }

  /** Again and again; at once while there is more. */
  private async work(lock: LockHandle, turn: () => Promise<boolean>): Promise<void> {
    while (lock.held && !this.isStopping) {
      try {
        if (!(await turn())) await this.pause(LOOK_MS);
      } catch (error) {
        this.told(error);
        await this.pause(RETRY_MS);
      }
    }
  }

  private async sendWaiting(): Promise<boolean> {
    if (Date.now() > this.tidiedAtMs + TIDY_MS) {
      await Promise.all([this.updates.forgetOld(), this.buttons.forgetOld(), this.turns.forgetOld()]);
      this.tidiedAtMs = Date.now();
    }
    return this.outgoing.turn();
  }

  /** In the order in which they came. What cannot be done now is done next time, and what never can is given up. */
  private async handleWaiting(): Promise<boolean> {
    const waiting = await this.updates.waiting(UPDATES);
    for (const update of waiting) {
      if (this.isStopping) break;
      try {
        await this.incoming.handle(update);
      } catch (error) {
        if (this.mayTryAgain(update.update_id, error)) throw error;
        log.error({ updateId: update.update_id, err: error }, 'an update could not be handled; it is given up');
      }
      await this.updates.handled(update.update_id);
    }
    return waiting.length > 0;
  }

  /** What is asked for again and again without an end would keep everybody behind it waiting. */
  private mayTryAgain(updateId: number, error: unknown): boolean {
    if (error instanceof TelegramProblem && error.reason !== 'retry') return false;
    const { updateId: last, times } = this.failing;
    this.failing = { updateId, times: last === updateId ? times + 1 : 1 };
    return this.failing.times < MAX_TRIES;
  }

  private told(error: unknown): void {
    if (this.isStopping) return;
    if (!(error instanceof TelegramProblem)) return log.error({ err: error }, 'the desk of Telegram failed; it tries again');
    const isRival = /terminated by other getUpdates/.test(error.message);
    if (isRival && this.hasRival) return;
    this.hasRival = isRival;
    log.warn({ description: error.message }, 'Telegram does not answer as it should');
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
