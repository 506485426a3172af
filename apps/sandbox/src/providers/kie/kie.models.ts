import { type MediaKind } from '../../core/tasks.js';
import { anything, bool, number, oneOf, text, url, urls, type Shape } from './kie.fields.js';

export interface KieModel {
  readonly kind: MediaKind;
  readonly shape: Shape;
  /** 1 credit = 0.005 USD */
  readonly credits: number;
}

const wide = oneOf('16:9', '9:16', '1:1');
const seed = number(-1, 4_294_967_295);
const hd = oneOf('720p', '1080p');
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const video = (credits: number, shape: Shape): KieModel => ({ kind: 'video', shape, credits });
const image = (credits: number, shape: Shape): KieModel => ({ kind: 'image', shape, credits });
const speech: KieModel = {
  kind: 'speech',
  credits: 6,
  shape: {
    ...{ 'text*': text(5000), voice: text(), stability: number(0, 1), similarity_boost: number(0, 1), style: number(0, 1) },
    ...{ speed: number(0.7, 1.2), language_code: text(), timestamps: bool },
  },
};
const seedance: Shape = {
  ...{ prompt: text(), duration: oneOf(...range(4, 15)), first_frame_url: url, last_frame_url: url },
  ...{ aspect_ratio: oneOf('1:1', '4:3', '3:4', '16:9', '9:16', '21:9', 'adaptive'), resolution: oneOf('480p', '720p', '1080p', '4k') },
  ...{ reference_image_urls: urls(0, 9), reference_video_urls: urls(0, 3), reference_audio_urls: urls(0, 3) },
  ...{ generate_audio: bool, return_last_frame: bool, web_search: bool },
};
const upTo2k = { 'aspect_ratio*': text(), 'resolution*': oneOf('1K', '2K') };

