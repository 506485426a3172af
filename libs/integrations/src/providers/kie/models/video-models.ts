import { ASSUMED, type KieModel } from './model.js';
import {
  first,
  firstAs,
  firstIfAny,
  FIVE_RATIOS,
  fixed,
  framesIfAny,
  last,
  negative,
  type Params,
  prompt,
  ratio,
  resolution,
  seconds,
  secondsBetween,
  seed,
  WIDE_TALL_SQUARE,
} from './params.js';

const perSecond = { perSecond: ASSUMED.perSecond };
const text = (id: string, input: Params): KieModel => ({ id, capabilities: ['text-to-video'], input, credits: perSecond });
const image = (id: string, input: Params): KieModel => ({ id, capabilities: ['image-to-video'], input, credits: perSecond });
const frames = (id: string, input: Params): KieModel => ({
  id,
  capabilities: ['image-to-video', 'frames-to-video'],
  input,
  credits: perSecond,
});
const all = (id: string, input: Params): KieModel => ({
  id,
  capabilities: ['text-to-video', 'image-to-video', 'frames-to-video'],
  input,
  credits: perSecond,
});

const seedance2 = (...resolutions: string[]): Params => ({
  prompt: prompt(5000),
  duration: secondsBetween('number', 4, 15),
  aspect_ratio: ratio('16:9', '9:16', '1:1', '4:3', '3:4', '21:9'),
  first_frame_url: firstIfAny,
  last_frame_url: last,
  resolution: resolution(...resolutions),
  generate_audio: fixed(false),
});

const V1_TEXT: Params = {
  prompt: prompt(5000),
  duration: seconds('string', 5, 10),
  resolution: resolution('480p', '720p', '1080p'),
  aspect_ratio: ratio('16:9', '9:16', '1:1', '4:3', '3:4'),
  camera_fixed: fixed(false),
  seed,
};
const V1_IMAGE: Params = {
  prompt: prompt(5000),
  image_url: first,
  duration: seconds('string', 5, 10),
  resolution: resolution('480p', '720p', '1080p'),
  seed,
};

