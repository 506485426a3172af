import { Injectable } from '@nestjs/common';
import { type Queryable } from '#platform';
import { type ChargeSource } from '../contracts/charges.js';

/** Whom to ask what providers charge. Filled while the modules are made; where nobody is, nothing is charged. */
@Injectable()
export class ChargeSources {
  private readonly sources: ChargeSource[] = [];

  register(source: ChargeSource): void {
    this.sources.push(source);
  }

  get all(): readonly ChargeSource[] {
    return this.sources;
  }

  /** What may still be charged, in micro-dollars by work; those without anything are left out. */
  async pendingMicros(db: Queryable, subjectIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const pending = new Map<string, number>();
    if (subjectIds.length === 0) return pending;
    for (const source of this.sources) {
      for (const [id, micros] of await source.pendingMicros(db, subjectIds)) pending.set(id, (pending.get(id) ?? 0) + micros);
    }
    return pending;
  }
}
