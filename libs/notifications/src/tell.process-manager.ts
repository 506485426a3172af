import { type ProcessManager, type Recorded } from '#eventing/domain';
import { type VideoJobEvent } from '#jobs';
import { type GateType } from './links/approval-links.js';

/** What people hear of a video. It says what to look at, not how it is: that is read when it is sent. */
export type News =
  | { readonly kind: 'gate' | 'decided'; readonly type: GateType; readonly gate: number }
  | { readonly kind: 'film' | 'failed' | 'cancelled' };

/** `touch`: how far it is has changed. `contactId`: the chat that has ordered it, which hears of it whatever it wants. */
export type TellEffect = { readonly videoId: string; readonly contactId: string | null } & (
  { readonly news: News } | { readonly touch: true }
);

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
    return [...(news ? [{ ...about, news }] : []), { ...about, touch: true }];
  },
};

function newsOf(event: Recorded<VideoJobEvent>, gates: Told['gates']): News | null {
  if (event.type === 'ApprovalRequested' || event.type === 'ApprovalDecided') {
    const type = event.data.approval as GateType;
    return { kind: event.type === 'ApprovalRequested' ? 'gate' : 'decided', type, gate: gates[type] ?? 1 };
  }
  const end = ENDS[event.type as keyof typeof ENDS] as 'film' | 'failed' | 'cancelled' | undefined;
  return end ? { kind: end } : null;
}
