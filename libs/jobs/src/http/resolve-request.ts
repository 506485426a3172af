/** Fills in what a create request leaves open, and refuses what only the catalogue can tell is wrong. */
import { type FilmFormat, type Models, charactersWithoutFont, filmFormat } from '#integrations';
import { type PlannedTransition } from '../contracts/video-job.events.js';
import { type VideoRequest } from '../contracts/video-request.js';
import { TEMPLATES, transitionOf } from '../domain/templates.js';
import { type JobsConfig } from '../jobs.config.js';
import { type CreateVideoRequest } from './create-video.request.js';
import { InvalidRequest, ModelUnavailable, UnknownModel } from './request.errors.js';

/** Characters without a font that a message names. */
const NAMED_CHARACTERS = 10;

export interface ResolvedRequest {
  readonly request: VideoRequest;
  readonly format: FilmFormat;
  readonly transition: PlannedTransition;
}

/**
 * @param seed used when the request names none.
 * @throws InvalidRequest with all faults, UnknownModel, ModelUnavailable
 */
export function resolveRequest(body: CreateVideoRequest, seed: number, models: Models, config: JobsConfig): ResolvedRequest {
  const faults: { path: string; message: string }[] = [];
  const wishes = [body.prompt, body.script, body.idea].filter((text) => text !== undefined);
  if (wishes.length !== 1) faults.push({ path: 'prompt', message: 'exactly one of prompt, script and idea is required' });
  const templateName = body.template ?? 'classic';
  const template = Object.hasOwn(TEMPLATES, templateName) ? TEMPLATES[templateName] : undefined;
  if (!template) faults.push({ path: 'template', message: `must be one of ${Object.keys(TEMPLATES).join(', ')}` });
  const language = body.language ?? languageOf(wishes[0] ?? '');
  if (body.script === undefined && !config.writesIn(language)) {
    faults.push({
      path: 'language',
      message: `the script writer knows ${config.writerLanguages.join(', ')}; send a script for another language`,
    });
  }
  const burnIn = body.subtitles !== false && (body.subtitles?.burnIn ?? true);
  const [path, text] = Object.entries({ script: body.script, prompt: body.prompt, idea: body.idea }).find(([, wish]) => wish) ?? ['', ''];
  const unseen = burnIn && text ? charactersWithoutFont(text) : [];
  if (unseen.length > 0) {
    const some = unseen.slice(0, NAMED_CHARACTERS).join(' ');
    faults.push({
      path,
      message: `no bundled font can show ${some}; send "subtitles": { "burnIn": false } to have them in the side files only`,
    });
  }
  if (faults.length > 0 || !template) throw new InvalidRequest(faults);

  const request = withDefaults(body, language, templateName, seed, config);
  checkModels(request, body, models, config);
  const format = filmFormat(request.aspectRatio, request.resolution, request.fps);
  return { request, format, transition: transitionOf(template, request.fps) };
}

function withDefaults(body: CreateVideoRequest, language: string, template: string, seed: number, config: JobsConfig): VideoRequest {
  const mode = body.visuals?.mode ?? 'text-to-video';
  return {
    prompt: body.prompt ?? null,
    script: body.script ?? null,
    idea: body.idea ?? null,
    title: body.title ?? null,
    language,
    style: body.style ?? 'cinematic',
    tone: body.tone ?? 'curious',
    audience: body.audience ?? 'general',
    aspectRatio: body.aspectRatio ?? '9:16',
    resolution: body.resolution ?? '1080p',
    fps: body.fps ?? 30,
    durationSeconds: body.durationSeconds ?? null,
    segmentation: { mode: body.segmentation?.mode ?? 'beats', segmentSeconds: body.segmentation?.segmentSeconds ?? 10 },
    visuals: {
      mode,
      models: body.visuals?.models ?? (mode === 'stock' ? config.stockModels : config.clipModels),
      imageModels: config.imageModels,
      fallback: body.visuals?.fallback ?? config.fallbackModels,
      seed: body.visuals?.seed ?? seed,
    },
    voice:
      body.voice === false
        ? false
        : { provider: body.voice?.provider ?? 'local', voice: body.voice?.voice ?? null, speed: body.voice?.speed ?? 1 },
    music: body.music === false ? false : { mood: body.music?.mood ?? 'calm', gainDb: body.music?.gainDb ?? -18 },
    subtitles: body.subtitles === false ? false : { style: body.subtitles?.style ?? 'karaoke', burnIn: body.subtitles?.burnIn ?? true },
    template,
    approvals: body.approvals ?? [],
    renderer: body.renderer ?? 'ffmpeg',
    metadata: body.metadata ?? {},
  };
}

function checkModels(request: VideoRequest, body: CreateVideoRequest, models: Models, config: JobsConfig): void {
  const named = [...(body.visuals?.models ?? []), ...(body.visuals?.fallback ?? [])];
  const unknown = named.filter((id) => !models.isKnown(id));
  if (request.voice !== false && !models.isKnown(config.voiceModel(request.voice.provider), 'voice')) unknown.push(request.voice.provider);
  if (unknown.length > 0) throw new UnknownModel(unknown);
  const ladder = [...request.visuals.models, ...request.visuals.fallback];
  if (!ladder.some((id) => models.isAvailable(id))) throw new ModelUnavailable(ladder);
}

/** Cyrillic text without a language is Russian, everything else English. */
export function languageOf(text: string): string {
  const cyrillic = text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return cyrillic > latin ? 'ru' : 'en';
}
