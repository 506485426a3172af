import { Inject, Injectable, Optional } from '@nestjs/common';
import { SignedUrls } from '#assets';
import { BatchedAcceptance } from '#billing';
import { EventStore, type EventTransaction, UnitOfWork } from '#eventing';
import { type AnyAggregate, DomainError, type Recorded, streamIdOf } from '#eventing/domain';
import { ActorNames } from '#jobs';
import { Clock, decodeCursor, isUuid, type Page, pageOf, type PageQuery } from '#platform';
import { type WorkflowDocument } from '../../contracts/graph.js';
import { type InTransaction, type Requester } from '../../contracts/requester.js';
import { type PortValue, type PortValues } from '../../contracts/values.js';
import { type RunLineage, type RunSchedule, type RunTrigger, type WorkflowRunEvent } from '../../contracts/workflow-run.events.js';
import { OverBudget, type PlacedFault, UnknownWorkflow, WorkflowIsDraft } from '../../shared/domain/refusals.js';
import { OwnedRows } from '../../shared/owned-rows.js';
import { Workflows } from '../../workflow/application/workflows.service.js';
import { budgetOf, type RunBudget } from '../domain/run.quota.js';
import { CancelRun, type NodeResult, type OrderedRun, RequestRun } from '../domain/workflow-run.commands.js';
import { asBegun, workflowRun } from '../domain/workflow-run.decider.js';
import { UnknownRun } from '../domain/workflow-run.errors.js';
import { type RunState } from '../domain/workflow-run.state.js';
import { type TypedValue } from '../../nodes/node-type.js';
import { RunFiles } from './run-files.js';
import { sharesOf } from './node-shares.js';
import { RunAhead } from './run-ahead.js';
import { RunPlans } from './run-plans.js';
import { Retention } from './retention.js';
import { Slots, slotOf } from './slots.js';
import { RunValues } from './run-values.js';
import { RunFigures } from './run-figures.js';
import { type RunView, runView } from './run.view.js';
import { type RunHistoryEntry, runHistory } from './run-history.js';

export interface RunOrder {
  readonly inputs?: unknown;
  readonly version?: number;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Only these nodes, and what they need. */
  readonly until?: readonly string[];
  /** Results by node and port: these nodes are not made. */
  readonly pins?: unknown;
  /** Results of others are made use of, or not. */
  readonly cache?: 'use' | 'bypass';
}

/** How an order is carried out. */
export interface RunStart {
  readonly runId: string;
  /** Before the room is set aside: what it throws is thrown on, and nothing was started. */
  readonly alongside: InTransaction<RunView>;
  readonly trigger?: RunTrigger;
  readonly schedule?: RunSchedule | null;
  readonly lineage?: RunLineage | null;
  /** This node alone, with values by its ports. */
  readonly single?: { readonly node: string; readonly ports: unknown };
  /** What is wrong with it already, told with all that is found. */
  readonly faults?: readonly PlacedFault[];
}

export interface RunFilter {
  readonly status: string | null;
  readonly workflowId: string | null;
  readonly scheduleId?: string | null;
}

