import { Injectable } from '@nestjs/common';
import { type Context, type EventTransaction, firstFailure, UnitOfWork } from '#eventing';
import { type AnyAggregate } from '#eventing/domain';
import { Clock, GroupCommit, isConnectionError } from '#platform';
import { type QuotaRefusal, type Reservation } from '../contracts/quota.js';
import { type Amounts, amountsOf, plus } from '../domain/amounts.js';
import { refusalsOf } from '../domain/limits.js';
import { QuotaLedger } from './ledger/quota-ledger.js';

/** Work accepted in one transaction. More would make the first ones wait longer than it saves. */
const MAX_TOGETHER = 50;

/** What is known of work before it is accepted: beside others it costs less then. */
export interface Beside {
  /** The stream that it decides on: those of all are read at once. */
  readonly on?: { readonly aggregate: AnyAggregate; readonly id: string };
  /** It touches nothing that others touch: what all of them ask the database goes out together. */
  readonly isApart?: boolean;
}

interface Acceptance extends Beside {
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
  async accept<T>(
    reservation: Reservation,
    context: Context,
    accept: (tx: EventTransaction) => Promise<T>,
    beside: Beside = {},
  ): Promise<T> {
    const { orgId } = reservation;
    const queue =
      this.queues.get(orgId) ??
      new GroupCommit((items: Acceptance[]) => this.flush(orgId, items), { maxItems: MAX_TOGETHER, concurrency: 1 });
    this.queues.set(orgId, queue);
    try {
      return (await queue.add({ ...beside, reservation, context, accept })) as T;
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
      for (const [aggregate, ids] of streamsOf(items)) await tx.loadMany(aggregate, ids);
      const accepted = new Map<Acceptance, unknown>();
      const apart = items.filter(({ isApart }) => isApart);
      for (const item of items) if (!item.isApart) accepted.set(item, await item.accept(tx));
      const failure = firstFailure(await Promise.allSettled(apart.map(async (item) => accepted.set(item, await item.accept(tx)))));
      if (failure) throw failure.error;
      await this.ledger.reserveAll(tx, orgId, items);
      return items.map((item) => accepted.get(item));
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

function streamsOf(items: readonly Acceptance[]): ReadonlyMap<AnyAggregate, readonly string[]> {
  const streams = new Map<AnyAggregate, string[]>();
  for (const { on } of items) if (on) streams.set(on.aggregate, [...(streams.get(on.aggregate) ?? []), on.id]);
  return streams;
}

async function inOrder<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const [index, item] of items.entries()) results.push(await work(item, index));
  return results;
}
