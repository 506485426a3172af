import { type SignedUrls } from '#assets';
import { objectOf } from '#platform/json';
import { type StoredFile } from '#steps/plan';
import { type InlineValue, type MediaValue, type PortValue, type PortValues } from '../../contracts/values.js';
import { type RunSchedule } from '../../contracts/workflow-run.events.js';
import { type Approval, type NodeState, type RunState } from '../domain/workflow-run.state.js';

/** Links in answers work this long. */
const LINK_SECONDS = 3600;

/** What came out of a port, as a client reads it. */
export interface ValueView {
  readonly type: string;
  /** The value itself; absent where it is large. */
  readonly value?: unknown;
  /** Where a large one is read as JSON; works for an hour. */
  readonly url?: string;
  readonly preview?: string;
}

export interface NodeView {
  readonly id: string;
  readonly type: string;
  readonly status: 'pending' | 'ready' | 'running' | 'awaiting_approval' | 'succeeded' | 'cached' | 'skipped' | 'failed' | 'cancelled';
  readonly take: number;
  readonly attempts: number;
  readonly model: string | null;
  readonly isFallback: boolean;
  /** The run whose result was taken over; null: it was made here. */
  readonly cachedFrom: string | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly outputs: Readonly<Record<string, ValueView>>;
  readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean } | null;
  /** Of a map: its list; null: it has none yet, or is none. */
  readonly items: { readonly total: number; readonly done: number; readonly failed: number } | null;
  readonly cost: NodeCost;
}

/** 1 USD = 1 000 000. */
export interface NodeCost {
  /** What providers were paid, for all its takes. */
  readonly amountMicros: number;
  /** What was not paid, since the result of another run was taken over. */
  readonly savedMicros: number;
}

export interface RunCost extends NodeCost {
  readonly currency: 'USD';
}

/** What stands in other streams than the run's own, by the index of the node. */
export type KnownOfNodes = ReadonlyMap<number, Partial<Pick<NodeView, 'items'> & NodeCost>>;

/** A request to a person. */
export interface ApprovalView {
  readonly node: string;
  readonly take: number;
  readonly status: 'pending' | 'approved' | 'rejected' | 'cancelled';
  readonly title: string;
  readonly message: string;
  readonly subject: ValueView;
  readonly deadlineAt: string | null;
  readonly onDeadline: 'approve' | 'reject' | 'fail';
  readonly onReject: 'stop' | 'branch' | 'redo';
  readonly comment: string | null;
  readonly byDeadline: boolean;
  readonly requestedAt: string;
  readonly decidedAt: string | null;
}

export interface RunProgress {
  readonly percent: number;
  readonly done: number;
  readonly total: number;
}

export interface RunView {
  readonly id: string;
  readonly workflowId: string;
  readonly version: number;
  readonly status: 'queued' | 'running' | 'awaiting_approval' | 'completed' | 'failed' | 'cancelled';
  readonly trigger: string;
  /** The tick that has started it; null: none has. */
  readonly schedule: RunSchedule | null;
  readonly inputs: Readonly<Record<string, ValueView>>;
  readonly outputs: Readonly<Record<string, ValueView>>;
  readonly progress: RunProgress;
  readonly nodes: readonly NodeView[];
  readonly approvals: readonly ApprovalView[];
  readonly cost: RunCost;
  /** The run that this one goes on from. */
  readonly forkedFrom: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly error: { readonly node: string | null; readonly code: string; readonly message: string; readonly retryable: boolean } | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  /** The event stream, for `EventSource`; works for an hour. */
  readonly eventsUrl: string;
}

export const liveEventsPath = (runId: string): string => `/v1/workflow-runs/${runId}/events/live`;

/** @param known absent: lists of maps, what they cost and what was saved are left out, as if there were none */
export function runView(run: RunState, urls: SignedUrls, known: KnownOfNodes = new Map()): RunView {
  const { runId, workflowId, version, trigger, schedule, approvals, lineage, metadata, createdAt, startedAt, endedAt } = run;
  const nodes = run.nodes.map((node, index) => nodeView(run, index, node, { urls, known: known.get(index) ?? {} }));
  return {
    ...{ id: runId, workflowId, version, status: runStatus(run), trigger, schedule },
    inputs: valueViews(run.inputs, urls),
    outputs: run.endedAt === null ? {} : valueViews(resultsOf(run), urls),
    progress: progressOf(run),
    nodes,
    approvals: approvals.map((approval) => approvalView(approval, urls)),
    cost: { amountMicros: sumOf(nodes, 'amountMicros') + spareOfNoNode(run), savedMicros: sumOf(nodes, 'savedMicros'), currency: 'USD' },
    forkedFrom: lineage?.runId ?? null,
    metadata,
    error: run.failure && { ...run.failure },
    ...{ createdAt, startedAt, completedAt: endedAt },
    eventsUrl: urls.signPath(liveEventsPath(runId), LINK_SECONDS),
  };
}

/** Charged for it, by whichever of its nodes. */
const spareOfNoNode = ({ nodes, spareMicros = 0 }: RunState): number =>
  nodes.reduce((left, node) => left - (node.spareMicros ?? 0), spareMicros);

