import { type Quantities, type UsageEffect } from '#billing';
import { type ProcessManager, type Recorded } from '#eventing/domain';
import { type ProviderCost } from '#steps';
import { type VideoJobEvent } from '../../../contracts/video-job.events.js';
import { type VideoRequest } from '../../../contracts/video-request.js';
import { clipChain } from '../../domain/fallback-chain.js';
import { withText } from '../../domain/long-texts.js';
import { evolvePayers, NO_PAYERS, payerOf, type Payers } from '../../domain/payers.js';
import { reservationOf } from '../reservations.js';
import { storedFilesIn } from './stored-files.js';

/** What of a video's usage is booked, and on which reservation. */
interface Usage {
  readonly request: VideoRequest | null;
  readonly videoId: string;
  readonly payers: Payers;
  /** Reservations that are not closed yet. */
  readonly open: readonly string[];
  /** Models wished for when segments were made anew. */
  readonly wished: Readonly<Record<number, string>>;
  /** The film was finished once, so the video is counted. */
  readonly isCounted: boolean;
  readonly frames: number;
  /** Keys of all files ever recorded, so that none is counted twice. */
  readonly files: ReadonlySet<string>;
  /** Bytes recorded since they were last booked. */
  readonly unbookedBytes: number;
  /** Bytes booked, by reservation: taken back from where they were booked. */
  readonly bytes: Readonly<Record<string, number>>;
  /** What the last event comes to. */
  readonly fresh: readonly UsageEffect[];
}

const ABSENT: Usage = {
  ...{ request: null, videoId: '', payers: NO_PAYERS, open: [], wished: {}, isCounted: false, frames: 0 },
  ...{ files: new Set<string>(), unbookedBytes: 0, bytes: {}, fresh: [] },
};

type OfVideo<Type extends VideoJobEvent['type']> = Recorded<Extract<VideoJobEvent, { type: Type }>>;

/**
 * Accounts for what a video uses. Creating it (or retrying, or making a segment anew) has reserved an estimate; here each piece of work is
 * settled when it is finished, a segment that was replaced by something cheaper gives its share back at once, and the end gives back what
 * is left. A video is counted when its film is finished for the first time; a cancelled or failed one uses only what was finished.
 */
export const accountForVideo: ProcessManager<VideoJobEvent, Usage, UsageEffect> = {
  name: 'jobs.account-for-video',
  follows: 'video-job',
  reactsTo: [
    ...(['ScriptDrafted', 'ImageGenerated', 'SegmentGenerated', 'VoiceoverGenerated', 'MusicGenerated', 'RenderFinished'] as const),
    ...(['FilmCopyMade', 'FilmCopyFailed', 'JobCompleted', 'JobFailed', 'JobCancelled', 'ArtifactsDeleted'] as const),
  ],
  initialState: ABSENT,
  evolve(usage, event) {
    const before = withFiles({ ...usage, payers: evolvePayers(usage.payers, event), fresh: [] }, event.data);
    switch (event.type) {
      case 'JobCreated': {
        const { videoId, request } = event.data;
        return { ...before, videoId, request, open: [reservationOf.order(videoId)] };
      }
      case 'RequestContinued':
        return before.request ? { ...before, request: event.data.texts.reduce(withText, before.request) } : before;
      case 'JobRetried':
        return opened(before, reservationOf.retry(before.videoId, event.data.round));
      case 'ApprovalDecided':
        if (event.data.decision !== 'rejected') return before;
        return opened(before, reservationOf.rejection(before.videoId, before.payers.gates));
      case 'SegmentRegenerationRequested': {
        const { index, take, model } = event.data;
        const wished = model === null ? before.wished : { ...before.wished, [index]: model };
        return opened({ ...before, wished }, reservationOf.regeneration(before.videoId, index, take));
      }
      case 'SegmentTakeRestored': {
        const { index, take } = event.data;
        return opened(before, reservationOf.restoration(before.videoId, index, take));
      }
      case 'ScriptDrafted':
        return paid(before, event, event.data.cost, 'script');
      case 'VoiceoverGenerated':
        return paid(before, event, event.data.cost, 'voice');
      case 'MusicGenerated':
        return paid(before, event, event.data.cost, 'music');
      case 'ImageGenerated':
        return segmentMade(before, event, 'image', before.request?.visuals.imageModels[0]);
      case 'SegmentGenerated': {
        const { request, wished } = before;
        const { index } = event.data;
        return segmentMade(before, event, 'clip', request ? clipChain(request, index, wished[index] ?? null)[0] : undefined);
      }
      case 'RenderFinished': {
        const { edition, renderedSeconds, frames } = event.data;
        const quantities = { render_seconds: renderedSeconds, storage_bytes: before.unbookedBytes };
        return booked({ ...before, frames }, event, `render-${edition}`, quantities);
      }
      case 'JobCompleted': {
        const { request, frames } = before;
        const seconds = request ? (request.durationSeconds ?? frames / request.fps) : 0;
        const counted = before.isCounted ? before : booked(before, event, 'video', { videos: 1, video_seconds: seconds });
        return ended({ ...counted, isCounted: true }, event);
      }
      case 'JobFailed':
      case 'JobCancelled':
        return ended(before, event);
      case 'FilmCopyRequested':
        return opened(before, copyReservation(event));
      case 'FilmCopyMade':
        return closed(
          booked(before, event, `copy@${event.version}`, { storage_bytes: before.unbookedBytes }, copyReservation(event)),
          event,
        );
      case 'FilmCopyFailed':
        return closed(before, event);
      case 'ArtifactsDeleted':
        return removed(closing(before, event), event);
      case 'ApprovalRequested':
      case 'AudioMixed':
      case 'FilesRemoved':
      case 'VideoCharged':
      case 'JobResumed':
      case 'PieceConformed':
      case 'RenderStarted':
      case 'SegmentFellBack':
      case 'ScriptContinued':
      case 'SegmentsPlanned':
      case 'StageEntered':
      case 'StoryboardStored':
      case 'SubtitlesAligned':
      case 'FramesReceived':
      case 'SegmentAttemptFailed':
      case 'RendererFellBack':
      case 'VideoRenamed':
        return before;
    }
  },
  react: ({ fresh }) => fresh,
};

