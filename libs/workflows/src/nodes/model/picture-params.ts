/** What nodes say to models of pictures and clips. */
import { languageOf } from '#media';
import { type Attribution } from '#integrations';
import { filmFormat, isLocal } from '#steps';
import { type MediaValue } from '../../contracts/values.js';
import { type NodeCall } from '../node-type.js';
import { MODEL_PARAMS, stableSeed, text, textParam } from './model-params.js';

export const MAX_PROMPT = 10_000;
export const FORMAT_PARAMS = {
  aspectRatio: { enum: ['9:16', '16:9', '1:1', '4:5'] },
  resolution: { enum: ['480p', '720p', '1080p'] },
};
export const PICTURE_PARAMS = {
  ...MODEL_PARAMS,
  ...FORMAT_PARAMS,
  ...{ prompt: { ...text(MAX_PROMPT), minLength: 1 }, negativePrompt: text(2_000), style: text(200) },
};
/** What this installation works at a picture, as rendering is counted. */
const RENDER_SECONDS = 1;

type Params = NodeCall['params'];

export const formatOf = (params: Params, fps: number, resolution = '1080p') =>
  filmFormat(textParam(params, 'aspectRatio', '9:16') as '9:16', textParam(params, 'resolution', resolution) as '1080p', fps);

/** The picture asked for, of a seed that goes by all of it. */
export function pictureOf(params: Params, prompt: string, { fps = 30, resolution = '1080p' } = {}) {
  const { widthPx, heightPx } = formatOf(params, fps, resolution);
  const negativePrompt = typeof params['negativePrompt'] === 'string' ? params['negativePrompt'] : null;
  const look = { negativePrompt, narration: '', language: languageOf(prompt), style: textParam(params, 'style', 'cinematic') };
  return { prompt, ...look, widthPx, heightPx, seed: stableSeed(params, [params, prompt]), film: null };
}

export const renderSecondsOf = (model: string, seconds = RENDER_SECONDS): number => (isLocal(model) ? seconds : 0);

export const imageValue = (made: Pick<MediaValue, 'file' | 'source' | 'widthPx' | 'heightPx'>): MediaValue => ({
  ...{ ...made, kind: 'image', durationSeconds: null, attribution: null },
});

/** Whom to name for what was found in a library, and by what it is known there; null: it was made. */
export const creditOf = (attribution: Attribution | null): Pick<MediaValue, 'attribution' | 'stockId'> =>
  attribution === null ? { attribution: null } : { attribution: `${attribution.author}, ${attribution.pageUrl}`, stockId: attribution.id };
