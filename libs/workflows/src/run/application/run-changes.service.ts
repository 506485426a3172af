import { Injectable } from '@nestjs/common';
import { SignedUrls } from '#assets';
import { Quota } from '#billing';
import { EventStore, type EventTransaction, UnitOfWork } from '#eventing';
import { DomainError } from '#eventing/domain';
import { Clock } from '#platform';
import { type InTransaction, type Requester } from '../../contracts/requester.js';
import { type PortValue } from '../../contracts/values.js';
import { GraphStore } from '../../graph/application/graph-store.js';
import { converted } from '../../graph/domain/convert.js';
import { inputName } from '../../graph/domain/validate/values.js';
import { type PlacedFault } from '../../shared/domain/refusals.js';
import { OwnedRows } from '../../shared/owned-rows.js';
import { Workflows } from '../../workflow/application/workflows.service.js';
import { budgetOf, type RunBudget } from '../domain/run.quota.js';
import { DecideNode, DeleteRun, RetryRun } from '../domain/workflow-run.commands.js';
import { workflowRun } from '../domain/workflow-run.decider.js';
import { FaultyDecision, UnknownRun } from '../domain/workflow-run.errors.js';
import { indexOfNode, type RunState } from '../domain/workflow-run.state.js';
import { NodeShares, sharesOf } from './node-shares.js';
import { reservationOf } from './reservations.js';
import { RunValues } from './run-values.js';
import { Slots } from './slots.js';
import { RunFigures } from './run-figures.js';
import { type RunView, runView } from './run.view.js';
import { type RunOrder, type RunStart, WorkflowRuns } from './runs.service.js';

export interface GateDecision {
  readonly decision: 'approved' | 'rejected';
  readonly comment?: string;
  /** A text or script in place of the one that was shown. */
  readonly edits?: string;
  /** Of the request that was shown; default: the one that is pending. */
  readonly take?: number;
}

export interface ForkOrder {
  readonly from?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly version?: number | 'latest';
  readonly pins?: unknown;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What becomes of a run that is there: decisions of people, another round, another run after it, its end. */
@Injectable()
export class RunChanges {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: EventStore,
    private readonly rows: OwnedRows,
    private readonly runs: WorkflowRuns,
    private readonly workflows: Workflows,
    private readonly graphs: GraphStore,
    private readonly values: RunValues,
    private readonly shares: NodeShares,
    private readonly slots: Slots,
    private readonly figures: RunFigures,
    private readonly quota: Quota,
    private readonly urls: SignedUrls,
    private readonly clock: Clock,
  ) {}

  /** What is made again is set aside with the decision. @throws UnknownRun, UnknownGate, NothingToDecide, FaultyDecision, OverQuota */
  async decide(by: Requester, runId: string, node: string, given: GateDecision, alongside: InTransaction<RunView>): Promise<RunView> {
    const run = await this.owned(by.orgId, runId);
    const { decision, comment = null, take = null } = given;
    const edits = given.edits === undefined ? null : await this.edited(run, node, given.edits, by.orgId);
    const command = new DecideNode({ runId, node, take, decision, comment, edits }, this.clock.now());
    try {
      return await this.unitOfWork.run(async (tx) => {
        const { state, events } = await tx.decide(workflowRun, runId, command, by);
        const decided = state as RunState;
        const made = runView(decided, this.urls, await this.figures.ofOne(decided));
        await alongside(tx, made);
        const again = events.flatMap((event) => (event.type === 'NodesReopened' ? event.data.nodes : []));
        const { quantities } = await this.budgetFor(decided, again, by.orgId);
        const of = {
          reservationId: reservationOf(runId, decided.round),
          orgId: by.orgId,
          subject: { kind: 'workflow_run' as const, id: runId },
        };
        if (again.length > 0) await this.quota.add(tx, { ...of, quantities }, by);
        return made;
      });
    } catch (error) {
      if (edits && error instanceof DomainError) await this.values.discard({ edits });
      throw error;
    }
  }

  /** Nothing that is there is made again. @throws UnknownRun, NotFailed, FaultyDecision, ConcurrencyLimit, OverQuota */
  async retry(by: Requester, runId: string, from: string | null, alongside: InTransaction<RunView>): Promise<RunView> {
    await this.owned(by.orgId, runId);
    return this.changing(by, new RetryRun({ runId, from }, this.clock.now()), alongside, async (tx, run, events) => {
      await this.placed(tx, by, run);
      const again = events.flatMap((event) => (event.type === 'RunRetried' ? event.data.nodes : []));
      const budget = await this.budgetFor(run, again, by.orgId);
      const of = { reservationId: reservationOf(runId, run.round), orgId: by.orgId, subject: { kind: 'workflow_run' as const, id: runId } };
      await this.quota.reserve(tx, { ...of, ...budget }, by);
    });
  }

