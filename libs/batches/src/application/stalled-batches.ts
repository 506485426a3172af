import { Injectable } from '@nestjs/common';
import { type Pursuit, type Stalled, StalledWork, type Subject } from '#tasks';
import { batch } from '../domain/batch.decider.js';
import { type Batch } from '../domain/batch.state.js';
import { BatchTable } from './batch-table.js';
import { requestsOf, startItems } from './process-managers/start-items.process-manager.js';

/** Batches with items that nobody starts. Those whose videos are being made are left alone. */
@Injectable()
export class StalledBatches implements Pursuit<Batch> {
  readonly what = 'batch';
  readonly askedBy = startItems.name;

  constructor(
    private readonly stalled: StalledWork,
    private readonly table: BatchTable,
  ) {
    stalled.watch(batch, this);
  }

  unfinished(after: string, limit: number): Promise<readonly Subject[]> {
    return this.table.unfinished(after, limit);
  }

  async driveOn({ state, orgId }: Stalled<Batch>): Promise<boolean> {
    const missing = requestsOf(state, orgId).flatMap((effect) => ('request' in effect ? [effect.request] : []));
    return missing.length > 0 && this.stalled.askAgain(missing);
  }
}
