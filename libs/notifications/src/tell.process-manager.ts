import { type Event, type ProcessManager, type Reaction, type Recorded } from '#eventing/domain';
import { type QuotaAccountEvent } from '#billing';
import { type VideoJobEvent } from '#jobs';
import { type EndpointDisabled } from '#webhooks';
import { type GateType } from './links/approval-links.js';

/** What people hear of a video. It says what to look at, not how it is: that is read when it is sent. */
export type News =
  | { readonly kind: 'gate' | 'decided' | 'reminder'; readonly type: GateType; readonly gate: number }
  | { readonly kind: 'film' | 'failed' | 'cancelled' }
  | { readonly kind: 'quota'; readonly resource: string; readonly percentage: number }
  /** Its host alone: what follows may be a secret. */
  | { readonly kind: 'endpoint'; readonly host: string; readonly state: 'failing' | 'gone' | 'disabled' };

/** `touch`: how far it is has changed. `contactId`: the chat that has ordered it, which hears of it whatever it wants. */
export type TellEffect = {
  /** Null: it concerns the organisation. */ readonly videoId: string | null;
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
