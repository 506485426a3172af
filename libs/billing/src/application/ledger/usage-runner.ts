import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#eventing';
import { counter, Database, logger } from '#platform';
import { ChargeSources } from '../charge-sources.js';
import { Accounts } from '../accounts.js';
import { QuotaNotifier } from '../quota-notifier.js';
import { PriceLists } from '../plans.js';
import { Booking } from './booking.js';
import { lockOrganisation, markApplied, organisationsWaiting, waitingPostings } from './posting-table.js';

/** Postings in one transaction: more would hold the account's lock longer without making each cheaper. */
const BATCH = 100;
/** Somebody else books for this organisation; what it has not seen may have come after it looked. */
const BUSY_MS = 20;
const BUSY_TIMES = 50;

const log = logger('billing');
const booked = counter('kadr_usage_postings', { description: 'Postings booked', unit: '{posting}' });
const unbookable = counter('kadr_usage_postings_failed', { description: 'Postings that can never be booked', unit: '{posting}' });

type Round = 'more' | 'empty' | 'busy';

/** Books what process managers have posted. One organisation at a time and one process for each, in the order of the postings. */
@Injectable()
export class UsageRunner {
  private readonly due = new Set<string>();
  private running: Promise<void> | null = null;
  private isStopped = false;

  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: Accounts,
    private readonly prices: PriceLists,
    private readonly charges: ChargeSources,
    private readonly notifier: QuotaNotifier,
  ) {}

  /** Books soon. Best effort: what fails is taken up by the sweeper. */
  hurry(orgIds: Iterable<string>): void {
    if (this.isStopped) return;
    for (const orgId of orgIds) this.due.add(orgId);
    this.running ??= this.run().finally(() => {
      this.running = null;
      if (this.due.size > 0) this.hurry([]);
    });
  }

  /** Everything that waits. @throws what the database throws */
  async bookAll(): Promise<void> {
    for (const orgId of await organisationsWaiting(this.database)) await this.book(orgId);
  }

  /** All that waits for one organisation. @throws what the database throws */
  async book(orgId: string): Promise<void> {
    for (let busy = 0; busy < BUSY_TIMES && !this.isStopped;) {
      const round = await this.bookSome(orgId);
      if (round === 'empty') return;
      if (round === 'more') continue;
      busy += 1;
      await sleep(BUSY_MS);
    }
  }

  /** Finishes the batch at hand. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.running;
  }

  private async run(): Promise<void> {
    for (;;) {
      const [orgId] = this.due;
      if (orgId === undefined || this.isStopped) return;
      this.due.delete(orgId);
      await this.book(orgId).catch((error: unknown) => log.warn({ err: error, orgId }, 'usage could not be booked yet'));
    }
  }

  private async bookSome(orgId: string): Promise<Round> {
    const { round, done, errors } = await this.unitOfWork.run(async (tx) => {
      const nothing = { done: 0, errors: new Map<string, string>() };
      if (!(await lockOrganisation(tx, orgId))) return { round: 'busy' as const, ...nothing };
      const postings = await waitingPostings(tx, orgId, BATCH);
      if (postings.length === 0) return { round: 'empty' as const, ...nothing };
      const booking = new Booking(tx, await this.accounts.within(tx, orgId), this.prices, this.charges);
      await booking.add(postings);
      const ids = postings.map(({ id }) => id);
      await markApplied(tx, ids, booking.errors);
      await booking.write();
      return { round: postings.length < BATCH ? ('empty' as const) : ('more' as const), done: ids.length, errors: booking.errors };
    });
    if (done > 0) {
      booked.add(done);
      this.notifier.levelsChanged(orgId);
    }
    if (errors.size > 0) {
      unbookable.add(errors.size);
      log.error({ orgId, postings: Object.fromEntries(errors) }, 'postings can never be booked; they stay for a person to look at');
    }
    return round;
  }
}
