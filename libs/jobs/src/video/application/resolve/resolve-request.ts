/** Fills in what a create request leaves open, and refuses what only the catalogue can tell is wrong. */
import { type FilmFormat, charactersWithoutFont, filmFormat, languageOf, languageToWriteIn, speaksForItself } from '#media';
import { type Models } from '#integrations';
import { type FilmLook } from '../../../contracts/film-look.js';
import { type PlannedTransition } from '../../../contracts/video-job.events.js';
import { type VideoRequest } from '../../../contracts/video-request.js';
import { filmSeconds } from '../../domain/film-length.js';
import { segmentCount } from '#steps/plan';
import { spokenText } from '../../domain/spoken-text.js';
import { transitionOf, type MontageTemplate } from '../../../templates/domain/montage-template.js';
import { type JobsConfig } from '../../../jobs.config.js';
import { type MontageTemplates, DEFAULT_TEMPLATE } from '../../../templates/montage-templates.js';
import { type FieldError, FaultyRequest, fieldError } from '../../../shared/faulty-request.js';
import { type VideoOrder } from '../../../contracts/video-order.js';
import { type Gates, readGates } from './gates.js';
import { checkModels, clipModels, defaultFallback, makeableLengths } from './picture-models.js';
import { placeAssets } from './place-assets.js';
import { checkWish } from './wish.js';
import { type ResolvedPairs, resolvePairs, segmentSecondsOf, withRoomForAssets } from './segment-lengths.js';

/** Characters without a font that a message names. */
const NAMED_CHARACTERS = 10;
/** Level of music under speech. */
const DEFAULT_MUSIC_DB = -18;

export interface ResolvedRequest {
  readonly request: VideoRequest;
  readonly format: FilmFormat;
  readonly transition: PlannedTransition;
  readonly sectionTransition: PlannedTransition;
  readonly look: FilmLook;
}

/** For whom, and when. */
export interface OrderRequester {
  readonly orgId: string;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Used when the request names none. */
  readonly seed: number;
}

export interface RequestSources {
  readonly models: Models;
  readonly config: JobsConfig;
  readonly templates: MontageTemplates;
}

/**
 * @param found faults that were found elsewhere, to be told with the others.
 * @throws FaultyRequest with all faults, UnknownModel, ModelRetired, ModelUnavailable
 */
export function resolveRequest(
  body: VideoOrder,
  asking: OrderRequester,
  { models, config, templates }: RequestSources,
  found: readonly FieldError[] = [],
): ResolvedRequest {
  const faults: FieldError[] = [...found];
  const language = checkNarration(body, config, faults);
  const gates = readGates(body.approvals ?? [], faults);
  const template = templates.find(body.template ?? DEFAULT_TEMPLATE);
  if (!template) faults.push(fieldError('template', `must be one of ${templates.ids().join(', ')}`));
  checkFrames(body, gates, faults);
  checkRecording(body, faults);

  const visuals = visualsOf(body, gates, asking, models, config);
  const lengths = makeableLengths([...visuals.models, ...visuals.fallback], models);
  const pairs = resolvePairs(body, lengths, faults);
  const segmentSeconds = segmentSecondsOf(body, lengths, faults);
  const usual = withDefaults(body, { language, template, segmentSeconds, visuals, gates, pairs });
  const request = {
    ...usual,
    segmentation: { ...usual.segmentation, segmentSeconds: withRoomForAssets(body, segmentSeconds, secondsOf(usual)) },
  };
  checkAssetSegments(request, faults);
  checkModels(request, body, asking, { models, config }, faults);
  if (faults.length > 0 || !template) throw new FaultyRequest(faults);
  const format = filmFormat(request.aspectRatio, request.resolution, request.fps);
  const { within, sections } = template.transitions;
  const [transition, sectionTransition] = [transitionOf(within, request.fps), transitionOf(sections, request.fps)];
  return { request, format, transition, sectionTransition, look: templates.lookOf(template) };
}

