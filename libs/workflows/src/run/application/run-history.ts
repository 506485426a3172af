/** What has happened to a run, told to people: one entry an event. */
import { type Recorded } from '#eventing/domain';
import { type WorkflowRunEvent } from '../../contracts/workflow-run.events.js';

type Type = WorkflowRunEvent['type'];
type Data<T extends Type> = Extract<WorkflowRunEvent, { type: T }>['data'];
type Titles = { readonly [T in Type]: (data: Data<T>) => string };

export const DOERS = ['member', 'key', 'link', 'contact', 'schedule', 'deadline', 'system'] as const;

export interface RunHistoryEntry {
  /** Of the log: rises, not without gaps. */
  readonly position: number;
  readonly type: string;
  readonly at: string;
  readonly title: string;
  /** Null: it concerns the run, or several nodes. */
  readonly node: string | null;
  /** `deadline`: nobody decided in time; `system`: it happened by itself. */
  readonly actor: { readonly kind: (typeof DOERS)[number]; readonly name: string | null };
  readonly details: Readonly<Record<string, unknown>>;
}

const TRIGGERS: Readonly<Record<Data<'RunRequested'>['trigger'], string>> = {
  api: 'The run was asked for',
  schedule: 'The run was started by its schedule',
  manual: 'The run of a schedule was started by hand',
  backfill: 'The run was started for a tick that had none',
  fork: 'The run was forked from another one',
  test: 'A node was tried by itself',
};

const TITLES: Titles = {
  RunRequested: ({ trigger, version }) => `${TRIGGERS[trigger]} (version ${version})`,
  RunStarted: () => 'The run began',
  NodeStarted: ({ node, model, until }) => {
    if (until !== null) return `"${node}" waits until ${until}`;
    return model === null ? `"${node}" began` : `"${node}" began with ${model}`;
  },
  NodeAttemptFailed: ({ node, attempt, code }) => `"${node}": try ${attempt} failed (${code})`,
  NodeToldOutside: ({ node }) => `"${node}" is told, and waits for an answer`,
  NodeFellBack: ({ node, from, to, code }) => `"${node}": ${to} stands in for ${from} (${code})`,
  NodeCompleted: ({ node, from }) => (from === null ? `"${node}" is done` : `"${node}" took over the result of another run`),
  NodeFailed: ({ node, message }) => `"${node}" failed: ${message}`,
  NodesSkipped: ({ nodes }) => `Skipped, since nothing live leads there: ${nodes.join(', ')}`,
  NodeApprovalRequested: ({ node }) => `"${node}" asks a person`,
  NodeApprovalDecided: ({ node, decision, byDeadline }) => `"${node}" was ${decision}${byDeadline ? ' by its deadline' : ''}`,
  NodesReopened: ({ nodes }) => `Made again with what was said: ${nodes.join(', ')}`,
  RunAwaitsApproval: () => 'The run waits for a person',
  RunRetried: ({ nodes }) => `The run was retried; made again: ${nodes.join(', ')}`,
  RunResumed: ({ times }) => `Nothing was being done for the run; what is missing was asked for again (time ${times})`,
  RunCompleted: () => 'The run is complete',
  RunFailed: ({ message }) => `The run failed: ${message}`,
  RunCancelled: () => 'The run was cancelled',
  RunCharged: ({ amountMicros }) =>
    `Providers have charged $${(amountMicros / 1_000_000).toFixed(6).replace(/0{1,4}$/, '')} for what did not become a result`,
  RunDeleted: () => 'The run was deleted',
  RunFilesRemoved: () => 'Its files were removed',
};

/** Values, documents and topologies are read from the run; these say how it came to be so. */
const DETAILS = [
  ...[
    'take',
    'rung',
    'model',
    'attempt',
    'code',
    'message',
    'retryable',
    'handling',
    'source',
    'isFallback',
    'from',
    'to',
    'cost',
    'amountMicros',
  ],
  ...['decision', 'comment', 'byDeadline', 'title', 'nodes', 'feedback', 'round', 'trigger', 'version', 'schedule', 'times', 'until'],
];

/** @param events of one run, from the first on @param names of actors that have one */
export const runHistory = (events: readonly Recorded<WorkflowRunEvent>[], names: ReadonlyMap<string, string>): RunHistoryEntry[] =>
  events.map((event) => {
    const { type, position, recordedAt: at, metadata } = event;
    const data = event.data as Readonly<Record<string, unknown>>;
    return {
      ...{ position, type, at, title: (TITLES[type] as (of: unknown) => string)(data) },
      node: typeof data['node'] === 'string' ? data['node'] : null,
      actor: { kind: kindOf(metadata.actor, event), name: names.get(metadata.actor) ?? null },
      details: Object.fromEntries(DETAILS.flatMap((name) => (data[name] == null ? [] : [[name, data[name]]]))),
    };
  });

function kindOf(actor: string, event: WorkflowRunEvent): RunHistoryEntry['actor']['kind'] {
  if (event.type === 'NodeApprovalDecided' && event.data.byDeadline) return 'deadline';
  const [kind = ''] = actor.split(':');
  return DOERS.find((one) => one === kind && actor.includes(':')) ?? 'system';
}
