import { Injectable } from '@nestjs/common';
import { EventStore } from '#eventing';
import { Clock, fingerprintOf } from '#platform';
import { StepFiles } from '#steps';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { NodeTypes } from '../../../graph/application/catalogue.js';
import { NodeFailure } from '../../../nodes/node-type.js';
import { MapDigests } from '../../../map/application/map-digests.js';
import { Maps } from '../../../map/application/maps.js';
import {
  BeginNode,
  type BegunWork,
  GiveUpNode,
  type NodeResult,
  type NodeWork,
  RecordFailedTry,
  RecordNodes,
} from '../../domain/workflow-run.commands.js';
import { workflowRun } from '../../domain/workflow-run.decider.js';
import { NotWaitedFor, UnknownRun } from '../../domain/workflow-run.errors.js';
import { indexOfNode, modelAt, type NodeState, type RunState } from '../../domain/workflow-run.state.js';
import { waitingNode } from '../../domain/workflow-run.story.js';
import { NodeCalls } from '../node-calls.js';
import { KnownResults } from '../known-results.js';
import { NodeTimes } from '../node-times.js';
import { RunAhead } from '../run-ahead.js';
import { TIMED_OUT, withinTime } from '../time-limit.js';
import { type RunTaskPayloads } from './task-kinds.js';

type Payload = RunTaskPayloads['workflows.run-node'];

/** What was read so long ago is read again. */
const FRESH_MS = 100;

/** Has one model try one node, and does in passing what has become possible by it. */
@Injectable()
export class RunNodeTask implements TaskHandler<Payload> {
  readonly kind = 'workflows.run-node';
  constructor(
    private readonly store: EventStore,
    private readonly calls: NodeCalls,
    private readonly ahead: RunAhead,
    private readonly known: KnownResults,
    private readonly maps: Maps,
    private readonly mapDigests: MapDigests,
    private readonly files: StepFiles,
    private readonly times: NodeTimes,
    private readonly types: NodeTypes,
    private readonly clock: Clock,
  ) {}

  begin({ payload }: Task<Payload>): TaskDecision | null {
    // A wait has begun when it was asked for: nothing is to be recorded, and nobody has to be asked whether that is so.
    if (payload.until !== undefined && this.knownHere(payload)?.status === 'running') return null;
    return taskDecision(workflowRun, payload.runId, new BeginNode({ ...payload }, this.clock.now()));
  }

  /** Work in this house whose beginning is told with its end. */
  mayBeginLate({ payload }: Task<Payload>): boolean {
    const { run } = this.knownHere(payload) ?? {};
    if (!run) return false;
    const index = indexOfNode(run, payload.node);
    return modelAt(run, index, payload.rung) === null && this.types.isContained(run.topology.nodes[index]?.type ?? '');
  }

  mayWait({ payload }: Task<Payload>): boolean {
    return payload.mayWait;
  }