/** Ids and inputs for `jobs/createTask`, from the service's documentation of autumn 2026. Others of its 100+ models are unknown here. */
export const KIE_MODELS: Readonly<Record<string, KieModel>> = {
  'veo-3-1': video(60, {
    ...{ 'prompt*': text(), image_urls: urls(1, 3), aspect_ratio: oneOf('16:9', '9:16', 'Auto'), duration: oneOf(4, 6, 8) },
    generation_type: oneOf('TEXT_2_VIDEO', 'FIRST_AND_LAST_FRAMES_2_VIDEO', 'REFERENCE_2_VIDEO'),
    ...{ resolution: oneOf('720p', '1080p', '4k'), enable_translation: bool, watermark: text() },
  }),
  runway: video(24, {
    ...{ 'prompt*': text(1800), 'duration*': oneOf(5, 10), 'quality*': hd, image_url: url },
    aspect_ratio: oneOf('16:9', '4:3', '1:1', '3:4', '9:16'),
  }),
  'runway/gen4-aleph': video(110, {
    'prompt*': text(),
    'video_url*': url,
    aspect_ratio: text(),
    seed,
    reference_image: url,
    watermark: text(),
  }),
  'kling-3.0/video': video(100, {
    ...{ 'prompt*': text(), 'duration*': oneOf(...range(3, 15).map(String)), 'aspect_ratio*': wide, 'mode*': oneOf('std', 'pro', '4K') },
    ...{ 'sound*': bool, 'multi_shots*': bool, multi_prompt: anything, image_urls: urls(0, 2), kling_elements: anything },
  }),
  'kling/v3-turbo-text-to-video': video(80, { 'prompt*': text(2500), 'duration*': text(), 'resolution*': hd, 'aspect_ratio*': wide }),
  'kling/v3-turbo-image-to-video': video(80, { 'prompt*': text(2500), 'duration*': text(), 'resolution*': hd, 'image_urls*': urls(1, 2) }),
  'kling-2.6/text-to-video': video(55, { 'prompt*': text(1000), 'duration*': oneOf('5', '10'), 'aspect_ratio*': wide, 'sound*': bool }),
  'kling-2.6/image-to-video': video(55, { 'prompt*': text(), 'image_urls*': urls(1, 1), 'duration*': oneOf('5', '10'), 'sound*': bool }),
  'kling/v2-5-turbo-text-to-video-pro': video(42, {
    ...{ 'prompt*': text(2500), duration: oneOf('5', '10'), aspect_ratio: wide, negative_prompt: text(), cfg_scale: number(0, 1) },
  }),
  'kling/v2-5-turbo-image-to-video-pro': video(42, {
    ...{ 'prompt*': text(2500), 'image_url*': url, tail_image_url: url, duration: oneOf('5', '10'), negative_prompt: text(500) },
    cfg_scale: number(0, 1),
  }),
  'hailuo/02-text-to-video-pro': video(57, { 'prompt*': text(1500), prompt_optimizer: bool }),
  'hailuo/02-text-to-video-standard': video(30, { 'prompt*': text(1500), prompt_optimizer: bool, duration: oneOf('6', '10') }),
  'hailuo/02-image-to-video-pro': video(57, { 'prompt*': text(), 'image_url*': url, end_image_url: url, prompt_optimizer: bool }),
  'hailuo/02-image-to-video-standard': video(30, {
    ...{ 'prompt*': text(), 'image_url*': url, end_image_url: url, prompt_optimizer: bool, duration: oneOf('6', '10') },
    resolution: oneOf('512P', '768P'),
  }),
  ...Object.fromEntries(
    ['pro', 'standard'].map((tier) => [
      `hailuo/2-3-image-to-video-${tier}`,
      video(45, { 'prompt*': text(5000), 'image_url*': url, duration: oneOf('6', '10'), resolution: oneOf('768P', '1080P') }),
    ]),
  ),
  'wan/2-5-text-to-video': video(60, { 'prompt*': text(800), 'duration*': oneOf('5', '10'), aspect_ratio: wide, resolution: hd, seed }),
  'wan/2-5-image-to-video': video(60, { 'prompt*': text(800), 'duration*': oneOf('5', '10'), 'image_url*': url, resolution: hd, seed }),
  'wan/2-6-text-to-video': video(70, { 'prompt*': text(5000), duration: oneOf('5', '10', '15'), resolution: hd, multi_shots: bool }),
  'wan/2-6-image-to-video': video(70, {
    'prompt*': text(5000),
    'image_urls*': urls(1, 1),
    duration: oneOf('5', '10', '15'),
    resolution: hd,
  }),
  'wan/2-7-text-to-video': video(80, {
    ...{ 'prompt*': text(), duration: oneOf(...range(2, 15)), ratio: oneOf('16:9', '9:16', '1:1', '4:3', '3:4'), resolution: hd, seed },
    ...{ audio_url: url, negative_prompt: text(), prompt_extend: bool, watermark: anything },
  }),
  'wan/2-7-image-to-video': video(80, {
    ...{ 'prompt*': text(), first_frame_url: url, last_frame_url: url, first_clip_url: url, driving_audio_url: url },
    ...{ duration: oneOf(...range(2, 15)), resolution: hd, negative_prompt: text(), seed },
  }),
  'bytedance/seedance-1.5-pro': video(40, {
    ...{ 'prompt*': text(), 'duration*': number(4, 12), 'aspect_ratio*': oneOf('1:1', '4:3', '3:4', '16:9', '9:16', '21:9') },
    ...{ input_urls: urls(0, 2), resolution: oneOf('480p', '720p', '1080p'), generate_audio: bool, fixed_lens: bool },
  }),
  'bytedance/seedance-2': video(120, seedance),
  'bytedance/seedance-2-fast': video(80, { ...seedance, resolution: oneOf('480p', '720p') }),
  'bytedance/seedance-2-mini': video(50, seedance),
  'bytedance/seedance-2-5': video(150, { ...seedance, duration: oneOf(-1, ...range(4, 30)), output_format: oneOf('mp4', 'mov') }),
  'grok-imagine/text-to-video': video(20, {
    ...{ 'prompt*': text(), aspect_ratio: oneOf('2:3', '3:2', '1:1', '16:9', '9:16'), duration: number(1, 30) },
    ...{ mode: oneOf('fun', 'normal', 'spicy'), resolution: text() },
  }),
  'grok-imagine/image-to-video': video(20, { image_urls: urls(0, 7), prompt: text(), duration: text(), mode: text(), resolution: text() }),
  'google/nano-banana': image(4, { 'prompt*': text(5000), aspect_ratio: text(), image_size: text(), output_format: oneOf('png', 'jpeg') }),
  'google/nano-banana-edit': image(4, {
    ...{ 'prompt*': text(5000), 'image_urls*': urls(1, 10), aspect_ratio: text(), image_size: text(), output_format: oneOf('png', 'jpeg') },
  }),
  'nano-banana-2': image(8, {
    ...{ 'prompt*': text(), image_input: urls(0, 14), aspect_ratio: text(), resolution: oneOf('1K', '2K', '4K') },
    output_format: oneOf('png', 'jpg'),
  }),
  'nano-banana-2-lite': image(4, { 'prompt*': text(), 'aspect_ratio*': text(), image_urls: urls(0, 10) }),
  'nano-banana-pro': image(18, {
    ...{ 'prompt*': text(), image_input: urls(0, 8), aspect_ratio: text(), resolution: oneOf('1K', '2K', '4K') },
    output_format: oneOf('png', 'jpg'),
  }),
  'bytedance/seedream-v4-text-to-image': image(5, {
    'prompt*': text(),
    image_size: text(),
    image_resolution: text(),
    max_images: number(1, 6),
    seed,
  }),
  'bytedance/seedream-v4-edit': image(5, {
    'prompt*': text(),
    'image_urls*': urls(1, 10),
    image_size: text(),
    max_images: number(1, 6),
    seed,
  }),
  'seedream/4.5-text-to-image': image(6, { 'prompt*': text(3000), 'aspect_ratio*': text(), 'quality*': oneOf('basic', 'high') }),
  'seedream/4.5-edit': image(6, {
    'prompt*': text(3000),
    'aspect_ratio*': text(),
    'quality*': oneOf('basic', 'high'),
    'image_urls*': urls(1, 14),
  }),
  'seedream/5-lite-text-to-image': image(5, {
    'prompt*': text(),
    'aspect_ratio*': text(),
    'quality*': oneOf('basic', 'high', 'ultra'),
    output_format: text(),
  }),
  ...Object.fromEntries(
    ['pro', 'flex'].flatMap((tier) => [
      [`flux-2/${tier}-text-to-image`, image(6, { 'prompt*': text(), ...upTo2k })],
      [`flux-2/${tier}-image-to-image`, image(6, { 'prompt*': text(), ...upTo2k, 'input_urls*': urls(1, 8) })],
    ]),
  ),
  'gpt-image/1.5-text-to-image': image(8, {
    'prompt*': text(),
    'aspect_ratio*': oneOf('1:1', '2:3', '3:2'),
    'quality*': oneOf('medium', 'high'),
  }),
  'gpt-image/1.5-image-to-image': image(8, {
    ...{ 'prompt*': text(), 'aspect_ratio*': oneOf('1:1', '2:3', '3:2'), 'quality*': oneOf('medium', 'high'), 'input_urls*': urls(1, 16) },
  }),
  'gpt-image-2-text-to-image': image(10, { 'prompt*': text(), aspect_ratio: text(), resolution: oneOf('1K', '2K', '4K') }),
  'gpt-image-2-image-to-image': image(10, {
    'prompt*': text(),
    aspect_ratio: text(),
    resolution: oneOf('1K', '2K', '4K'),
    'input_urls*': urls(1, 16),
  }),
  'z-image': image(1, { 'prompt*': text(), 'aspect_ratio*': text() }),
  'qwen/text-to-image': image(4, { 'prompt*': text() }),
  'qwen/image-edit': image(5, { 'prompt*': text(), 'image_url*': url }),
  'ideogram/v3-text-to-image': image(7, { 'prompt*': text() }),
  'ideogram/v3-edit': image(7, {
    ...{
      'image_url*': url,
      'mask_url*': url,
      'prompt*': text(),
      rendering_speed: oneOf('TURBO', 'BALANCED', 'QUALITY'),
      expand_prompt: bool,
      seed,
    },
  }),
  'ideogram/v3-remix': image(7, {
    'image_url*': url,
    'prompt*': text(),
    strength: number(0.01, 1),
    image_size: text(),
    style: text(),
    num_images: text(),
  }),
  'topaz/image-upscale': image(10, { 'image_url*': url, 'upscale_factor*': oneOf('1', '2', '4') }),
  'topaz/video-upscale': video(60, { 'video_url*': url, upscale_factor: text() }),
  'recraft/crisp-upscale': image(1, { 'image*': url }),
  'recraft/remove-background': image(1, { 'image*': url }),
  'ai-music-api/generate': {
    kind: 'music',
    credits: 12,
    shape: {
      ...{ 'model*': oneOf('V6', 'V6_MINI', 'V6_WILD'), custom_mode: bool, instrumental: bool, title: text(80), prompt: text(5000) },
      ...{ lyrics: text(5000), style: text(1000), negative_tags: text(), vocal_gender: oneOf('m', 'f'), duration: number(10, 360) },
      ...{ style_weight: number(0, 1), weirdness_constraint: number(0, 1), audio_weight: number(0, 1), variety: number(0, 4) },
    },
  },
  'elevenlabs/text-to-speech-multilingual-v2': { ...speech, shape: { ...speech.shape, 'voice*': text() } },
  'elevenlabs/text-to-speech-turbo-2-5': speech,
};
