import { Injectable } from '@nestjs/common';
import { Quota, type QuotaRefusal, RESOURCES, type Resource } from '#billing';
import { Clock, Ids } from '#platform';
import { type WorkflowDocument } from '../../contracts/graph.js';
import { type RunTopology } from '../../contracts/workflow-run.events.js';
import { NodeTypes } from '../../graph/application/catalogue.js';
import { FaultyWorkflow, WorkflowIsDraft } from '../../shared/domain/refusals.js';
import { Workflows } from '../../workflow/application/workflows.service.js';
import { criticalPath } from '../domain/critical-path.js';
import { budgetOf, type NodeShare } from '../domain/run.quota.js';
import { type NodeUse, sharesOf } from './node-shares.js';
import { type NodeSeconds, NodeTimes, NO_TIME } from './node-times.js';
import { Reuse } from './reuse.js';
import { type PlanOrder, RunPlans } from './run-plans.js';

export interface NodeEstimate {
  readonly id: string;
  readonly type: string;
  /** The one that is asked first; null: none is. */
  readonly model: string | null;
  /** What is set aside for it. */
  readonly quantities: Readonly<Partial<Record<Resource, number>>>;
  readonly cost: CostRange;
  /** Null: nobody has seen such a node at work yet. */
  readonly seconds: NodeSeconds | null;
  /** Whether it would be taken over from another run now; null: that depends on what comes in. */
  readonly willReuse: boolean | null;
}

export interface CostRange {
  readonly expectedMicros: number;
  readonly atMostMicros: number;
}

export interface RunEstimate {
  readonly nodes: readonly NodeEstimate[];
  /** Ids of the nodes that the run waits for longest, one after another. */
  readonly criticalPath: readonly string[];
  /** Of all of these; null where one of them was never seen. */
  readonly seconds: NodeSeconds | null;
  readonly cost: CostRange & { readonly currency: string };
  readonly resources: readonly { readonly resource: Resource; readonly quantity: number }[];
  readonly allowed: boolean;
  readonly refusals: readonly (QuotaRefusal & { readonly code: 'quota_exceeded' | 'over_budget' })[];
}

/** A node that was never seen at work counts as long as what it encodes, and never as nothing. */
const UNSEEN_SECONDS = 1;

