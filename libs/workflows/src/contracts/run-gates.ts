import { type Requester } from './requester.js';

/** What a gate of a run shows to whoever decides it. */
export type GateSubject =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image' | 'video' | 'audio'; readonly urls: readonly string[] };

export interface RunGate {
  readonly node: string;
  /** How often it was asked before. */
  readonly take: number;
  readonly status: 'pending' | 'approved' | 'rejected' | 'cancelled';
  readonly title: string;
  readonly message: string;
  readonly subject: GateSubject;
  readonly deadlineAt: string | null;
  readonly onDeadline: 'approve' | 'reject' | 'fail';
  readonly comment: string | null;
  readonly byDeadline: boolean;
  readonly decidedAt: string | null;
}

/** The door to gates of runs, for whoever has them decided by people. Also the injection token. */
export abstract class RunGates {
  /** All requests of a node, in their order. @throws `workflow_run_not_found`, `approval_not_found` */
  abstract of(orgId: string, runId: string, node: string): Promise<readonly RunGate[]>;
  /** Decides the request that was shown. @throws as the API does: `already_decided`, `not_awaiting_approval`, `quota_exceeded` */
  abstract decide(
    by: Requester,
    runId: string,
    gate: { readonly node: string; readonly take: number },
    given: { readonly decision: 'approved' | 'rejected'; readonly comment?: string },
  ): Promise<void>;
}
