/** The document of a workflow, as it is sent, kept and shown. `workflow-document.schema.json` holds it to this. */

import { type ScheduleRule } from './workflow-schedule.events.js';

/** What becomes of the ports of a node that failed: all dead (and the run fails), all dead, values of one's own, or `error` alone. */
export type OnError = 'fail' | 'continue' | 'fallback' | 'edge';

/** What a failure that nobody handles does to the rest of the run: nothing new begins, everything ends, or independent nodes go on. */
export type OnFailure = 'stop' | 'abort' | 'continue';

export interface GraphNode {
  readonly id: string;
  /** Of the catalogue, e.g. `Script.Generate`. */
  readonly type: string;
  readonly name?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly position?: { readonly x: number; readonly y: number };
  /** Id of the `Map` that it stands in. */
  readonly parent?: string | null;
  readonly onError?: OnError;
  /** With `onError: fallback`: values by output port. */
  readonly fallback?: Readonly<Record<string, unknown>>;
  readonly retry?: { readonly maxAttempts?: number };
  /** Of a node that is done by a task: it fails with `timed_out` when it was worked on for so long. */
  readonly timeoutSeconds?: number;
  /** Whose results are taken over at most: nobody's, those of the run that this one goes on from, anybody's of the organisation. */
  readonly cache?: NodeCache;
}

export type NodeCache = 'none' | 'fork' | 'organisation';

/** `<node>.<port>` to `<node>.<port>`. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
}

export interface Graph {
  readonly format?: 1;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Results of the run by name, as `<node>.<port>`; absent: every output of nodes that nothing follows. */
  readonly outputs?: Readonly<Record<string, string>>;
}

/** How many runs go on at a time, and what becomes of one more. */
export interface RunConcurrency {
  readonly limit: number;
  /** An expression over the inputs: runs for which it gives the same share the places; absent: all runs of the workflow do. */
  readonly key?: string;
  readonly onLimit?: 'queue' | 'refuse' | 'cancel-oldest';
}

export interface WorkflowSettings {
  readonly onFailure?: OnFailure;
  readonly concurrency?: RunConcurrency;
  /** `manifest.json` of its films carries the document, without the inputs of the run. */
  readonly embedGraph?: boolean;
  /** Runs are deleted so many days after they have ended; absent: never. */
  readonly retentionDays?: number;
  /** A run that may cost more is refused. 1 USD = 1 000 000. */
  readonly maxCostMicros?: number;
}

/** The schedule that stands in the document: when the workflow runs by itself. */
export interface DocumentSchedule extends Partial<ScheduleRule> {
  readonly cron: string;
  readonly timezone: string;
  /** False: it is paused. */
  readonly enabled?: boolean;
  /** Values by name of the input. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** Number of the next run. */
  readonly episode?: number;
}

export interface WorkflowDocument {
  readonly name: string;
  readonly description?: string;
  readonly graph: Graph;
  readonly settings?: WorkflowSettings;
  readonly schedule?: DocumentSchedule;
  /** Kept although it is faulty; cannot be run. */
  readonly draft?: boolean;
}

export const LIMITS = {
  nodes: 200,
  edges: 600,
  /** Nodes one after another. */
  depth: 100,
  /** Maps within each other. */
  nesting: 2,
  /** Work of all nodes on all items. */
  executions: 10_000,
  documentBytes: 256_000,
  inputs: 50,
  parameterCharacters: 20_000,
} as const;
