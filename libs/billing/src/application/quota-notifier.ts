import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#eventing';
import { Clock, Database, logger } from '#platform';
import { type QuotaRefusal } from '../contracts/quota.js';
import { type Resource } from '../contracts/resources.js';
import { type Balance, levelsOf, type Limits } from '../domain/limits.js';
import { NoteLevels, NoteRefusal, quotaAccount, WARNING_THRESHOLDS } from '../domain/quota-account.decider.js';
import { type Account, Accounts } from './accounts.js';
import { periodAt } from './billing-period.js';
import { readBalance } from './ledger/balance-table.js';

const SYSTEM = 'system';
const LOWEST_THRESHOLD = Math.min(...WARNING_THRESHOLDS);
/** A refusal is told of once a minute; asking the store about each of a thousand in a row would only cost. */
const ASK_AGAIN_AFTER_MS = 10_000;
const REMEMBERED = 10_000;

const log = logger('billing');

/**
 * Tells of limits that are nearly or fully used, and of refusals. Beside the work itself: what is lost here with the process is made up
 * for by the sweeper (levels) or the next refusal.
 */
@Injectable()
export class QuotaNotifier {
  private readonly looking = new Map<string, 'once' | 'again'>();
  private readonly toldAtMs = new Map<string, number>();
  private readonly running = new Set<Promise<unknown>>();

  constructor(
    private readonly database: Database,
    private readonly accounts: Accounts,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Looks soon; changes that come while it looks are looked at together. */
  levelsChanged(orgId: string): void {
    if (this.looking.has(orgId)) {
      this.looking.set(orgId, 'again');
      return;
    }
    this.looking.set(orgId, 'once');
    this.inBackground(
      (async () => {
        do {
          this.looking.set(orgId, 'once');
          await this.look(orgId);
        } while (this.looking.get(orgId) === 'again');
      })().finally(() => this.looking.delete(orgId)),
    );
  }

  /** Of a reservation that was committed: looks where what the account holds since then may be worth telling, and asks nobody where not. */
  reserved({ orgId, limits }: Account, balance: Balance): void {
    if (worthTelling(balance, limits).length > 0) this.levelsChanged(orgId);
  }

  refused(orgId: string, refusal: QuotaRefusal): void {
    const key = `${orgId} ${refusal.resource}`;
    const now = this.clock.nowMs();
    if (now - (this.toldAtMs.get(key) ?? -Infinity) < ASK_AGAIN_AFTER_MS) return;
    if (this.toldAtMs.size >= REMEMBERED) this.toldAtMs.clear();
    this.toldAtMs.set(key, now);
    const command = new NoteRefusal({ orgId, refusal }, this.clock.now());
    this.inBackground(this.unitOfWork.decide(quotaAccount, orgId, command, { orgId, actor: SYSTEM }));
  }

  /** Raises what is due for the organisation's current period. Twice is safe. */
  async look(orgId: string): Promise<void> {
    const account = (await this.accounts.known([orgId])).get(orgId);
    if (!account) return;
    const now = this.clock.now();
    const period = periodAt(account, now);
    const { balance } = await readBalance(this.database, orgId, period);
    const levels = worthTelling(balance, account.limits);
    if (levels.length === 0) return;
    await this.unitOfWork.decide(quotaAccount, orgId, new NoteLevels({ orgId, period, levels }, now), { orgId, actor: SYSTEM });
  }

  /** When nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  private inBackground(work: Promise<unknown>): void {
    const done = work
      .catch((error: unknown) => log.warn({ err: error }, 'a notice about a quota could not be given'))
      .finally(() => this.running.delete(done));
    this.running.add(done);
  }
}

/** That everything that may run at once does run is no news, and belongs to no period. */
const worthTelling = (balance: Balance, limits: Limits): { resource: Resource; percentage: number }[] =>
  levelsOf(balance, limits).flatMap(({ resource, percentage }) =>
    resource !== 'concurrent_videos' && percentage !== null && percentage >= LOWEST_THRESHOLD ? [{ resource, percentage }] : [],
  );
