import { counter, histogram } from '#platform';

export type NodeOutcome = 'succeeded' | 'cached' | 'failed' | 'skipped' | 'approved' | 'rejected';

/** What became of a node. */
export interface NodeEnd {
  readonly type: string;
  readonly outcome: NodeOutcome;
  /** How long the work on it took, with all its tries; null: nobody worked on it, or it is not known. */
  readonly seconds: number | null;
}

const SECONDS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];

/** Nodes that are settled, those of runs and those inside of maps alike. */
export class NodeMeasures {
  private readonly nodes = counter('kadr_workflow_nodes', {
    description: 'Nodes that were settled, by type and outcome; those inside of a map once for each item',
    unit: '{node}',
  });
  private readonly duration = histogram('kadr_workflow_node_duration_seconds', {
    ...{ description: 'From the beginning of a node that is not done in passing to its end', unit: 's' },
    buckets: SECONDS,
  });

  tell({ type, outcome, seconds }: NodeEnd): void {
    this.nodes.add(1, { type, outcome });
    if (seconds !== null) this.duration.record(seconds, { type });
  }
}
