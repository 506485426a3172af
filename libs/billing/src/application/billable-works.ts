import { Injectable } from '@nestjs/common';
import { type BillableWorkStates, type SpareCharges } from '../contracts/accounts.js';
import { type BillableWork, type BillableWorkKind } from '../contracts/quota.js';

/** Whom to ask whether work has ended, by its kind. Filled while the modules are made. */
@Injectable()
export class BillableWorks {
  private readonly states = new Map<BillableWorkKind, BillableWorkStates>();

  register(kind: BillableWorkKind, states: BillableWorkStates): void {
    this.states.set(kind, states);
  }

  /** @returns when those that have ended did, by `kind id`; kinds that nobody answers for are not among them */
  async endedAt(subjects: readonly BillableWork[]): Promise<ReadonlyMap<string, string>> {
    const ended = new Map<string, string>();
    for (const [kind, ofKind] of Map.groupBy(subjects, (subject) => subject.kind)) {
      const found = await this.states.get(kind)?.endedAt([...new Set(ofKind.map(({ id }) => id))]);
      for (const [id, at] of found ?? []) ended.set(`${kind} ${id}`, at);
    }
    return ended;
  }

  /** Whoever shows what work has cost hears of what no result of it tells. */
  async charged({ kind }: BillableWork, charges: SpareCharges): Promise<void> {
    await this.states.get(kind)?.charged?.(charges);
  }

  /** False: it has used what nobody has booked yet. */
  async isBooked({ kind, id }: BillableWork): Promise<boolean> {
    return (await this.states.get(kind)?.isBooked?.(id)) ?? true;
  }
}