/** Starts, shows and stops runs. */
@Injectable()
export class WorkflowRuns {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: EventStore,
    private readonly rows: OwnedRows,
    private readonly workflows: Workflows,
    private readonly plans: RunPlans,
    private readonly values: RunValues,
    private readonly ahead: RunAhead,
    private readonly files: RunFiles,
    private readonly slots: Slots,
    private readonly figures: RunFigures,
    private readonly retention: Retention,
    private readonly admissions: BatchedAcceptance,
    private readonly urls: SignedUrls,
    private readonly clock: Clock,
    @Optional() @Inject(ActorNames) private readonly names: ActorNames | null = null,
  ) {}

  /**
   * Acceptance, reservation and what goes alongside commit together.
   * @throws UnknownWorkflow, UnknownVersion, WorkflowIsDraft, FaultyWorkflow, FaultyInputs, OverBudget, ConcurrencyLimit, OverQuota: nothing was reserved
   */
  async start(
    by: Requester,
    workflowId: string,
    { inputs: given, version, metadata = {}, until, pins, cache = 'use' }: RunOrder,
    { runId, alongside, trigger = 'api', schedule = null, lineage = null, single, faults = [] }: RunStart,
  ): Promise<RunView> {
    const { orgId } = by;
    const { saved, document } = await this.workflows.versioned(orgId, workflowId, version ?? null);
    if (saved.isDraft) throw new WorkflowIsDraft(workflowId);
    const plan = await this.plans.plan(orgId, workflowId, document, {
      inputs: given,
      ...(until && { until }),
      pins,
      ...(single && { single }),
      faults,
    });
    const { topology, files, pinned } = plan;
    return this.discardingOnRefusal(orgId, runId, async () => {
      const at = this.clock.now();
      const inputs = await this.keptInputs(plan.inputs, orgId, runId);
      const pinnedResults: Record<string, PortValues> = {};
      for (const [node, ports] of pinned) pinnedResults[node] = await this.keptInputs(new Map(Object.entries(ports)), orgId, runId);
      const order = {
        ...{ runId, workflowId, version: saved.version, document: saved.document, trigger, schedule, lineage, pins: pinnedResults },
        ...{ cache, topology, inputs, metadata },
      };
      const slot = single ? null : slotOf(workflowId, document, plan.inputs);
      const days = document.settings?.retentionDays;
      const onFailure = saved.settings.onFailure ?? 'stop';
      const request = { ...order, onFailure, slot: slot?.key ?? null };
      const budget = budgetOf(topology, plan.inputs.values(), sharesOf(plan.uses));
      this.mustFit(workflowId, budget, saved.settings.maxCostMicros);
      const results = await this.doneAtOnce(request, orgId, at, document);
      const reservation = { reservationId: runId, orgId, subject: { kind: 'workflow_run' as const, id: runId }, ...budget };
      // Many at once lock the account once, at the end.
      // What shares places is placed one after another.
      const beside = { on: { aggregate: workflowRun as unknown as AnyAggregate, id: runId }, isApart: slot === null };
      const accept = async (tx: EventTransaction): Promise<RunView> => {
        const begins = slot === null || (await this.slots.take(tx, by, runId, slot));
        const command = new RequestRun({ ...request, begins, results }, at);
        const { state } = await tx.decide(workflowRun, runId, command, by);
        const made = runView(state as RunState, this.urls);
        await this.files.remember(tx, files, { orgId, subjectId: runId });
        if (days !== undefined) await this.retention.keep(tx, by, runId, days);
        await alongside(tx, made);
        return made;
      };
      return this.admissions.accept(reservation, by, accept, beside);
    });
  }

  /** @throws UnknownRun */
  async read(orgId: string, runId: string): Promise<RunView> {
    if (!(await this.rows.has('workflows.runs', orgId, runId))) throw new UnknownRun(runId);
    const run = await this.loaded(runId);
    return runView(run, this.urls, await this.figures.ofOne(run));
  }

  /** All that has happened to it, oldest first. @throws UnknownRun */
  async history(orgId: string, runId: string): Promise<readonly RunHistoryEntry[]> {
    if (!(await this.rows.has('workflows.runs', orgId, runId))) throw new UnknownRun(runId);
    const events = (await this.store.readStream(streamIdOf(workflowRun, runId))) as Recorded<WorkflowRunEvent>[];
    const actors = [...new Set(events.map(({ metadata }) => metadata.actor))];
    return runHistory(events, (await this.names?.namesOf(orgId, actors)) ?? new Map());
  }

  /** Newest first. @throws UnknownWorkflow for one that is not there */
  async list(orgId: string, { limit, cursor }: PageQuery, filter: RunFilter): Promise<Page<RunView>> {
    const olderThan = cursor === undefined ? null : decodeCursor(cursor, isUuid);
    const where = { status: filter.status, workflowId: filter.workflowId, scheduleId: filter.scheduleId ?? null };
    const ids = await this.rows.newest('workflows.runs', orgId, { limit: limit + 1, olderThan, where });
    const loaded = await this.store.loadMany(workflowRun, ids);
    const states = ids.flatMap((id) => {
      const run = loaded.get(id)?.state;
      return run && run.status !== 'absent' ? [run] : [];
    });
    const figures = await this.figures.of(states);
    const runs = states.map((run) => runView(run, this.urls, figures.get(run.runId)));
    return pageOf(
      runs,
      limit,
      ({ id }) => id,
      (run) => run,
    );
  }

  /** @throws UnknownWorkflow */
  async listOf(orgId: string, workflowId: string, page: PageQuery): Promise<Page<RunView>> {
    if (!(await this.rows.has('workflows.workflows', orgId, workflowId))) throw new UnknownWorkflow(workflowId);
    return this.list(orgId, page, { status: null, workflowId });
  }

  /** @throws UnknownRun, RunEnded */
  async cancel(by: Requester, runId: string, alongside: InTransaction<RunView>): Promise<RunView> {
    if (!(await this.rows.has('workflows.runs', by.orgId, runId))) throw new UnknownRun(runId);
    return this.unitOfWork.run(async (tx) => {
      const { state } = await tx.decide(workflowRun, runId, new CancelRun({ runId }, this.clock.now()), by);
      const cancelled = runView(state as RunState, this.urls, await this.figures.ofOne(state as RunState));
      await alongside(tx, cancelled);
      return cancelled;
    });
  }

  /**
   * Of nodes that are done in passing, so that a run of nothing else is over as soon as it is accepted. One that may have to wait for its
   * place does them when it has one.
   * @throws StorageError
   */
  private async doneAtOnce(request: OrderedRun, orgId: string, at: string, document: WorkflowDocument): Promise<readonly NodeResult[]> {
    return request.slot === null ? this.ahead.from(asBegun(request, at), [], orgId, at, document) : [];
  }

  private mustFit(workflowId: string, { quantities }: RunBudget, maxCostMicros: number | undefined): void {
    const atMost = quantities.provider_cost_micros;
    if (maxCostMicros !== undefined && atMost > maxCostMicros) throw new OverBudget(workflowId, atMost, maxCostMicros);
  }

  private async loaded(runId: string): Promise<RunState> {
    const { state } = await this.store.load(workflowRun, runId);
    if (state.status === 'absent') throw new UnknownRun(runId);
    return state;
  }

  private async keptInputs(resolved: ReadonlyMap<string, TypedValue>, orgId: string, runId: string): Promise<PortValues> {
    const kept: Record<string, PortValue> = {};
    for (const [name, value] of resolved) kept[name] = await this.values.keep(value, { orgId, runId });
    return kept;
  }

  private async discardingOnRefusal<T>(orgId: string, runId: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      // Of anything else it is not known whether the run was accepted.
      if (error instanceof DomainError) await this.values.forget(orgId, runId);
      throw error;
    }
  }
}
