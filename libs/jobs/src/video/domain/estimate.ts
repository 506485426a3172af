/** What a video will probably use, before anything of it is made: what is reserved, and what an estimate says. Pure. */
import { CHARACTERS_PER_SECOND, expectedUnits, microsOf, type PricedWork, type Prices, segmentCount } from '#steps/plan';
import { type ApprovalType, type VideoRequest } from '../../contracts/video-request.js';
import { filmSeconds } from './film-length.js';
import { spokenText } from './spoken-text.js';
import { assetIdOf, assetOf, clipChain, needsImage } from './fallback-chain.js';
import { rejectedSegments } from './payers.js';
import { type VideoJobState, isTerminal, totalFrames, wantsImage } from './video-job.state.js';

export type { ModelPrice } from '#steps/plan';

export interface EstimateSources extends Prices {
  readonly scriptModel: string;
  readonly musicModel: string;
  /** @param language BCP 47 @param voice by name; null: any */
  voiceModel(provider: string, language: string, voice: string | null): string;
  /** Length of a film from a prompt that names none. */
  readonly defaultDurationSeconds: number;
}

/** An estimated call, or calls, of a model. `name` says what for: `clip-3`, `image-3`, `script`, `voice`, `music`. */
export interface EstimatedCost {
  readonly name: string;
  readonly provider: string;
  readonly model: string;
  readonly units: number;
  readonly amountMicros: number;
}

export interface Estimate {
  readonly segments: number;
  /** By resource, as billing counts them. */
  readonly quantities: {
    readonly videos: number;
    readonly video_seconds: number;
    readonly render_seconds: number;
    readonly provider_cost_micros: number;
    readonly storage_bytes: number;
    readonly concurrent_videos: number;
  };
  readonly costs: readonly EstimatedCost[];
}

interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * Bytes kept for a second of film: clips, their conformed pieces and the film; and the sound (uncompressed masters of voice, music and
 * mix, and their AAC). A local film of 5 s at 480p without music keeps 3.1 MB, of which this makes 3.5.
 */
const PICTURE_BYTES_PER_PIXEL_FRAME = 0.02;
const SOUND_BYTES_PER_SECOND = 420_000;
/** A still of each segment, as PNG. */
const STILL_BYTES_PER_PIXEL = 1;

/** The whole of a new video. */
export function estimateVideo(request: VideoRequest, size: Size, sources: EstimateSources): Estimate {
  const seconds = plannedSeconds(request, sources);
  const lengths = segmentSeconds(request, seconds);
  const costs = [
    ...(request.script === null ? [cost('script', [sources.scriptModel], scriptWork(request, seconds), sources)] : []),
    ...soundCosts(request, seconds, { voice: request.voice !== false, music: request.music !== false, script: request.script }, sources),
    ...lengths.flatMap((length, index) =>
      pictureCosts(request, { index, length, requested: null, image: needsImage(request, index) }, sources),
    ),
  ];
  const whole = { videos: 1, video_seconds: seconds, render_seconds: seconds, concurrent_videos: 1 };
  return { segments: lengths.length, ...sum(whole, costs, bytesOf(request, size, seconds, lengths.length)) };
}

/** What a failed video still lacks, for a retry. */
export function estimateRest(job: VideoJobState, sources: EstimateSources): Estimate {
  const { request } = job;
  const seconds = lengthOf(job, sources);
  const lengths = segmentSecondsOf(job, seconds);
  const missing = lengths.flatMap((length, index) => {
    const segment = job.segments[index];
    const image = wantsImage(job, index) && !segment?.image;
    return segment?.clip ? [] : [{ index, length, requested: segment?.model ?? null, image }];
  });
  const isWanted = { voice: request.voice !== false && !job.narrated, music: request.music !== false && !job.music };
  const costs = [
    ...(request.script === null && !job.script ? [cost('script', [sources.scriptModel], scriptWork(request, seconds), sources)] : []),
    ...soundCosts(request, seconds, { ...isWanted, script: job.script?.text ?? request.script }, sources),
    ...missing.flatMap((segment) => pictureCosts(request, segment, sources)),
  ];
  // A film that was finished once is counted; what is missing is a later edition of it.
  const unit = job.film === null ? { videos: 1, video_seconds: seconds } : { videos: 0, video_seconds: 0 };
  return {
    segments: missing.length,
    ...sum({ ...unit, render_seconds: seconds, concurrent_videos: 1 }, costs, bytesOf(request, job, seconds, missing.length)),
  };
}

/** One segment anew. @param job as it was before the wish @param together all that are made anew with it */
export function estimateRegeneration(
  job: VideoJobState,
  { index, model }: { readonly index: number; readonly model: string | null },
  sources: EstimateSources,
  together: readonly number[] = [index],
): Estimate {
  const requested = model ?? job.segments[index]?.model ?? null;
  const image = needsImage(job.request, index) && assetIdOf(requested ?? '') === null;
  const anew = pictureCosts(job.request, { index, length: plannedLength(job, index), requested, image }, sources);
  return estimateChange(job, index, { segments: 1, costs: anew, together }, sources);
}

