import { Injectable } from '@nestjs/common';
import { type EffectSink } from '#eventing';
import { type Recorded } from '#eventing/domain';
import { type Queryable } from '#platform';
import { type UsageEffect } from '../../contracts/usage.js';
import { factsOf, insertPostings, postingId } from './posting-table.js';
import { UsageRunner } from './usage-runner.js';

type Caused = { readonly effect: UsageEffect; readonly cause: Recorded };

/**
 * Where process managers say what was used: kept in their own transaction, booked right after it by the `UsageRunner`. A crash in between
 * loses only the hurry; the sweeper makes up for it.
 */
@Injectable()
export class UsageSink implements EffectSink<UsageEffect> {
  constructor(private readonly runner: UsageRunner) {}

  async store(tx: Queryable, effects: readonly Caused[]): Promise<void> {
    // One statement must not meet the same row twice.
    const postings = new Map(
      effects.map(({ effect, cause }) => {
        const { orgId, reservationId } = factsOf(effect);
        const { correlationId } = cause.metadata;
        const id = postingId(effect);
        return [id, { id, orgId, reservationId, effect, correlationId, causationId: cause.eventId }];
      }),
    );
    if (postings.size > 0) await insertPostings(tx, [...postings.values()]);
  }

  announce(effects: readonly Caused[]): void {
    this.runner.hurry(new Set(effects.map(({ effect }) => factsOf(effect).orgId)));
  }
}
