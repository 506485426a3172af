import { Injectable } from '@nestjs/common';
import { EventStore } from '#eventing';
import { counter, Database, deleteInBatches, fingerprintOf } from '#platform';
import { Suspended, type Task } from '#tasks';
import { type NodeCache } from '../../contracts/graph.js';
import { INPUT_STOCK } from '../../nodes/input/stock.node.js';
import { type NodeType } from '../../nodes/node-type.js';
import { WorkflowsConfig } from '../../workflows.config.js';
import { type NodeResult, type NodeWork } from '../domain/workflow-run.commands.js';
import { workflowRun } from '../domain/workflow-run.decider.js';
import { indexOfNode, type NodeState, type RunState } from '../domain/workflow-run.state.js';
import { type PreparedNode } from './node-calls.js';
import { RunValues, storedBytes } from './run-values.js';
import { StockTaken } from './stock-taken.js';

const LOOK_AGAIN_MS = 1_000;
const TRIES = 5;

interface Claim {
  readonly runId: string;
  readonly node: string;
  readonly take: number;
  readonly isFresh: boolean;
}

/**
 * Results by the digest of all that they depend on: what was made before, or is being made at this moment, is not made again. The events
 * of the run that made it say what came of it; the table only says which run that is.
 */
@Injectable()
export class KnownResults {
  private readonly reused = counter('kadr_workflow_reuse', {
    description: 'Nodes whose result was taken over, by type and from where',
    unit: '{node}',
  });

  constructor(
    private readonly database: Database,
    private readonly store: EventStore,
    private readonly values: RunValues,
    private readonly stock: StockTaken,
    private readonly config: WorkflowsConfig,
  ) {}

  /** Of everything that the result of a node depends on, and of nothing else: files by what is in them, models in their order. */
  digestOf(run: RunState, index: number, { type, call }: PreparedNode): string {
    const { ladder } = run.topology.nodes[index] ?? {};
    const models = ladder === undefined ? [] : (run.topology.ladders[ladder] ?? []);
    const { params, inputs, given } = call;
    const depends = { type: type.type, version: type.version, params, models, inputs, given: given ?? null };
    return fingerprintOf(byContent(depends)).toString('hex');
  }

  /**
   * What is known by now; null: it is to be made by the asker, and by nobody else at the same time.
   * @throws Suspended while somebody else makes it, StorageError
   */
  async find(run: RunState, index: number, work: NodeWork, digest: string, type: NodeType, { orgId }: Task): Promise<NodeResult | null> {
    const isFresh = run.nodes[index]?.isFresh ?? false;
    const reach = reachOf(run, index, type);
    if (isFresh || run.cache === 'bypass' || reach === 'none') return null;
    const inherited = run.lineage && (await this.resultOf(run.lineage.runId, work.node, digest));
    const taken = inherited && run.lineage ? await this.takenOver(run, work, digest, inherited, run.lineage.runId, orgId) : null;
    if (taken && run.lineage && (type.type === INPUT_STOCK || type.weight === 'map'))
      await this.stock.takeOver(orgId, run.lineage.runId, run.runId, work.node);
    if (taken) return this.counted(taken, type, 'lineage');
    if (reach !== 'organisation' || this.config.cacheDays === 0) return null;
    return this.shared(run, work, digest, type, orgId);
  }

  /** What would be taken over at this moment; nothing is claimed. @returns null: nothing is there, or others do not make use of it */
  async peek(orgId: string, digest: string, reach: NodeCache): Promise<NodeState | null> {
    if (reach !== 'organisation' || this.config.cacheDays === 0) return null;
    const holder = await this.holderOf(orgId, digest);
    if (!holder?.isFresh) return null;
    const { state } = await this.store.load(workflowRun, holder.runId);
    if (state.status === 'absent' || state.status === 'deleted') return null;
    const made = state.nodes[indexOfNode(state, holder.node)];
    return isWorth(made, digest) ? made : null;
  }

  /** What was known of a run that is deleted. */
  async forgetRun(runId: string): Promise<void> {
    await this.database.query('DELETE FROM workflows.results WHERE run_id = $1', [runId]);
  }

  /** What is too old for anybody. */
  async forgetOld(): Promise<void> {
    await deleteInBatches(
      this.database,
      `DELETE FROM workflows.results WHERE ctid IN (
         SELECT ctid FROM workflows.results WHERE claimed_at < now() - ($2 + 1) * interval '1 day' LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING 1 AS gone`,
      [this.config.cacheDays],
    );
  }