const opened = (usage: Usage, reservation: string): Usage => ({ ...usage, open: [...usage.open, reservation] });

/** A share of the reservation is done with: what was paid is settled, what is left of the share given back. */
function segmentMade(usage: Usage, event: OfVideo<'ImageGenerated' | 'SegmentGenerated'>, what: 'image' | 'clip', planned?: string): Usage {
  const { index, cost, source } = event.data;
  return paid(usage, event, cost, `${what}-${index}`, source !== planned);
}

/** @param isReplaced nothing may have been paid although something was reserved */
function paid(usage: Usage, event: Recorded, cost: ProviderCost | null, item: string, isReplaced = false): Usage {
  if (cost === null && !isReplaced) return usage;
  const reservation = reservationOf.payer(usage.videoId, payerOf(usage.payers, item));
  const quantities: Quantities = cost ? { provider_cost_micros: cost.amountMicros } : {};
  return settled(usage, event, reservation, { entry: `${item}@${event.version}`, item, quantities, charge: cost });
}

function booked(
  usage: Usage,
  event: Recorded,
  entry: string,
  quantities: Quantities,
  on: string = reservationOf.payer(usage.videoId, usage.payers.base),
): Usage {
  const bytes = quantities.storage_bytes ?? 0;
  const after = settled(usage, event, on, { entry, quantities, charge: null });
  if (bytes === 0) return after;
  return { ...after, unbookedBytes: 0, bytes: { ...usage.bytes, [on]: (usage.bytes[on] ?? 0) + bytes } };
}

type OfCopy = OfVideo<'FilmCopyRequested' | 'FilmCopyMade' | 'FilmCopyFailed'>;

const copyReservation = ({ data: { videoId, edition, maxBytes } }: OfCopy): string => reservationOf.copy(videoId, edition, maxBytes);

/** A copy is no part of the job's work: it ends by itself. */
function closed(usage: Usage, event: OfCopy): Usage {
  const reservationId = copyReservation(event);
  const close = { reservationId, orgId: event.metadata.orgId, at: event.recordedAt };
  return { ...usage, open: usage.open.filter((one) => one !== reservationId), fresh: [...usage.fresh, { close }] };
}

/** What a video that did not come to its end has stored is kept, and counted, until it is deleted. */
function ended(usage: Usage, event: Recorded): Usage {
  const kept = usage.unbookedBytes === 0 ? usage : booked(usage, event, `kept@${event.version}`, { storage_bytes: usage.unbookedBytes });
  return closing(kept, event);
}

function closing(usage: Usage, event: Recorded): Usage {
  const { orgId } = event.metadata;
  const closes = usage.open.map((reservationId): UsageEffect => ({ close: { reservationId, orgId, at: event.recordedAt } }));
  return { ...usage, open: [], fresh: [...usage.fresh, ...closes] };
}

function removed(usage: Usage, event: Recorded): Usage {
  const booked = Object.entries(usage.bytes);
  return booked.reduce<Usage>(
    (after, [reservation, bytes], n) =>
      settled(after, event, reservation, { entry: `removed-${n}@${event.version}`, quantities: { storage_bytes: -bytes }, charge: null }),
    { ...usage, bytes: {}, unbookedBytes: 0 },
  );
}

function settled(
  usage: Usage,
  event: Recorded,
  reservationId: string,
  what: { readonly entry: string; readonly item?: string; readonly quantities: Quantities; readonly charge: ProviderCost | null },
): Usage {
  const subject = { kind: 'video' as const, id: usage.videoId };
  const settle = { reservationId, orgId: event.metadata.orgId, subject, ...what, at: event.recordedAt };
  return { ...usage, fresh: [...usage.fresh, { settle }] };
}

/** Counts the files that an event names for the first time, whatever kind of event it is. */
function withFiles(usage: Usage, data: object): Usage {
  // What lies elsewhere, such as an asset that a segment shows, belongs to somebody else's account.
  const fresh = storedFilesIn(data).filter(({ key }) => key.includes(`/${usage.videoId}/`) && !usage.files.has(key));
  if (fresh.length === 0) return usage;
  const sizes = new Map(fresh.map(({ key, sizeBytes }) => [key, sizeBytes]));
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return { ...usage, files: new Set([...usage.files, ...sizes.keys()]), unbookedBytes: usage.unbookedBytes + bytes };
}