const sumOf = (nodes: readonly NodeView[], of: keyof NodeCost): number => nodes.reduce((sum, { cost }) => sum + cost[of], 0);

/** What is live of the results that were named, or of the ports of nodes that nothing follows. */
function resultsOf({ topology, nodes }: RunState): PortValues {
  const followed = new Set(topology.edges.map(({ from }) => from));
  const results = topology.outputs
    ? topology.outputs.map(({ name, node, port }) => [name, nodes[node]?.outputs[port]] as const)
    : nodes.flatMap(({ outputs }, index) =>
        followed.has(index) ? [] : Object.entries(outputs).map(([port, value]) => [`${topology.nodes[index]?.id}.${port}`, value] as const),
      );
  return Object.fromEntries(results.flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

export function progressOf({ nodes, status }: RunState): RunProgress {
  const done = nodes.filter((node) => !['pending', 'asked', 'running', 'awaiting_approval'].includes(node.status)).length;
  const percent = status === 'completed' ? 100 : Math.min(99, Math.floor((100 * done) / Math.max(1, nodes.length)));
  return { percent, done, total: nodes.length };
}

interface Showing {
  readonly urls: SignedUrls;
  readonly known: Partial<Pick<NodeView, 'items'> & NodeCost>;
}

function nodeView({ topology }: RunState, index: number, node: NodeState, { urls, known }: Showing): NodeView {
  const { id = '', type = '' } = topology.nodes[index] ?? {};
  const { take, attempts, source, isFallback, from: cachedFrom, startedAt, finishedAt, error } = node;
  return {
    ...{ id, type, status: shownStatus(node), take, attempts, model: source, isFallback, cachedFrom, startedAt, finishedAt },
    outputs: valueViews(node.outputs, urls),
    error,
    items: known.items ?? null,
    cost: { amountMicros: paidFor(node) + (known.amountMicros ?? 0), savedMicros: known.savedMicros ?? 0 },
  };
}

const paidFor = ({ spentMicros = 0, spareMicros = 0 }: NodeState): number => spentMicros + spareMicros;

export function shownStatus({ status, from }: Pick<NodeState, 'status' | 'from'>): NodeView['status'] {
  if (status === 'asked') return 'ready';
  return status === 'succeeded' && from !== null ? 'cached' : status;
}

/** A deleted one is shown to nobody. */
export function runStatus({ status, isAwaiting }: Pick<RunState, 'status' | 'isAwaiting'>): RunView['status'] {
  if (status === 'running' && isAwaiting) return 'awaiting_approval';
  return status === 'deleted' ? 'cancelled' : status;
}

function approvalView({ subject, rules, ...approval }: Approval, urls: SignedUrls): ApprovalView {
  const { deadlineAt, onDeadline, onReject } = rules;
  return { ...approval, subject: valueView(subject, urls), deadlineAt, onDeadline, onReject };
}

const valueViews = (values: PortValues, urls: SignedUrls): Record<string, ValueView> =>
  Object.fromEntries(Object.entries(values).map(([port, value]) => [port, valueView(value, urls)]));

/** What a client reads of a value. */
export function valueView(value: PortValue, urls: SignedUrls): ValueView {
  if ('value' in value) return MEDIA.has(value.type) ? mediaView(value, urls) : { type: value.type, value: value.value };
  const { type, ref, preview } = value;
  return { type, url: urls.sign(ref.key, ref.contentType, LINK_SECONDS), preview };
}

/** Types whose values name files. What strangers write as JSON is never taken for one. */
const MEDIA: ReadonlySet<string> = new Set(['image', 'video', 'audio', 'image[]', 'video[]', 'subtitles', 'timeline', 'asset']);

/** What it is, and where it is read for an hour. */
function mediaView({ type, value }: InlineValue, urls: SignedUrls): ValueView {
  if (type !== 'image' && type !== 'video' && type !== 'audio') return { type, value: linked(value, urls) };
  const { file, kind, widthPx, heightPx, durationSeconds, source, attribution } = value as MediaValue;
  const { contentType, sizeBytes, sha256 } = file;
  const known = { kind, widthPx, heightPx, durationSeconds, source, attribution };
  return { type, value: { ...known, contentType, sizeBytes, sha256 }, url: urls.sign(file.key, contentType, LINK_SECONDS) };
}

/** A value as others are told it: links in place of files. */
export function toldValue({ type, value }: InlineValue, urls: SignedUrls): unknown {
  return MEDIA.has(type) ? linked(value, urls) : value;
}

/** Of a file as it is told: where it is, for a while; null: it is no file. */
export function linkOf(told: unknown): string | null {
  const { url } = objectOf(objectOf(told)['file']);
  return typeof url === 'string' ? url : null;
}

/** Links in place of keys, at whatever depth. */
function linked(value: unknown, urls: SignedUrls): unknown {
  if (Array.isArray(value)) return value.map((item) => linked(item, urls));
  if (typeof value !== 'object' || value === null) return value;
  if (isStoredFile(value)) {
    const { key, contentType, ...known } = value;
    return { contentType, ...known, url: urls.sign(key, contentType, LINK_SECONDS) };
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, linked(member, urls)]));
}

const isStoredFile = (value: object): value is StoredFile => 'key' in value && 'contentType' in value && 'sizeBytes' in value;
