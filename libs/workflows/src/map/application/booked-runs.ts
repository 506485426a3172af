import { Injectable } from '@nestjs/common';
import { ConsumerProgress, EventStore } from '#eventing';
import { streamIdOf } from '#eventing/domain';
import { accountForRun } from '../../run/application/process-managers/account-for-run.process-manager.js';
import { workflowRun } from '../../run/domain/workflow-run.decider.js';
import { workflowMap } from '../domain/workflow-map.decider.js';
import { mapIdsOf } from './maps.js';
import { accountForMap } from './process-managers/account-for-map.process-manager.js';

/**
 * Whether all that a run has used is booked. Items of a `Map` are told of in a stream of their own, whose follower may be behind the one that
 * closes the run: another process has it, or had it and died.
 */
@Injectable()
export class BookedRuns {
  constructor(
    private readonly store: EventStore,
    private readonly progress: ConsumerProgress,
  ) {}

  async isBooked(runId: string): Promise<boolean> {
    const { state: run } = await this.store.load(workflowRun, runId);
    const maps = run.status === 'absent' || run.status === 'deleted' ? [] : mapIdsOf(run);
    const handled = await Promise.all([
      this.progress.isHandled(streamIdOf(workflowRun, runId), [accountForRun.name]),
      ...maps.map((mapId) => this.progress.isHandled(streamIdOf(workflowMap, mapId), [accountForMap.name])),
    ]);
    return handled.every(Boolean);
  }
}