/** A segment that shows again what it had. @param job as it was before */
export const estimateRestoration = (job: VideoJobState, index: number, sources: EstimateSources): Estimate =>
  estimateChange(job, index, { segments: 0, costs: [], together: [index] }, sources);

interface SegmentChange {
  readonly segments: number;
  readonly costs: readonly EstimatedCost[];
  /** Segments of which nothing else is made. */
  readonly together: readonly number[];
}

/** The film with another segment in it. */
function estimateChange(
  job: VideoJobState,
  index: number,
  { segments, costs: anew, together }: SegmentChange,
  sources: EstimateSources,
): Estimate {
  const { request } = job;
  // The transitions on both sides are made anew with it; they lie within the neighbours.
  const renderSeconds = plannedLength(job, index) + (2 * job.transition.frames) / request.fps;
  const bytes = bytesOf(request, job, renderSeconds, 1);
  if (job.status !== 'failed') {
    const isLive = !isTerminal(job.status);
    const own = { videos: 0, video_seconds: 0, render_seconds: renderSeconds, concurrent_videos: isLive ? 0 : 1 };
    return { segments, ...sum(own, anew, bytes) };
  }
  // A failed video goes on with it: everything that is missing is made as well.
  const rest = estimateRest(job, sources);
  const own = new Set(together.flatMap((one) => [`clip-${one}`, `image-${one}`]));
  const costs = [...rest.costs.filter(({ name }) => !own.has(name)), ...anew];
  return { segments: rest.segments, ...sum(rest.quantities, costs, rest.quantities.storage_bytes + bytes) };
}

function plannedLength({ plan, request }: VideoJobState, index: number): number {
  const planned = plan?.segments[index];
  return planned ? (planned.endFrame - planned.startFrame) / request.fps : request.segmentation.segmentSeconds;
}

/**
 * What a rejected gate has made once more. @param job as it was before, waiting at the gate. Null: nothing is made by it; the user's own
 * script is there already, and what it needs is known when it is planned.
 */
export function estimateRejection(
  job: VideoJobState,
  { approval, segments }: { readonly approval: ApprovalType; readonly segments: readonly number[] },
  sources: EstimateSources,
): Estimate {
  const { request } = job;
  const counted = { videos: 0, video_seconds: 0, render_seconds: 0, concurrent_videos: 0 };
  if (approval === 'script') {
    const drafts =
      request.script === null ? [cost('script', [sources.scriptModel], scriptWork(request, lengthOf(job, sources)), sources)] : [];
    return { segments: 0, ...sum(counted, drafts, 0) };
  }
  const anew = rejectedSegments(segments, job.segments.length);
  const lengths = segmentSecondsOf(job, lengthOf(job, sources));
  const works = anew.map((index) => {
    const of = { index, length: lengths[index] ?? 0, requested: job.segments[index]?.model ?? null };
    const isStill = approval === 'images' && wantsImage(job, index);
    const costs = pictureCosts(request, { ...of, image: isStill }, sources).filter(({ name }) => name.startsWith('image-') === isStill);
    const bytes = isStill ? job.widthPx * job.heightPx * STILL_BYTES_PER_PIXEL : bytesOf(request, job, of.length, 1);
    return approval === 'images' && !isStill ? { costs: [], bytes: 0 } : { costs, bytes };
  });
  const costs = works.flatMap((work) => work.costs);
  return {
    segments: anew.length,
    ...sum(
      counted,
      costs,
      works.reduce((all, { bytes }) => all + bytes, 0),
    ),
  };
}

/**
 * What a plan needs beyond what was set aside before there was one. @param before the job before it was planned @param planned after it
 */
export function estimateGrowth(before: VideoJobState, planned: VideoJobState, sources: EstimateSources): Estimate {
  const [reserved, needed] = [estimateRest({ ...before, script: null }, sources), estimateRest(planned, sources)];
  const written = reserved.costs.find(({ name }) => name === 'script')?.amountMicros ?? 0;
  const more = (resource: keyof Estimate['quantities'], known = 0): number =>
    Math.max(0, needed.quantities[resource] - (reserved.quantities[resource] - known));
  const counted = { videos: 0, video_seconds: more('video_seconds'), render_seconds: more('render_seconds'), concurrent_videos: 0 };
  const quantities = { ...counted, provider_cost_micros: more('provider_cost_micros', written), storage_bytes: more('storage_bytes') };
  return { segments: Math.max(0, needed.segments - reserved.segments), quantities, costs: [] };
}

/** A rung of a segment's chain: who would make what. */
interface Rung {
  readonly index: number;
  readonly what: 'image' | 'clip';
  readonly rung: number;
}

