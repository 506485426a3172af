import { ASSUMED, type KieModel } from './model.js';
import { first, fixed, FIVE_RATIOS, framesIfAny, prompt, ratio, resolution, seconds, source } from './params.js';

/**
 * Older APIs of single models, which KIE still answers but lists as old. They have no settings that the unified API lacks, so
 * they are here for those whose accounts or prices hang on them.
 */
const veo = (id: string, credits: number): KieModel => ({
  id,
  dedicated: 'veo',
  capabilities: ['text-to-video', 'image-to-video', 'frames-to-video'],
  credits: { each: credits },
  input: {
    prompt: prompt(5000),
    imageUrls: framesIfAny(),
    model: fixed(id),
    generationType: { from: 'frames-or-text', values: ['TEXT_2_VIDEO', 'FIRST_AND_LAST_FRAMES_2_VIDEO'] },
    aspect_ratio: ratio('16:9', '9:16'),
    resolution: resolution('720p', '1080p'),
    duration: seconds('number', 4, 6, 8),
    enableTranslation: fixed(true),
  },
});
const kontext = (id: string, isEdit: boolean): KieModel => ({
  id: isEdit ? `${id}-edit` : id,
  dedicated: 'flux-kontext',
  capabilities: [isEdit ? 'image-edit' : 'text-to-image'],
  credits: { each: isEdit ? ASSUMED.edit : ASSUMED.image },
  input: {
    prompt: prompt(5000),
    ...(isEdit && { inputImage: source }),
    aspectRatio: ratio('21:9', '16:9', '4:3', '1:1', '3:4', '9:16'),
    outputFormat: fixed('png'),
    model: fixed(id),
  },
});

export const DEDICATED_MODELS: readonly KieModel[] = [
  veo('veo3', 250),
  veo('veo3_fast', 60),
  veo('veo3_lite', 30),
  {
    id: 'runway-api',
    dedicated: 'runway',
    capabilities: ['text-to-video'],
    credits: { perSecond: ASSUMED.perSecond },
    input: { prompt: prompt(1800), duration: seconds('number', 5, 10), quality: fixed('720p'), aspectRatio: ratio(...FIVE_RATIOS) },
  },
  {
    id: 'runway-api-image',
    dedicated: 'runway',
    capabilities: ['image-to-video'],
    credits: { perSecond: ASSUMED.perSecond },
    input: { prompt: prompt(1800), duration: seconds('number', 5, 10), quality: fixed('720p'), imageUrl: first },
  },
  {
    id: 'gpt4o-image',
    dedicated: 'gpt4o-image',
    capabilities: ['text-to-image'],
    credits: { each: ASSUMED.image },
    input: { prompt: prompt(5000), size: ratio('1:1', '3:2', '2:3') },
  },
  kontext('flux-kontext-pro', false),
  kontext('flux-kontext-max', false),
  kontext('flux-kontext-pro', true),
  kontext('flux-kontext-max', true),
  ...['V4', 'V4_5', 'V4_5PLUS', 'V4_5ALL', 'V5', 'V5_5'].map((generation): KieModel => ({
    id: `suno:${generation}`,
    dedicated: 'suno',
    capabilities: ['music'],
    credits: { each: ASSUMED.music },
    input: { prompt: prompt(500), customMode: fixed(false), instrumental: fixed(true), model: fixed(generation) },
  })),
];