  /** Another run with other inputs or another version; what would come out the same is taken over. @throws as `WorkflowRuns.start` */
  async fork(by: Requester, runId: string, order: ForkOrder, start: Pick<RunStart, 'runId' | 'alongside'>): Promise<RunView> {
    const { from, version, pins, metadata } = order;
    const origin = await this.owned(by.orgId, runId);
    const wanted = version === 'latest' ? null : (version ?? origin.version);
    const { saved, document } = await this.workflows.versioned(by.orgId, origin.workflowId, wanted);
    const known = new Set(document.graph.nodes.map((node) => inputName({ ...node, params: node.params ?? {} })));
    const inputs: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(origin.inputs)) if (known.has(name)) inputs[name] = (await this.values.read(value)).value;
    const again: RunOrder = {
      ...{ inputs: { ...inputs, ...order.inputs }, version: saved.version, metadata: metadata ?? origin.metadata },
      ...(pins !== undefined && { pins }),
    };
    // Told with all else that is wrong.
    const faults = from !== undefined && indexOfNode(origin, from) < 0 ? [noSuchNode(from)] : [];
    const lineage = { runId, fresh: from === undefined ? [] : [from] };
    return this.runs.start(by, origin.workflowId, again, { ...start, trigger: 'fork', lineage, faults });
  }

  /** Its files and words go by a task. @throws UnknownRun, NotFinished */
  async delete(by: Requester, runId: string): Promise<void> {
    await this.owned(by.orgId, runId);
    await this.unitOfWork.decide(workflowRun, runId, new DeleteRun({ runId }, this.clock.now()), by);
  }

  /** @throws ConcurrencyLimit */
  private async placed(tx: EventTransaction, by: Requester, { runId, workflowId, slot: key, document }: RunState): Promise<void> {
    const { concurrency } = (await this.graphs.read(by.orgId, document)).settings ?? {};
    if (key === null || !concurrency) return;
    await this.slots.takeAgain(tx, by, runId, { workflowId, key, limit: concurrency.limit, onLimit: 'refuse' });
  }

  private changing(
    by: Requester,
    command: RetryRun,
    alongside: InTransaction<RunView>,
    reserve: (tx: EventTransaction, run: RunState, events: Awaited<ReturnType<typeof this.decided>>['events']) => Promise<void>,
  ): Promise<RunView> {
    return this.unitOfWork.run(async (tx) => {
      const { state, events } = await this.decided(tx, by, command);
      const made = runView(state as RunState, this.urls, await this.figures.ofOne(state as RunState));
      await alongside(tx, made);
      // Last: it holds the account to the commit.
      await reserve(tx, state as RunState, events);
      return made;
    });
  }

  private decided(tx: EventTransaction, by: Requester, command: RetryRun) {
    return tx.decide(workflowRun, command.data.runId, command, by);
  }

  private async budgetFor(run: RunState, again: readonly string[], orgId: string): Promise<RunBudget> {
    const { topology } = run;
    const part = { ...topology, nodes: topology.nodes.filter(({ id }) => again.includes(id)) };
    const uses = this.shares.uses(topology, await this.graphs.read(orgId, run.document), orgId, null);
    return budgetOf(part, [], sharesOf(new Map([...uses].filter(([id]) => again.includes(id)))));
  }

  /** @throws UnknownRun */
  private async owned(orgId: string, runId: string): Promise<RunState> {
    if (!(await this.rows.has('workflows.runs', orgId, runId))) throw new UnknownRun(runId);
    const { state } = await this.store.load(workflowRun, runId);
    if (state.status === 'absent' || state.status === 'deleted') throw new UnknownRun(runId);
    return state;
  }

  private async edited(run: RunState, node: string, edits: string, orgId: string): Promise<PortValue | null> {
    const type = run.approvals.findLast((one) => one.node === node)?.subject.type;
    if (type === undefined) return null;
    const value = type === 'text' || type === 'script' ? converted({ type: 'text', value: edits }, { types: [type] }) : null;
    if (!value) throw new FaultyDecision('edits', `cannot stand in for ${type}: only texts and scripts can be edited`);
    return this.values.keep(value, { orgId, runId: run.runId });
  }
}

const noSuchNode = (from: string): PlacedFault => ({ path: 'from', code: 'validation_failed', message: `the run has no node "${from}"` });
