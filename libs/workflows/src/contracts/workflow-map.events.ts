import { type Event } from '#eventing/domain';
import { type ProviderCost } from '#steps/plan';
import { type QueueName } from '#tasks/contracts';
import { type PortValue } from './values.js';
import { type RunTopology, type UsedQuantities } from './workflow-run.events.js';

/** What becomes of the list when the work on an item fails: nothing of it, a shorter list, or a list with null in that place. */
export type OnItemError = 'fail' | 'skip' | 'null';

/** A list is gone through by a node of a run. First event of every `workflow-map` stream. */
export type MapOpened = Event<
  'MapOpened',
  {
    mapId: string;
    runId: string;
    node: string;
    take: number;
    /** Of the run: how often it had been retried. */ round: number;
    /** What is left of the list, in its order. */ items: PortValue;
    count: number;
    /** Items that are worked on at the same time. */ concurrency: number;
    /** Items that one task goes through, one after another. */ together: number;
    onItemError: OnItemError;
    /** Items that may fail; null: any number. */ tolerate: number | null;
    /** What is done with each of them: the nodes inside, and before them those that values come from. */ topology: RunTopology;
    /** Where the work on each of them waits. */ queue: QueueName;
    openedAt: string;
  }
>;

/** The work on one item has ended. */
export type MapItemEnded = Event<
  'MapItemEnded',
  {
    mapId: string;
    runId: string;
    /** Its place, from 0. */ index: number;
    /** What came of it; null: nothing. */ output: PortValue | null;
    error: { readonly code: string; readonly message: string; readonly retryable: boolean } | null;
    /** Whether a model that stands in made something of it. */ isFallback: boolean;
    costs: readonly ProviderCost[];
    quantities: UsedQuantities & { /** Films that were made. */ readonly videos?: number };
    endedAt: string;
  }
>;

export type WorkflowMapEvent = MapOpened | MapItemEnded;
