/** From a script to the plan of a film: segments with their prompts and seeds, and the joints between them. */
import { type PlannedSegment, type PromptFrame, type SegmentsPlanned } from '../../contracts/video-job.events.js';
import { cutIntoSegments } from '#steps/plan';
import { type FramePair, type VideoRequest } from '../../contracts/video-request.js';
import { filmSeconds } from './film-length.js';

/** Seeds are 31-bit, as the narrowest of the providers takes them. */
export const SEED_MODULUS = 2 ** 31 - 1;
/** Distinct for up to 120 segments of one film, and unlike for neighbouring seeds of different films. */
const SEED_STRIDE = 7919;

type Planned = SegmentsPlanned['data'];

/** Where a script is cut, and what models are told around its parts. */
export function planFilm(
  request: VideoRequest,
  title: string,
  script: string,
  sentenceSeconds: readonly number[] = [],
): Pick<Planned, 'segments' | 'prompts'> {
  const pairFrames = request.frames && exactFrames(request.frames, request.fps);
  const totalFrames = pairFrames
    ? pairFrames.reduce((sum, frames) => sum + frames, 0)
    : Math.round(filmSeconds(request, script, sentenceSeconds) * request.fps);
  const cuts = cutIntoSegments({
    script,
    language: request.language,
    mode: request.segmentation.mode,
    segmentSeconds: request.segmentation.segmentSeconds,
    totalFrames,
    fps: request.fps,
    sentenceSeconds,
    // Somebody who has named a length or pictures by their place counts on the number of segments.
    keepsSentences: request.durationSeconds === null && request.visuals.assets === undefined,
    ...(pairFrames && { pairFrames }),
  });
  const words = folded(script);
  let end = 0;
  const segments = cuts.map(({ section, text, startFrame, endFrame }, index) => {
    const start = text === '' ? end : words.indexOf(text, end);
    end = start + text.length;
    const seed = (request.visuals.seed + index * SEED_STRIDE) % SEED_MODULUS;
    return { index, section, start, end, seed, startFrame, endFrame };
  });
  const { style, tone, audience } = request;
  const image = { before: `${title}. `, after: ` — ${style} still, ${tone} mood, for a ${audience} audience` };
  const video = { before: '', after: ` — ${style} shot, ${tone} mood, slow camera move` };
  return { segments, prompts: { image, video } };
}

/** The segments with their words, which stand in the script alone. */
export function segmentsOf(planned: Planned, request: VideoRequest, title: string, script: string): PlannedSegment[] {
  const { segments, prompts, texts } = planned;
  const words = folded(script);
  return segments.map(({ index, section, start, end, seed, startFrame, endFrame }) => {
    const place = { seed, startFrame, endFrame };
    const kept = texts?.[index];
    if (kept) return { index, section, text: kept.text, imagePrompt: kept.imagePrompt, videoPrompt: kept.videoPrompt, ...place };
    const text = words.slice(start, end);
    const shown = [request.frames?.[index]?.prompt ?? '', text].filter((part) => part !== '').join(' ');
    const told = ({ before, after }: PromptFrame): string => `${before}${shown === '' ? title : shown}${after}`;
    return { index, section, text, imagePrompt: told(prompts.image), videoPrompt: told(prompts.video), ...place };
  });
}

/** A plan as it was recorded until version 2: every segment with its words. */
export function plannedBefore(data: object): object {
  const { segments, ...rest } = data as { readonly segments: readonly PlannedSegment[] };
  const nothing = { before: '', after: '' };
  return {
    ...rest,
    segments: segments.map(({ index, section, seed, startFrame, endFrame }) => ({
      ...{ index, section, start: 0, end: 0, seed, startFrame, endFrame },
    })),
    prompts: { image: nothing, video: nothing },
    texts: segments.map(({ text, imagePrompt, videoPrompt }) => ({ text, imagePrompt, videoPrompt })),
  };
}

/** As it is cut: words, and one space where white space was. */
const folded = (script: string): string =>
  script
    .split(/\s+/u)
    .filter((word) => word !== '')
    .join(' ');

/** Each pair's length in frames, rounded so that no rounding adds up: every boundary lies where its time says. */
function exactFrames(pairs: readonly FramePair[], fps: number): number[] {
  let seconds = 0;
  let frames = 0;
  return pairs.map(({ durationSeconds }) => {
    seconds += durationSeconds;
    const length = Math.round(seconds * fps) - frames;
    frames += length;
    return length;
  });
}
