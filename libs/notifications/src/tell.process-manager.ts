import { type Event, type ProcessManager, type Reaction, type Recorded } from '#eventing/domain';
import { type QuotaAccountEvent } from '#billing';
import { type VideoJobEvent } from '#jobs';
import { type EndpointDisabled } from '#webhooks';
import { MESSAGE_NODE, type PortValue, type WorkflowRunEvent } from '#workflows';
import { type GateType } from './links/approval-links.js';

/** What people hear of a video. It says what to look at, not how it is: that is read when it is sent. */
export type News =
  | { readonly kind: 'gate' | 'decided' | 'reminder'; readonly type: GateType; readonly gate: number }
  | { readonly kind: 'film' | 'failed' | 'cancelled' }
  /** What a node of a run says; `videoId` is the run's. `isFor`: one contact, and nobody else. */
  | { readonly kind: 'message'; readonly node: string; readonly take: number; readonly isFor: 'one' | 'all' }
  | { readonly kind: 'quota'; readonly resource: string; readonly percentage: number }
  /** Its host alone: what follows may be a secret. */
  | { readonly kind: 'endpoint'; readonly host: string; readonly state: 'failing' | 'gone' | 'disabled' };

/** `touch`: how far it is has changed. `contactId`: the chat that has ordered it, which hears of it whatever it wants. */
export type TellEffect = {
  /** Of a video or run; null: it concerns the organisation. */ readonly videoId: string | null;
  readonly contactId: string | null;
} & ({ readonly news: News; /** Not before, RFC 3339; absent: at once. */ readonly at?: string } | { readonly touch: true });

interface Told {
  readonly videoId: string;
  readonly contactId: string | null;
  /** Requests so far, by type. */
  readonly gates: Readonly<Partial<Record<GateType, number>>>;
}

const ENDS = { JobCompleted: 'film', JobFailed: 'failed', JobCancelled: 'cancelled' } as const;

/** Turns what happens to videos into news for those who want them. */
export const tell: ProcessManager<VideoJobEvent, Told, TellEffect> = {
  name: 'notifications.tell',
  follows: 'video-job',
  reactsTo: [
    ...(['StageEntered', 'SegmentsPlanned', 'ImageGenerated', 'SegmentGenerated', 'SegmentFellBack', 'PieceConformed'] as const),
    ...(['ApprovalRequested', 'ApprovalDecided', 'RenderStarted', 'JobRetried', 'JobCompleted', 'JobFailed', 'JobCancelled'] as const),
  ],
  initialState: { videoId: '', contactId: null, gates: {} },
  evolve(told, event) {
    if (event.type === 'JobCreated') return { ...told, videoId: event.data.videoId, contactId: event.data.origin?.contactId ?? null };
    if (event.type !== 'ApprovalRequested') return told;
    const { approval } = event.data;
    return { ...told, gates: { ...told.gates, [approval]: (told.gates[approval] ?? 0) + 1 } };
  },
  react({ videoId, contactId, gates }, event): readonly TellEffect[] {
    const about = { videoId, contactId };
    const news = newsOf(event, gates);
    return [
      ...(news ? [{ ...about, news }, ...remindersOf(event, news).map((one) => ({ ...about, ...one }))] : []),
      { ...about, touch: true },
    ];
  },
};

/** Nodes of a run that speak in chats, by their ids; null: before its first event. */
type Speaking = { readonly runId: string; readonly nodes: readonly string[] } | null;

/** Has brought to chats what nodes of runs say. */
export const tellOfRuns: ProcessManager<WorkflowRunEvent, Speaking, TellEffect> = {
  name: 'notifications.tell-of-runs',
  follows: 'workflow-run',
  reactsTo: ['NodeCompleted'],
  initialState: null,
  evolve(speaking, event) {
    if (event.type !== 'RunRequested') return speaking;
    const { runId, topology } = event.data;
    return { runId, nodes: topology.nodes.filter(({ type }) => type === MESSAGE_NODE).map(({ id }) => id) };
  },
  react(speaking, event) {
    if (!speaking || event.type !== 'NodeCompleted' || !speaking.nodes.includes(event.data.node)) return [];
    const { node, take, outputs, from } = event.data;
    // What another run has said already is not said again.
    if (from !== null) return [];
    const contactId = contactOf(outputs['message']);
    return [{ videoId: speaking.runId, contactId, news: { kind: 'message', node, take, isFor: contactId === null ? 'all' : 'one' } }];
  },
};

function contactOf(message: PortValue | undefined): string | null {
  const value = message && 'value' in message ? (message.value as { readonly contact?: unknown } | null) : null;
  return typeof value?.contact === 'string' ? value.contact : null;
}

/** Whoever wants to know hears that the plan is nearly used up. */
export const tellOfQuota: Reaction<QuotaAccountEvent, TellEffect> = {
  name: 'notifications.tell-of-quota',
  follows: 'quota-account',
  on: {
    QuotaWarningRaised: ({ data: { resource, percentage } }) => [
      { videoId: null, contactId: null, news: { kind: 'quota', resource, percentage } },
    ],
  },
};

/** Nothing came through for long, or it answered that it is gone. What somebody has switched off themselves is news to nobody. */
type EndpointFailing = Event<'EndpointFailing', { endpointId: string; url: string; failingSince: string; noticedAt: string }>;

export const tellOfEndpoints: Reaction<EndpointDisabled | EndpointFailing, TellEffect> = {
  name: 'notifications.tell-of-endpoints',
  follows: 'webhook-endpoint',
  on: {
    EndpointFailing: ({ data: { url } }) => [ofEndpoint(url, 'failing')],
    EndpointDisabled: ({ data: { url, reason } }) =>
      reason === 'manual' ? [] : [ofEndpoint(url, reason === 'gone' ? 'gone' : 'disabled')],
  },
};

const ofEndpoint = (url: string, state: 'failing' | 'gone' | 'disabled'): TellEffect => ({
  ...{ videoId: null, contactId: null },
  news: { kind: 'endpoint', host: URL.canParse(url) ? new URL(url).host : '', state },
});

/** A gate with a deadline is remembered at half of its time, and when a tenth of it is left. */
function remindersOf(event: Recorded<VideoJobEvent>, news: News): readonly { news: News; at: string }[] {
  if (event.type !== 'ApprovalRequested' || news.kind !== 'gate') return [];
  const { requestedAt, deadlineAt = null } = event.data;
  if (deadlineAt === null) return [];
  const [fromMs, toMs] = [Date.parse(requestedAt), Date.parse(deadlineAt)];
  if (!(toMs > fromMs)) return [];
  const { type, gate } = news;
  return [0.5, 0.9].map((part) => ({
    news: { kind: 'reminder' as const, type, gate },
    at: new Date(fromMs + (toMs - fromMs) * part).toISOString(),
  }));
}

function newsOf(event: Recorded<VideoJobEvent>, gates: Told['gates']): News | null {
  if (event.type === 'ApprovalRequested' || event.type === 'ApprovalDecided') {
    const type = event.data.approval as GateType;
    return { kind: event.type === 'ApprovalRequested' ? 'gate' : 'decided', type, gate: gates[type] ?? 1 };
  }
  const end = ENDS[event.type as keyof typeof ENDS] as 'film' | 'failed' | 'cancelled' | undefined;
  return end ? { kind: end } : null;
}