/** What a rung costs beyond what was set aside for the rungs before it, in micro-dollars. */
export function dearerBy(job: VideoJobState, { index, what, rung }: Rung, sources: EstimateSources): number {
  const { request } = job;
  const chain = what === 'image' ? request.visuals.imageModels : clipChain(request, index, job.segments[index]?.model ?? null);
  const work = what === 'image' ? {} : { seconds: segmentSecondsOf(job, lengthOf(job, sources))[index] ?? 0 };
  const at = (models: readonly string[]): number => cost('', models, work, sources).amountMicros;
  // As `pictureCosts` reserves it; and each rung that was dearer has been added since.
  const wished = job.segments[index]?.model ?? null;
  const isOwn = what === 'clip' && (wished === null ? assetOf(request, index) !== null : assetIdOf(wished) !== null);
  const refused = (job.segments[index]?.givenUp ?? []).filter((given) => given.code === 'quota_exceeded' && given.what === what);
  const added = chain.slice(0, rung).filter((model) => !refused.some((given) => given.model === model));
  const known = Math.max(isOwn ? 0 : at(chain), ...added.map((model) => at([model])));
  return Math.max(0, at(chain.slice(rung, rung + 1)) - known);
}

const lengthOf = (job: VideoJobState, sources: EstimateSources): number =>
  job.plan ? totalFrames(job.plan) / job.request.fps : plannedSeconds(job.request, sources);

export function plannedSeconds(request: VideoRequest, { defaultDurationSeconds }: EstimateSources): number {
  if (request.frames) return request.frames.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
  return request.script === null ? (request.durationSeconds ?? defaultDurationSeconds) : filmSeconds(request, spokenText(request.script));
}

export function segmentSeconds(request: VideoRequest, seconds: number): number[] {
  if (request.frames) return request.frames.map(({ durationSeconds }) => durationSeconds);
  const count = segmentCount(seconds, request.segmentation.segmentSeconds);
  return Array.from({ length: count }, () => seconds / count);
}

const segmentSecondsOf = (job: VideoJobState, seconds: number): number[] =>
  job.plan
    ? job.plan.segments.map(({ startFrame, endFrame }) => (endFrame - startFrame) / job.request.fps)
    : segmentSeconds(job.request, seconds);

interface PictureWork {
  readonly index: number;
  readonly length: number;
  readonly requested: string | null;
  /** Whether a still is to be drawn first. */
  readonly image: boolean;
}

function pictureCosts(request: VideoRequest, { index, length, requested, image }: PictureWork, sources: EstimateSources): EstimatedCost[] {
  const still = image ? [cost(`image-${index}`, request.visuals.imageModels, {}, sources)] : [];
  // A still that only gets its camera move costs nothing more; nor does what the organisation has already.
  const isOwn = requested === null ? assetOf(request, index) !== null : assetIdOf(requested) !== null;
  if (request.visuals.mode === 'images' || isOwn) return still;
  return [...still, cost(`clip-${index}`, clipChain(request, index, requested), { seconds: length }, sources)];
}

function soundCosts(
  request: VideoRequest,
  seconds: number,
  isWanted: { readonly voice: boolean; readonly music: boolean; readonly script: string | null },
  sources: EstimateSources,
): EstimatedCost[] {
  const { script } = isWanted;
  const characters = script === null ? Math.ceil(seconds * CHARACTERS_PER_SECOND) : [...script].length;
  const isComposed = request.music !== false && request.music.assetId === undefined;
  const voice = request.voice === false ? [] : [sources.voiceModel(request.voice.provider, request.language, request.voice.voice)];
  return [
    ...(isWanted.voice ? [cost('voice', voice, { characters, seconds }, sources)] : []),
    ...(isWanted.music && isComposed ? [cost('music', [sources.musicModel], { seconds }, sources)] : []),
  ];
}

const scriptWork = (request: VideoRequest, seconds: number): PricedWork => ({
  characters: (request.prompt ?? request.idea ?? '').length + seconds * CHARACTERS_PER_SECOND,
});

/** By the price of the model that will be asked first: the first of them that can be used. */
function cost(name: string, models: readonly string[], work: PricedWork, { priceOf }: EstimateSources): EstimatedCost {
  const prices = models.flatMap((id) => priceOf(id) ?? []);
  const price = prices.find(({ available }) => available) ?? prices[0];
  if (!price) return { name, provider: '', model: models[0] ?? '', units: 0, amountMicros: 0 };
  const units = expectedUnits(price, work);
  return { name, provider: price.provider, model: price.model, units, amountMicros: microsOf(price, units) };
}

function bytesOf({ fps }: VideoRequest, { widthPx, heightPx }: Size, seconds: number, segments: number): number {
  const pixels = widthPx * heightPx;
  const picture = pixels * fps * PICTURE_BYTES_PER_PIXEL_FRAME + SOUND_BYTES_PER_SECOND;
  return Math.ceil(seconds * picture + segments * pixels * STILL_BYTES_PER_PIXEL);
}

type Counted = Pick<Estimate['quantities'], 'videos' | 'video_seconds' | 'render_seconds' | 'concurrent_videos'>;

function sum(counted: Counted, costs: readonly EstimatedCost[], bytes: number): Pick<Estimate, 'quantities' | 'costs'> {
  const { videos, video_seconds, render_seconds, concurrent_videos } = counted;
  const micros = costs.reduce((all, { amountMicros }) => all + amountMicros, 0);
  return {
    quantities: { videos, video_seconds, render_seconds, provider_cost_micros: micros, storage_bytes: bytes, concurrent_videos },
    costs,
  };
}
