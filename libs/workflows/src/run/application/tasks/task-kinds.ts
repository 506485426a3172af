import { type NodeWork } from '../../domain/workflow-run.commands.js';

/** The kinds of work of a run and what each is told; the rest is read from the run. */
export interface RunTaskPayloads {
  'workflows.run-node': NodeWork & {
    readonly runId: string;
    /** Nobody else can take its place: it waits for a provider that nobody can use at the moment. */
    readonly mayWait: boolean;
    /** It was asked for this time, RFC 3339: who does it need not wait. */
    readonly until?: string;
  };
  /** A video that nobody waits for any more. */
  'workflows.cancel-video': { readonly runId: string; readonly videoId: string };
  /** Nodes that are done in passing, where nobody else passes. */
  'workflows.run-light': { readonly runId: string };
  /** The deadline of a gate. */
  'workflows.lapse-approval': { readonly runId: string; readonly node: string; readonly take: number };
  /** A place is free. */
  'workflows.start-next': { readonly runId: string; readonly workflowId: string; readonly slot: string };
  /** Of a deleted run. */
  'workflows.delete-run': { readonly runId: string };
}
