import { Injectable } from '@nestjs/common';
import { ConsumerProgress, EventStore } from '#eventing';
import { streamIdOf } from '#eventing/domain';
import { MAP } from '../../nodes/flow/map.node.js';
import { accountForRun } from '../../run/application/process-managers/account-for-run.process-manager.js';
import { workflowRun } from '../../run/domain/workflow-run.decider.js';
import { workflowMap } from '../domain/workflow-map.decider.js';
import { mapIdOf } from './maps.js';
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
    const nodes =
      run.status === 'absent' || run.status === 'deleted'
        ? []
        : run.topology.nodes.map((node, place) => ({ ...node, take: run.nodes[place]?.take ?? 0 }));
    const maps = nodes
      .filter(({ type }) => type === MAP)
      .flatMap(({ id, take }) => Array.from({ length: take + 1 }, (_, before) => mapIdOf(runId, id, before)));
    const handled = await Promise.all([
      this.progress.isHandled(streamIdOf(workflowRun, runId), [accountForRun.name]),
      ...maps.map((mapId) => this.progress.isHandled(streamIdOf(workflowMap, mapId), [accountForMap.name])),
    ]);
    return handled.every(Boolean);
  }
}