/** Parameters as the vendor's pages of August to October 2026 have them. */
export const VIDEO_MODELS: readonly KieModel[] = [
  {
    id: 'veo-3-1',
    capabilities: ['text-to-video', 'image-to-video', 'frames-to-video'],
    // Which quality is chosen, and so which of 60 or 250 credits, is not documented: planned with the dearer one.
    credits: { each: 250 },
    input: {
      prompt: prompt(5000),
      image_urls: framesIfAny(),
      generation_type: { from: 'frames-or-text', values: ['TEXT_2_VIDEO', 'FIRST_AND_LAST_FRAMES_2_VIDEO'] },
      aspect_ratio: ratio('16:9', '9:16'),
      resolution: resolution('720p', '1080p', '4k'),
      duration: seconds('number', 4, 6, 8),
    },
  },
  // Ten seconds are not made at 1080p, so 720p is asked for.
  {
    id: 'runway',
    capabilities: ['text-to-video', 'image-to-video'],
    credits: perSecond,
    input: {
      prompt: prompt(1800),
      duration: seconds('number', 5, 10),
      quality: fixed('720p'),
      aspect_ratio: ratio(...FIVE_RATIOS),
      image_url: firstIfAny,
    },
  },
  all('kling-3.0/video', {
    prompt: prompt(2500),
    duration: secondsBetween('string', 3, 15),
    aspect_ratio: ratio(...WIDE_TALL_SQUARE),
    mode: fixed('pro'),
    sound: fixed(false),
    multi_shots: fixed(false),
    image_urls: framesIfAny(),
  }),
  text('kling/v3-turbo-text-to-video', {
    prompt: prompt(2500),
    duration: seconds('string', 5, 10),
    resolution: resolution('720p', '1080p'),
    aspect_ratio: ratio(...WIDE_TALL_SQUARE),
  }),
  image('kling/v3-turbo-image-to-video', {
    prompt: prompt(2500),
    duration: seconds('string', 5, 10),
    resolution: resolution('720p', '1080p'),
    image_urls: firstAs(),
  }),
  text('kling-2.6/text-to-video', {
    prompt: prompt(1000),
    duration: seconds('string', 5, 10),
    aspect_ratio: ratio(...WIDE_TALL_SQUARE),
    sound: fixed(false),
  }),
  image('kling-2.6/image-to-video', {
    prompt: prompt(1000),
    image_urls: firstAs(),
    duration: seconds('string', 5, 10),
    sound: fixed(false),
  }),
  text('kling/v2-5-turbo-text-to-video-pro', {
    prompt: prompt(2500),
    duration: seconds('string', 5, 10),
    aspect_ratio: ratio(...WIDE_TALL_SQUARE),
    negative_prompt: negative(),
  }),
  frames('kling/v2-5-turbo-image-to-video-pro', {
    prompt: prompt(2500),
    image_url: first,
    tail_image_url: last,
    duration: seconds('string', 5, 10),
    negative_prompt: negative(),
  }),
  text('hailuo/02-text-to-video-pro', { prompt: prompt(1500) }),
  text('hailuo/02-text-to-video-standard', { prompt: prompt(1500), duration: seconds('string', 6, 10) }),
  frames('hailuo/02-image-to-video-pro', { prompt: prompt(1500), image_url: first, end_image_url: last }),
  frames('hailuo/02-image-to-video-standard', {
    prompt: prompt(1500),
    image_url: first,
    end_image_url: last,
    duration: seconds('string', 6, 10),
    resolution: resolution('512P', '768P'),
  }),
  // Ten seconds are not made at 1080P.
  image('hailuo/2-3-image-to-video-pro', {
    prompt: prompt(5000),
    image_url: first,
    duration: seconds('string', 6, 10),
    resolution: fixed('768P'),
  }),
  image('hailuo/2-3-image-to-video-standard', {
    prompt: prompt(5000),
    image_url: first,
    duration: seconds('string', 6, 10),
    resolution: fixed('768P'),
  }),
  text('wan/2-5-text-to-video', {
    prompt: prompt(800),
    duration: seconds('string', 5, 10),
    aspect_ratio: ratio(...WIDE_TALL_SQUARE),
    resolution: resolution('720p', '1080p'),
    negative_prompt: negative(),
    seed,
  }),
  image('wan/2-5-image-to-video', {
    prompt: prompt(800),
    image_url: first,
    duration: seconds('string', 5, 10),
    resolution: resolution('720p', '1080p'),
    negative_prompt: negative(),
    seed,
  }),
  text('wan/2-6-text-to-video', {
    prompt: prompt(5000),
    duration: seconds('string', 5, 10, 15),
    resolution: resolution('720p', '1080p'),
    multi_shots: fixed(false),
  }),
  image('wan/2-6-image-to-video', {
    prompt: prompt(5000),
    image_urls: firstAs(),
    duration: seconds('string', 5, 10, 15),
    resolution: resolution('720p', '1080p'),
    multi_shots: fixed(false),
  }),
  text('wan/2-7-text-to-video', {
    prompt: prompt(5000),
    duration: secondsBetween('number', 2, 15),
    ratio: ratio('16:9', '9:16', '1:1', '4:3', '3:4'),
    resolution: resolution('720p', '1080p'),
    negative_prompt: negative(),
    seed,
  }),
  frames('wan/2-7-image-to-video', {
    prompt: prompt(5000),
    first_frame_url: first,
    last_frame_url: last,
    duration: secondsBetween('number', 2, 15),
    resolution: resolution('720p', '1080p'),
    negative_prompt: negative(),
    seed,
  }),
  all('bytedance/seedance-1.5-pro', {
    prompt: prompt(5000),
    duration: secondsBetween('number', 4, 12),
    aspect_ratio: ratio('1:1', '4:3', '3:4', '16:9', '9:16', '21:9'),
    input_urls: framesIfAny(),
    resolution: resolution('480p', '720p', '1080p'),
    generate_audio: fixed(false),
  }),
  all('bytedance/seedance-2', seedance2('480p', '720p', '1080p', '4k')),
  all('bytedance/seedance-2-fast', seedance2('480p', '720p')),
  all('bytedance/seedance-2-mini', seedance2('480p', '720p')),
  all('bytedance/seedance-2-5', {
    ...seedance2('480p', '720p', '1080p'),
    duration: secondsBetween('number', 4, 30),
    output_format: fixed('mp4'),
  }),
  text('bytedance/v1-pro-text-to-video', V1_TEXT),
  image('bytedance/v1-pro-image-to-video', V1_IMAGE),
  text('bytedance/v1-lite-text-to-video', V1_TEXT),
  image('bytedance/v1-lite-image-to-video', V1_IMAGE),
  image('bytedance/v1-pro-fast-image-to-video', {
    prompt: prompt(5000),
    image_url: first,
    duration: seconds('string', 5, 10),
    resolution: resolution('720p', '1080p'),
  }),
  text('grok-imagine/text-to-video', {
    prompt: prompt(5000),
    aspect_ratio: ratio('2:3', '3:2', '1:1', '16:9', '9:16'),
    duration: seconds('number', 6, 10),
    mode: fixed('normal'),
    resolution: resolution('480p', '720p'),
  }),
  image('grok-imagine/image-to-video', {
    prompt: prompt(5000),
    image_urls: firstAs(),
    duration: seconds('string', 6, 10),
    mode: fixed('normal'),
    resolution: resolution('480p', '720p'),
  }),
];