/** @returns the language of the narration. */
function checkNarration(body: VideoOrder, config: JobsConfig, faults: FieldError[]): string {
  const wishes = [body.prompt, body.script, body.idea].filter((text) => text !== undefined && text !== null);
  const isSilent = checkWish([body.prompt, body.script, body.idea], body.frames !== undefined, faults);
  // A script is read as it is written; what is to be written needs a writer who knows the language.
  const said = wishes[0] ?? body.title ?? '';
  const isTold = (one: string): boolean => config.writesIn(one) || isInOwnWords(body, said, one);
  const language = body.language ?? (body.script === undefined ? languageToWriteIn(said, isTold) : languageOf(said));
  if (body.script === undefined && !isSilent && !isTold(language)) {
    const known = config.writerLanguages.join(', ');
    faults.push(
      fieldError(
        'language',
        `the script writer knows ${known}; for another language send a script, or leave durationSeconds out to hear the prompt itself`,
      ),
    );
  }
  const burnIn = body.subtitles !== false && (body.subtitles?.burnIn ?? true);
  const [path, text] = Object.entries({ script: body.script, prompt: body.prompt, idea: body.idea }).find(([, wish]) => wish) ?? ['', ''];
  const unseen = burnIn && text ? charactersWithoutFont(text) : [];
  if (unseen.length > 0) {
    const some = unseen.slice(0, NAMED_CHARACTERS).join(' ');
    const message = `no bundled font can show ${some}; send "subtitles": { "burnIn": false } to have them in the side files only`;
    faults.push(fieldError(path, message));
  }
  return language;
}

/** A language that no writer here knows is told in the words of the prompt, where they fill the film. */
function isInOwnWords({ durationSeconds, frames, voice }: VideoOrder, prompt: string, language: string): boolean {
  if (frames !== undefined) return false;
  const speed = voice ? (voice.speed ?? 1) : 1;
  return speaksForItself({ prompt, language, durationSeconds: durationSeconds === undefined ? null : durationSeconds * speed });
}

/** A recording says one script, at its own pace. */
function checkRecording({ voice, script, frames }: VideoOrder, faults: FieldError[]): void {
  if (!voice || voice.assetId === undefined) return;
  if (script === undefined) faults.push(fieldError('voice.assetId', 'needs the script that is said in it'));
  if (frames) faults.push(fieldError('voice.assetId', 'does not go with frames, which have lengths of their own'));
  for (const name of ['provider', 'voice', 'speed'] as const) {
    if (voice[name] !== undefined) faults.push(fieldError(`voice.${name}`, 'does not go with voice.assetId: nobody else speaks'));
  }
}

/** Frames and their mode come together, and leave nothing to draw. */
function checkFrames(body: VideoOrder, gates: Gates, faults: FieldError[]): void {
  const isPairs = body.segmentation?.mode === 'frame-pairs';
  if (body.frames === undefined) {
    if (isPairs) faults.push(fieldError('frames', 'are required for the segmentation mode frame-pairs'));
    return;
  }
  if (body.segmentation?.mode !== undefined && !isPairs)
    faults.push(fieldError('segmentation.mode', 'must be frame-pairs when frames are given'));
  if (body.segmentation?.segmentSeconds !== undefined) {
    faults.push(fieldError('segmentation.segmentSeconds', 'does not go with frames: each pair has its own durationSeconds'));
  }
  const mode = body.visuals?.mode;
  if (mode === 'stock' || mode === 'images')
    faults.push(fieldError('visuals.mode', `"${mode}" does not go with frames, which are animated`));
  if (gates.approvals.includes('images')) faults.push(fieldError('approvals', 'there are no images to approve when frames are given'));
}