/** Says what a run would use and take, before it is started. Nothing is kept or set aside. */
@Injectable()
export class RunEstimates {
  constructor(
    private readonly workflows: Workflows,
    private readonly plans: RunPlans,
    private readonly times: NodeTimes,
    private readonly reuse: Reuse,
    private readonly types: NodeTypes,
    private readonly quota: Quota,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** @throws UnknownWorkflow, UnknownVersion, WorkflowIsDraft, FaultyWorkflow, FaultyInputs */
  async ofWorkflow(orgId: string, workflowId: string, version: number | null, order: PlanOrder): Promise<RunEstimate> {
    const { saved, document } = await this.workflows.versioned(orgId, workflowId, version);
    if (saved.isDraft) throw new WorkflowIsDraft(workflowId);
    return this.of(orgId, workflowId, document, order);
  }

  /** Of a document that nobody has kept. @throws FaultyWorkflow, FaultyInputs */
  async ofDocument(orgId: string, body: object, order: PlanOrder): Promise<RunEstimate> {
    const { errors } = await this.workflows.validate(orgId, body);
    if (errors.length > 0) throw new FaultyWorkflow(errors);
    return this.of(orgId, this.ids.next(), body as WorkflowDocument, order);
  }

  private async of(orgId: string, workflowId: string, document: WorkflowDocument, order: PlanOrder): Promise<RunEstimate> {
    const plan = await this.plans.plan(orgId, workflowId, document, order);
    const timeOf = await this.times.of(orgId);
    const reused = await this.reuse.of(orgId, plan, document, this.clock.now());
    const { topology, uses, pinned } = plan;
    const nodes = topology.nodes.map(({ id, type, ladder }): NodeEstimate => {
      const model = topology.ladders[ladder ?? -1]?.[0] ?? null;
      const use = uses.get(id);
      const willReuse = use ? (reused.get(id) ?? null) : false;
      const expectedMicros = willReuse === true ? 0 : (use?.expected.provider_cost_micros ?? 0);
      return {
        ...{ id, type, model, willReuse },
        quantities: quantitiesOf(use?.atMost),
        cost: { expectedMicros, atMostMicros: use?.atMost.provider_cost_micros ?? 0 },
        seconds: pinned.has(id) || willReuse === true ? NO_TIME : this.secondsOf(topology, id, use, timeOf),
      };
    });
    const path = criticalPath(topology, (index) => weightOf(nodes[index], uses.get(nodes[index]?.id ?? '')));
    const { quantities } = budgetOf(topology, plan.inputs.values(), sharesOf(uses));
    const resources = RESOURCES.map((resource) => ({ resource, quantity: quantities[resource] }));
    const refusals = await this.refusals(orgId, quantities, document);
    const sumOf = (member: keyof CostRange): number => nodes.reduce((sum, { cost }) => sum + cost[member], 0);
    return {
      nodes,
      criticalPath: path.map((index) => nodes[index]?.id ?? ''),
      seconds: together(path.map((index) => nodes[index]?.seconds ?? null)),
      cost: { expectedMicros: sumOf('expectedMicros'), atMostMicros: sumOf('atMostMicros'), currency: 'USD' },
      ...{ resources, allowed: refusals.length === 0, refusals },
    };
  }

  /** Of a map: as many rounds of what is inside as it needs. */
  private secondsOf(topology: RunTopology, id: string, use: NodeUse | undefined, timeOf: TimeOf): NodeSeconds | null {
    const node = topology.nodes.find((one) => one.id === id);
    const type = this.types.find(node?.type ?? '');
    if (!node || !type || type.weight === 'light') return NO_TIME;
    if (type.waits === true) return null;
    if (!use?.map) return timeOf(type.type, topology.ladders[node.ladder ?? -1]?.[0] ?? null);
    const { body, items, concurrency } = use.map;
    const inside = body.nodes.filter(({ queue }) => queue !== null).map((one) => this.secondsOf(body, one.id, undefined, timeOf));
    const each = together(inside);
    const rounds = Math.ceil(items / concurrency);
    return each && { typical: rounds * each.typical, slow: rounds * each.slow };
  }

  private async refusals(orgId: string, quantities: NodeShare, { settings = {} }: WorkflowDocument): Promise<RunEstimate['refusals']> {
    const { maxCostMicros: limit } = settings;
    const requested = quantities.provider_cost_micros;
    const own = { code: 'over_budget', resource: 'provider_cost_micros', used: 0, reserved: 0, requested, resetsAt: null } as const;
    const found = (await this.quota.refusals(orgId, quantities)).map((refusal) => ({ code: 'quota_exceeded' as const, ...refusal }));
    return limit !== undefined && requested > limit ? [{ ...own, limit }, ...found] : found;
  }
}

type TimeOf = (type: string, model: string | null) => NodeSeconds | null;

function together(all: readonly (NodeSeconds | null)[]): NodeSeconds | null {
  return all.reduce((sum, one) => sum && one && { typical: sum.typical + one.typical, slow: sum.slow + one.slow }, NO_TIME);
}

function weightOf(node: NodeEstimate | undefined, use: NodeUse | undefined): number {
  return node?.seconds?.typical ?? UNSEEN_SECONDS + (use?.expected.render_seconds ?? 0);
}

/** Without what is nothing. */
const quantitiesOf = (share: NodeShare | undefined): NodeEstimate['quantities'] =>
  Object.fromEntries(Object.entries(share ?? {}).filter(([, quantity]) => quantity > 0));