  private async shared(run: RunState, work: NodeWork, digest: string, type: NodeType, orgId: string): Promise<NodeResult | null> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const holder = await this.holderOf(orgId, digest);
      if (!holder) {
        if (await this.claim(orgId, digest, run.runId, work, null)) return null;
        continue;
      }
      if (holder.runId === run.runId && holder.node === work.node) return null;
      const { state } = await this.store.load(workflowRun, holder.runId);
      const maker = state.status === 'absent' ? undefined : state.nodes[indexOfNode(state, holder.node)];
      const isMaking =
        state.status === 'running' && maker?.take === holder.take && (maker.status === 'running' || maker.status === 'asked');
      if (isMaking) throw new Suspended(LOOK_AGAIN_MS, new Date(), 'the same is being made for another node');
      const known = holder.isFresh && state.status !== 'absent' && state.status !== 'deleted' && isWorth(maker, digest) ? maker : null;
      const taken = known && (await this.takenOver(run, work, digest, known, holder.runId, orgId));
      if (taken) return this.counted(taken, type, 'organisation');
      if (await this.claim(orgId, digest, run.runId, work, holder)) return null;
    }
    throw new Suspended(LOOK_AGAIN_MS, new Date(), 'others claim the same');
  }

  private async holderOf(orgId: string, digest: string): Promise<Claim | null> {
    const [row] = await this.database.query<Claim>(
      `SELECT run_id AS "runId", node, take, claimed_at > now() - $3 * interval '1 day' AS "isFresh"
         FROM workflows.results WHERE org_id = $1 AND digest = $2`,
      [orgId, digest, this.config.cacheDays],
    );
    return row ?? null;
  }

  /** @param from whose claim it is until now; null: nobody's. @returns whether nobody was faster */
  private async claim(orgId: string, digest: string, runId: string, { node, take }: NodeWork, from: Claim | null): Promise<boolean> {
    const rows = from
      ? await this.database.query(
          `UPDATE workflows.results SET run_id = $3, node = $4, take = $5, claimed_at = now()
            WHERE org_id = $1 AND digest = $2 AND run_id = $6 AND node = $7 AND take = $8 RETURNING 1 AS one`,
          [orgId, digest, runId, node, take, from.runId, from.node, from.take],
        )
      : await this.database.query(
          `INSERT INTO workflows.results (org_id, digest, run_id, node, take) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT DO NOTHING RETURNING 1 AS one`,
          [orgId, digest, runId, node, take],
        );
    return rows.length > 0;
  }

  private async resultOf(runId: string, node: string, digest: string): Promise<NodeState | null> {
    const { state } = await this.store.load(workflowRun, runId);
    if (state.status === 'absent' || state.status === 'deleted') return null;
    const made = state.nodes[indexOfNode(state, node)];
    return made?.status === 'succeeded' && made.digest === digest ? made : null;
  }

  /** With files of its own, so that neither run needs the other one. @returns null when a file is gone */
  private async takenOver(
    { runId }: RunState,
    work: NodeWork,
    digest: string,
    { outputs }: NodeState,
    from: string,
    orgId: string,
  ): Promise<NodeResult | null> {
    const copied = await this.values.copied(outputs, { orgId, runId });
    if (!copied) return null;
    const bytes = copied.bytes + storedBytes(copied.outputs);
    const quantities = bytes > 0 ? { storage_bytes: bytes } : {};
    return { ...work, kind: 'completed', outputs: copied.outputs, cost: null, quantities, digest, from };
  }

  private counted(result: NodeResult, { type }: NodeType, how: string): NodeResult {
    this.reused.add(1, { type, how });
    return result;
  }
}

/** What a lower rung made stands in for nothing elsewhere: a breakdown of an hour would last as long as results are kept. */
const isWorth = (made: NodeState | undefined, digest: string): made is NodeState =>
  made?.status === 'succeeded' && made.digest === digest && !made.isFallback;

/** Whose results it takes over at most. What sends, waits or keeps time is never anybody else's. */
export function reachOf({ topology }: RunState, index: number, { cache }: NodeType): NodeCache {
  if (cache === 'none') return 'none';
  const wanted = topology.nodes[index]?.cache ?? 'organisation';
  return wanted === 'organisation' && cache !== 'organisation' ? 'fork' : wanted;
}

/** Files by their hash: where they are kept changes nothing. */
export function byContent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(byContent);
  if (typeof value !== 'object' || value === null) return value;
  if ('key' in value && 'sha256' in value) return { sha256: value.sha256 };
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, byContent(member)]));
}
