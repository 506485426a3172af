import { Injectable } from '@nestjs/common';
import { EventStore } from '#eventing';
import { Clock, Database, logger } from '#platform';
import { type SpareCharges } from '../contracts/accounts.js';
import { type ChargedWork, type ChargeSource } from '../contracts/charges.js';
import { type BillableWork } from '../contracts/quota.js';
import { type ProviderCharge, type UsageEffect } from '../contracts/usage.js';
import { quotaReservation } from '../domain/quota-reservation.decider.js';
import { BillableWorks } from './billable-works.js';
import { ChargeSources } from './charge-sources.js';
import { insertPostings, organisationHasWaiting, postingId } from './ledger/posting-table.js';
import { reservationsOfWork } from './ledger/reservation-table.js';
import { recordedCharges, SPARE_ENTRY } from './ledger/usage-record.js';
import { UsageRunner } from './ledger/usage-runner.js';

const PAGE = 500;
/** Two sums that should be one, by organisation, in micro-dollars. */
export interface ChargeDifference {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

const log = logger('billing');

/**
 * Sees to it that what a provider charged ends in a usage record, also where no result ever told of it: work that was cancelled, given up
 * or made in vain. While more may be charged, the share of the reservation is held.
 */
@Injectable()
export class Charges {
  constructor(
    private readonly sources: ChargeSources,
    private readonly database: Database,
    private readonly store: EventStore,
    private readonly runner: UsageRunner,
    private readonly works: BillableWorks,
    private readonly clock: Clock,
  ) {}

  /** Books what has no record yet, of work that has come to its end. @returns how many pieces of work were compared */
  async account(): Promise<number> {
    let compared = 0;
    for (const source of this.sources.all) {
      for await (const page of pagesOf((asked) => source.unaccounted(asked))) {
        for (const work of page) if (await this.accountFor(source, work)) compared += 1;
      }
    }
    return compared;
  }

  /** The charges of providers beside the records made of them, for each organisation. */
  async compare(): Promise<ChargeDifference[]> {
    const sums = new Map<string, { charged: number; recorded: number }>();
    for (const source of this.sources.all) {
      for await (const page of pagesOf((asked) => source.settled(asked))) {
        const ids = page.map(({ subjectId }) => subjectId);
        const records = await recordedCharges(this.database, ids);
        for (const { orgId, subjectId, byModel } of page) {
          const { charged, recorded } = sums.get(orgId) ?? { charged: 0, recorded: 0 };
          const inRecords = [...(records.get(subjectId)?.values() ?? [])];
          sums.set(orgId, {
            charged: byModel.reduce((all, { amountMicros }) => all + amountMicros, charged),
            recorded: inRecords.reduce((all, { micros }) => all + micros, recorded),
          });
        }
      }
    }
    return [...sums].flatMap(([orgId, { charged, recorded }]) =>
      charged === recorded
        ? []
        : [{ what: `charges of providers: provider_cost_micros ${orgId}`, expected: String(charged), found: String(recorded) }],
    );
  }

  /** Only when whoever accounts for the work has said its last word: what a result tells of is booked by that. */
  private async accountFor(source: ChargeSource, work: ChargedWork): Promise<boolean> {
    const { orgId, subjectId } = work;
    const reservations = await reservationsOfWork(this.database, subjectId);
    if (reservations.some(({ isHeld }) => !isHeld) || (await organisationHasWaiting(this.database, orgId))) return false;
    const { state } = await this.store.load(quotaReservation, subjectId);
    if (state.status === 'absent') {
      log.error({ orgId, subjectId }, 'a provider has charged for work that nothing was reserved for; it stays unaccounted for');
      return false;
    }
    // Some tell of what they used in several streams: a follower that is behind would book again what is booked here.
    if (!(await this.works.isBooked(state.subject)) || (await organisationHasWaiting(this.database, orgId))) return false;
    const recorded = (await recordedCharges(this.database, [subjectId])).get(subjectId);
    const reservationId = reservations[0]?.reservationId ?? subjectId;
    // Never more than is missing in all: a result may call its model by another name than the call did.
    let missing = work.byModel.reduce((sum, { amountMicros }) => sum + amountMicros, 0);
    for (const { micros } of recorded?.values() ?? []) missing -= micros;
    const spare: ProviderCharge[] = [];
    const postings = work.byModel.flatMap(({ provider, model, amountMicros: all }) => {
      const known = recorded?.get(model) ?? { micros: 0, spare: 0 };
      const amountMicros = Math.min(all - known.micros, missing);
      const spareMicros = known.spare + Math.max(0, amountMicros);
      if (spareMicros > 0) spare.push({ provider, model, units: 1, amountMicros: spareMicros });
      if (amountMicros <= 0) return [];
      missing -= amountMicros;
      const charge = { provider, model, units: 1, amountMicros };
      const what = { entry: `${SPARE_ENTRY}${model} ${all}`, quantities: { provider_cost_micros: amountMicros }, charge };
      const effect: UsageEffect = { settle: { reservationId, orgId, subject: state.subject, ...what, at: this.clock.now() } };
      return [{ id: postingId(effect), orgId, reservationId, effect, correlationId: subjectId, causationId: null }];
    });
    // First: what is booked is not told of once more.
    if (postings.length > 0 && !(await this.isTold(source, state.subject, { orgId, workId: subjectId, spare }))) return false;
    await this.database.transaction(async (tx) => {
      if (postings.length > 0) await insertPostings(tx, postings);
      await source.accounted(tx, [work]);
    });
    if (postings.length > 0) await this.runner.book(orgId);
    return true;
  }

  /** @returns false: it could not be told now, and is told with the next look. Other work is not kept waiting for that. */
  private async isTold(source: ChargeSource, of: BillableWork, charges: Omit<SpareCharges, 'byTask'>): Promise<boolean> {
    const { orgId, workId } = charges;
    try {
      await this.works.charged(of, { ...charges, byTask: await source.byTask(workId) });
      return true;
    } catch (error) {
      log.error({ err: error, orgId, workId }, 'what a provider has charged beside results could not be told to the work');
      return false;
    }
  }
}

async function* pagesOf(
  ask: (page: { readonly after: string | null; readonly limit: number }) => Promise<readonly ChargedWork[]>,
): AsyncGenerator<readonly ChargedWork[]> {
  for (let after: string | null = null; ;) {
    const page = await ask({ after, limit: PAGE });
    yield page;
    after = page.at(-1)?.subjectId ?? null;
    if (page.length < PAGE) return;
  }
}
