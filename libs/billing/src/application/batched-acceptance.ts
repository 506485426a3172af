import { Injectable } from '@nestjs/common';
import { type Context, type EventTransaction, UnitOfWork } from '#eventing';
import { Clock, GroupCommit, isConnectionError } from '#platform';
import { type QuotaRefusal, type Reservation } from '../contracts/quota.js';
import { type Amounts, amountsOf, plus } from '../domain/amounts.js';
import { refusalsOf } from '../domain/limits.js';
import { QuotaLedger } from './ledger/quota-ledger.js';

/** Work accepted in one transaction. More would make the first ones wait longer than it saves. */
const MAX_TOGETHER = 50;

interface Acceptance {
  readonly reservation: Reservation;
  readonly context: Context;
  readonly accept: (tx: EventTransaction) => Promise<unknown>;
}

type Outcome = PromiseSettledResult<unknown>;

/**
 * Accepts work together with its reservation. What one organisation sends while a transaction of its own is under way shares the next one:
 * the account is locked once for all of them, so that hundreds at once are not hundreds in a row. Each succeeds or fails on its own.
 */
@Injectable()
export class BatchedAcceptance {
  private readonly queues = new Map<string, GroupCommit<Acceptance, unknown>>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: QuotaLedger,
    private readonly clock: Clock,
  ) {}

  /**
   * Reserves, and accepts by whatever `accept` does in the same transaction; that may be done several times, as in `UnitOfWork.run`.
   * @throws OverQuota: nothing was accepted; whatever `accept` throws: nothing was reserved
   */
  async accept<T>(reservation: Reservation, context: Context, accept: (tx: EventTransaction) => Promise<T>): Promise<T> {
    const { orgId } = reservation;
    const queue =
      this.queues.get(orgId) ??
      new GroupCommit((items: Acceptance[]) => this.flush(orgId, items), { maxItems: MAX_TOGETHER, concurrency: 1 });
    this.queues.set(orgId, queue);
    try {
      return (await queue.add({ reservation, context, accept })) as T;
    } finally {
      if (queue.pending === 0 && this.queues.get(orgId) === queue) this.queues.delete(orgId);
    }
  }

  private async flush(orgId: string, items: readonly Acceptance[]): Promise<Outcome[]> {
    const [only] = items;
    if (only && items.length === 1) return [await this.alone(only)];
    const refusals = await this.refusalsInOrder(orgId, items).catch(() => items.map(() => null));
    const fitting = items.filter((_, index) => refusals[index] === null);
    const values = new Map<Acceptance, unknown>();
    try {
      const accepted = await this.together(orgId, fitting);
      fitting.forEach((item, index) => values.set(item, accepted[index]));
    } catch (error) {
      // Asking fifty times one after the other would only make everybody wait for a database that is not there.
      if (isConnectionError(error)) return items.map(() => ({ status: 'rejected', reason: error }));
      // One of them cannot be accepted, or somebody else was first: each for itself, in order.
      return inOrder(items, (item) => this.alone(item));
    }
    return inOrder(items, async (item, index): Promise<Outcome> => {
      if (values.has(item)) return { status: 'fulfilled', value: values.get(item) };
      const refused = refusals[index];
      return refused ? { status: 'rejected', reason: this.ledger.refuse(orgId, refused) } : this.alone(item);
    });
  }

  private async alone({ reservation, context, accept }: Acceptance): Promise<Outcome> {
    try {
      const value = await this.unitOfWork.run(async (tx) => {
        const accepted = await accept(tx);
        await this.ledger.reserve(tx, reservation, context);
        return accepted;
      });
      return { status: 'fulfilled', value };
    } catch (reason) {
      return { status: 'rejected', reason };
    }
  }

  private async together(orgId: string, items: readonly Acceptance[]): Promise<unknown[]> {
    if (items.length === 0) return [];
    return this.unitOfWork.run(async (tx) => {
      const accepted: unknown[] = [];
      for (const item of items) accepted.push(await item.accept(tx));
      await this.ledger.reserveAll(tx, orgId, items);
      return accepted;
    });
  }

  /** First come, first served: null for those that fit behind the ones before them. */
  private async refusalsInOrder(orgId: string, items: readonly Acceptance[]): Promise<(readonly QuotaRefusal[] | null)[]> {
    const { account, period, balance } = await this.ledger.snapshot(orgId, this.clock.now());
    let reserved: Amounts = balance.reserved;
    return items.map(({ reservation }) => {
      const wanted = amountsOf(reservation.quantities);
      const refusals = refusalsOf(wanted, { reserved, used: balance.used }, account.limits, period.end);
      if (refusals.length > 0) return refusals;
      reserved = plus(reserved, wanted);
      return null;
    });
  }
}

async function inOrder<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const [index, item] of items.entries()) results.push(await work(item, index));
  return results;
}