function visualsOf(
  body: VideoOrder,
  gates: Gates,
  { orgId, seed }: OrderRequester,
  models: Models,
  config: JobsConfig,
): VideoRequest['visuals'] {
  const mode = body.visuals?.mode ?? 'text-to-video';
  const chosen = clipModels(body, orgId, { models, config });
  const start = body.frames ? 'pair' : mode !== 'text-to-video' || gates.approvals.includes('images') ? 'still' : 'text';
  return {
    mode,
    models: chosen,
    imageModels: config.imageModels,
    fallback: body.visuals?.fallback ?? defaultFallback(chosen, start, orgId, { models, config }),
    ...(body.visuals?.assets && { assets: placeAssets(body.visuals.assets) }),
    seed: body.visuals?.seed ?? seed,
  };
}

interface Resolved {
  readonly language: string;
  /** Null: named, but not there; already told. */
  readonly template: MontageTemplate | null;
  readonly segmentSeconds: number;
  readonly visuals: VideoRequest['visuals'];
  readonly gates: Gates;
  readonly pairs: ResolvedPairs | null;
}

function withDefaults(body: VideoOrder, { language, template, segmentSeconds, visuals, gates, pairs }: Resolved): VideoRequest {
  // Frames without words make a film without a voice.
  const isSilent = body.prompt === undefined && body.script === undefined && body.idea === undefined;
  const { voice, music, subtitles } = body;
  return {
    prompt: body.prompt ?? null,
    script: isSilent ? '' : (body.script ?? null),
    idea: body.idea ?? null,
    title: body.title ?? null,
    language,
    style: body.style ?? 'cinematic',
    tone: body.tone ?? 'curious',
    audience: body.audience ?? 'general',
    aspectRatio: body.aspectRatio ?? '9:16',
    resolution: body.resolution ?? '1080p',
    fps: body.fps ?? 30,
    durationSeconds: pairs?.totalSeconds ?? body.durationSeconds ?? null,
    segmentation: { mode: pairs ? 'frame-pairs' : (body.segmentation?.mode ?? 'beats'), segmentSeconds },
    ...(pairs && { frames: pairs.frames }),
    visuals,
    voice:
      voice === false || isSilent
        ? false
        : {
            ...{ provider: voice?.provider ?? 'local', voice: voice?.voice ?? null, speed: voice?.speed ?? 1 },
            ...(voice?.assetId && { assetId: voice.assetId }),
          },
    music:
      music === false
        ? false
        : {
            ...{ mood: music?.mood ?? 'calm', gainDb: music?.gainDb ?? template?.music.gainDb ?? DEFAULT_MUSIC_DB },
            ...(music?.assetId && { assetId: music.assetId }),
          },
    subtitles:
      subtitles === false || isSilent
        ? false
        : { style: subtitles?.style ?? template?.captions.style ?? 'karaoke', burnIn: subtitles?.burnIn ?? true },
    template: template?.id ?? DEFAULT_TEMPLATE,
    approvals: gates.approvals,
    ...(gates.deadlines.length > 0 && { deadlines: gates.deadlines }),
    renderer: body.renderer ?? 'ffmpeg',
    metadata: body.metadata ?? {},
  };
}

/** @returns null where there is no script yet to say how long it takes */
function secondsOf(request: VideoRequest): number | null {
  const { script, durationSeconds } = request;
  return script === null && durationSeconds === null ? null : filmSeconds(request, spokenText(script ?? ''));
}

/** As far as the number of segments is known before there is a script. */
function checkAssetSegments(request: VideoRequest, faults: FieldError[]): void {
  const { segmentation, frames, visuals } = request;
  const seconds = secondsOf(request);
  if (!frames && seconds === null) return;
  const count = frames?.length ?? segmentCount(seconds ?? 0, segmentation.segmentSeconds);
  visuals.assets?.forEach(({ segment }, index) => {
    if (segment < count) return;
    faults.push({
      ...fieldError(`visuals.assets.${index}.segment`, `this film has ${count} segments, counted from 0; shorter ones are more`),
      nearest: [count - 1],
    });
  });
}
