/** Events and commands of a set of clips with valid defaults, for specs. */
import { AT, storedFile } from '../../testing/builders.js';
import { type ClipFailed, type ClipMade, type ClipSetRequested, type OrderedClip } from '../../contracts/clip-set.events.js';
import { RecordFailedClip, RecordMadeClip, RequestClipSet } from '../domain/clip-set.commands.js';

export const CLIP_SET_ID = '0199a000-0000-7000-8000-000000000010';
export const CLIP_IDS = ['0199a000-0000-7000-8000-000000000011', '0199a000-0000-7000-8000-000000000012'] as const;

const CLIPS: readonly OrderedClip[] = [
  { clipId: CLIP_IDS[0], scene: '1', durationSeconds: 4, seed: 1, expectedMicros: 800_000 },
  { clipId: CLIP_IDS[1], scene: '2', durationSeconds: 6, seed: 2, expectedMicros: 1_200_000 },
];
const ORDER = {
  clipSetId: CLIP_SET_ID,
  model: 'runware:veo-3.1',
  aspectRatio: '9:16',
  widthPx: 720,
  heightPx: 1280,
  fps: 30,
  clips: CLIPS,
};

export const requestClipSet = (over: Partial<RequestClipSet['data']> = {}): RequestClipSet => new RequestClipSet({ ...ORDER, ...over }, AT);

export const clipSetRequested = (over: Partial<ClipSetRequested['data']> = {}): ClipSetRequested => ({
  type: 'ClipSetRequested',
  data: { ...ORDER, requestedAt: AT, ...over },
});

export const COST = { provider: 'runware', model: 'runware:veo-3.1', units: 4, amountMicros: 800_000 };

export const recordMadeClip = (clipId: string): RecordMadeClip =>
  new RecordMadeClip({ clipSetId: CLIP_SET_ID, clipId, source: 'runware:veo-3.1', clip: storedFile(clipId), cost: COST }, AT);

export const clipMade = (clipId: string): ClipMade => ({
  type: 'ClipMade',
  data: { clipSetId: CLIP_SET_ID, clipId, source: 'runware:veo-3.1', clip: storedFile(clipId), cost: COST, madeAt: AT },
});

const FAILURE = { code: 'content_refused', message: 'the provider refused it', retryable: false, attempts: 1 };

export const recordFailedClip = (clipId: string): RecordFailedClip =>
  new RecordFailedClip({ clipSetId: CLIP_SET_ID, clipId, ...FAILURE }, AT);

export const clipFailed = (clipId: string): ClipFailed => ({
  type: 'ClipFailed',
  data: { clipSetId: CLIP_SET_ID, clipId, ...FAILURE, failedAt: AT },
});