  async run(task: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { payload, orgId } = task;
    const { runId, node, take, rung, until = null } = payload;
    const here = this.knownHere(payload);
    const isReady = here?.status === 'running' || this.mayBeginLate(task);
    const run = isReady && here ? here.run : (await this.store.load(workflowRun, runId)).state;
    const readAtMs = performance.now();
    if (run.status === 'absent') throw new UnknownRun(runId);
    const index = indexOfNode(run, node);
    if (run.status !== 'running' || index < 0) throw new NotWaitedFor(runId, node);
    const work = { node, take, rung };
    const begunAt = this.clock.now();
    const told = run.nodes[index]?.status === 'asked' ? { ...work, at: begunAt } : undefined;
    const prepared = await this.calls.prepare(run, index, orgId);
    const { type, call, graph, limitMs } = prepared;
    if (type.weight === 'map') {
      const name = await this.mapDigests.of(run, index, prepared, orgId);
      const taken = name === null ? null : await this.known.find(run, index, work, name, type, task);
      return taken ? this.recorded(runId, taken, orgId, { readAtMs }) : this.maps.open(run, prepared, payload, orgId);
    }
    const model = modelAt(run, index, rung);
    if (!type.execute) throw new NodeFailure('unknown_type', `"${type.type}" is not done by a task`);
    const execute = type.execute.bind(type);
    const digest = this.known.digestOf(run, index, prepared);
    const known = await this.known.find(run, index, work, digest, type, task);
    const make = async (): Promise<NodeResult> => {
      const seed = seedOf(run.nodes[index]?.isFresh === true ? `${runId} ${take}` : runId, node);
      const of = { runId, node, take, metadata: run.metadata, origin: run.lineage?.runId ?? null };
      const startedAt = run.nodes[index]?.startedAt ?? begunAt;
      const workedMs = this.clock.nowMs() - Date.parse(startedAt);
      const outcome = await withinTime(this.files.contextOf(context), limitMs === null ? null : limitMs - workedMs, (within) =>
        execute({ ...call, ...of, startedAt, until, model, seed, graph }, within),
      );
      if (type.waits !== true) this.times.note(orgId, type.type, model, (this.clock.nowMs() - Date.parse(startedAt)) / 1000);
      const made = await this.ahead.result(work, outcome, run, orgId);
      return made.kind === 'completed' ? { ...made, digest } : made;
    };
    const result = known ?? (await make().catch((error: unknown) => lateResult(error, work)));
    return this.recorded(runId, result, orgId, { readAtMs, ...(told && { begun: told }) });
  }

  /**
   * The run as this process knows it, where the node is waited for in it: what a take of a node is made from stands from then on, whatever else
   * happens to the run. Who is wrong about that has nothing recorded. @returns null: it is to be read
   */
  private knownHere(payload: Payload): { readonly run: RunState; readonly status: NodeState['status'] } | null {
    const run = this.store.known(workflowRun, payload.runId)?.state ?? { status: 'absent' };
    const node = run.status === 'absent' ? null : waitingNode(run, payload);
    return run.status !== 'absent' && node ? { run, status: node.status } : null;
  }

  private async recorded(
    runId: string,
    result: NodeResult,
    orgId: string,
    { readAtMs, begun }: { readonly readAtMs: number; readonly begun?: BegunWork },
  ): Promise<TaskDecision> {
    // What others have ended meanwhile may have made more possible. Of what was read a moment ago this process knows what it has done itself
    // since; what another one has made possible in that moment is asked for by whoever records the later result.
    const known = performance.now() - readAtMs < FRESH_MS ? this.store.known(workflowRun, runId) : null;
    const { state: now } = known ?? (await this.store.load(workflowRun, runId));
    const at = this.clock.now();
    const results = now.status === 'running' ? await this.ahead.from(now, [result], orgId, at) : [result];
    return taskDecision(workflowRun, runId, new RecordNodes({ runId, results, ...(begun && { begun }) }, at));
  }

  retrying({ payload }: Task<Payload>, { code, message, retryable, attempts }: TaskFailure): TaskDecision {
    const command = new RecordFailedTry({ ...payload, attempt: attempts, code, message, retryable }, this.clock.now());
    return taskDecision(workflowRun, payload.runId, command);
  }

  giveUp({ payload }: Task<Payload>, { code, message, retryable }: TaskFailure): TaskDecision {
    return taskDecision(workflowRun, payload.runId, new GiveUpNode({ ...payload, code, message, retryable }, this.clock.now()));
  }
}

/** A node that took too long fails as it is, whatever models there are beside the one that was asked. */
function lateResult(error: unknown, work: NodeWork): NodeResult {
  if (!(error instanceof NodeFailure) || error.code !== TIMED_OUT) throw error;
  const { code, message, retryable } = error;
  return { ...work, kind: 'failed', code, message, retryable };
}

/** Another one in every run, the same one in its retries. */
const seedOf = (runId: string, node: string): number => fingerprintOf([runId, node]).readUInt32BE(0) % (2 ** 31 - 1);
