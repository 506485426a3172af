import { Injectable } from '@nestjs/common';
import { type Requester } from '../../contracts/requester.js';
import { type GateSubject, type RunGate, RunGates } from '../../contracts/run-gates.js';
import { UnknownGate } from '../domain/workflow-run.errors.js';
import { RunChanges } from './run-changes.service.js';
import { type ApprovalView, type ValueView } from './run.view.js';
import { WorkflowRuns } from './runs.service.js';

@Injectable()
export class GatesOfRuns extends RunGates {
  constructor(
    private readonly runs: WorkflowRuns,
    private readonly changes: RunChanges,
  ) {
    super();
  }

  override async of(orgId: string, runId: string, node: string): Promise<readonly RunGate[]> {
    const { approvals, nodes } = await this.runs.read(orgId, runId);
    if (!nodes.some(({ id, type }) => id === node && type === 'Approve')) throw new UnknownGate(runId, node);
    return approvals.filter((approval) => approval.node === node).map(gateOf);
  }

  override async decide(
    by: Requester,
    runId: string,
    { node, take }: { readonly node: string; readonly take: number },
    given: { readonly decision: 'approved' | 'rejected'; readonly comment?: string },
  ): Promise<void> {
    await this.changes.decide(by, runId, node, { ...given, take }, async () => undefined);
  }
}

const gateOf = ({ subject, ...gate }: ApprovalView): RunGate => ({ ...gate, subject: subjectOf(subject) });

function subjectOf({ type, value, url, preview }: ValueView): GateSubject {
  if (url !== undefined && (type === 'image' || type === 'video' || type === 'audio')) return { kind: type, urls: [url] };
  if (type === 'script' && value !== undefined) return { kind: 'text', text: (value as { text: string }).text };
  if (typeof value === 'string') return { kind: 'text', text: value };
  return { kind: 'text', text: value === undefined ? (preview ?? '') : JSON.stringify(value, null, 2) };
}
