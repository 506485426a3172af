import { type Quantities, type UsageEffect } from '#billing';
import { type ProcessManager, type Recorded } from '#eventing/domain';
import { type ProviderCost } from '#steps';
import { type VideoJobEvent } from '../../../contracts/video-job.events.js';
import { type VideoRequest } from '../../../contracts/video-request.js';
import { clipChain } from '../../domain/fallback-chain.js';
import { reservationOf } from '../reservations.js';
import { storedFilesIn } from './stored-files.js';

/** What of a video's usage is booked, and on which reservation. */
interface Usage {
  readonly request: VideoRequest | null;
  readonly videoId: string;
  /** Pays for whatever no other reservation was made for. */
  readonly base: string;
  /** Not closed yet, `base` among them. */
  readonly open: readonly string[];
  /** Reservations of segments made anew, by segment and take. */
  readonly anew: Readonly<Record<string, string>>;
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
  ...{ request: null, videoId: '', base: '', open: [], anew: {}, wished: {}, isCounted: false, frames: 0 },
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
    ...(['JobCompleted', 'JobFailed', 'JobCancelled', 'ArtifactsDeleted'] as const),
  ],
  initialState: ABSENT,
  evolve(usage, event) {
    const before = withFiles({ ...usage, fresh: [] }, event.data);
    switch (event.type) {
      case 'JobCreated': {
        const { videoId, request } = event.data;
        const base = reservationOf.order(videoId);
        return { ...before, videoId, request, base, open: [base] };
      }
      case 'JobRetried': {
        const base = reservationOf.retry(before.videoId, event.data.round);
        return { ...before, base, open: [...before.open, base] };
      }
      case 'SegmentRegenerationRequested': {
        const { index, take, model } = event.data;
        const reservation = reservationOf.regeneration(before.videoId, index, take);
        return {
          ...before,
          // Of a video that had ended nothing else is open.
          base: before.open.length === 0 ? reservation : before.base,
          open: [...before.open, reservation],
          anew: { ...before.anew, [`${index}-${take}`]: reservation },
          wished: model === null ? before.wished : { ...before.wished, [index]: model },
        };
      }
      case 'ScriptDrafted':
        return paid(before, event, event.data.cost, before.base, 'script');
      case 'VoiceoverGenerated':
        return paid(before, event, event.data.cost, before.base, 'voice');
      case 'MusicGenerated':
        return paid(before, event, event.data.cost, before.base, 'music');
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
      case 'ArtifactsDeleted':
        return removed(before, event);
      case 'ApprovalDecided':
      case 'ApprovalRequested':
      case 'AudioMixed':
      case 'FilesRemoved':
      case 'JobResumed':
      case 'PieceConformed':
      case 'RenderStarted':
      case 'SegmentFellBack':
      case 'SegmentsPlanned':
      case 'StageEntered':
      case 'StoryboardStored':
      case 'SubtitlesAligned':
      case 'FramesReceived':
      case 'SegmentAttemptFailed':
      case 'RendererFellBack':
      default:
        return before;
    }
  },
  react: ({ fresh }) => fresh,
};

/** A share of the reservation is done with: what was paid is settled, what is left of the share given back. */
function segmentMade(usage: Usage, event: OfVideo<'ImageGenerated' | 'SegmentGenerated'>, what: 'image' | 'clip', planned?: string): Usage {
  const { index, take, cost, source } = event.data;
  const reservation = usage.anew[`${index}-${take}`] ?? usage.base;
  return paid(usage, event, cost, reservation, `${what}-${index}`, source !== planned);
}

/** @param isReplaced nothing may have been paid although something was reserved */
function paid(usage: Usage, event: Recorded, cost: ProviderCost | null, reservation: string, item: string, isReplaced = false): Usage {
  if (cost === null && !isReplaced) return usage;
  const quantities: Quantities = cost ? { provider_cost_micros: cost.amountMicros } : {};
  return settled(usage, event, reservation, { entry: `${item}@${event.version}`, item, quantities, charge: cost });
}

function booked(usage: Usage, event: Recorded, entry: string, quantities: Quantities): Usage {
  const bytes = quantities.storage_bytes ?? 0;
  const after = settled(usage, event, usage.base, { entry, quantities, charge: null });
  if (bytes === 0) return after;
  return { ...after, unbookedBytes: 0, bytes: { ...usage.bytes, [usage.base]: (usage.bytes[usage.base] ?? 0) + bytes } };
}

/** What a video that did not come to its end has stored is kept, and counted, until it is deleted. */
function ended(usage: Usage, event: Recorded): Usage {
  const kept = usage.unbookedBytes === 0 ? usage : booked(usage, event, `kept@${event.version}`, { storage_bytes: usage.unbookedBytes });
  const { orgId } = event.metadata;
  const closes = usage.open.map((reservationId): UsageEffect => ({ close: { reservationId, orgId, at: event.recordedAt } }));
  return { ...kept, open: [], anew: {}, fresh: [...kept.fresh, ...closes] };
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
