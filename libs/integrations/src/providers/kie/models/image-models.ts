import { ASSUMED, type KieModel } from './model.js';
import { fixed, type Params, prompt, ratio, resolution, source, sources, seed } from './params.js';

const image = (id: string, input: Params): KieModel => ({ id, capabilities: ['text-to-image'], input, credits: { each: ASSUMED.image } });
const edit = (id: string, input: Params): KieModel => ({ id, capabilities: ['image-edit'], input, credits: { each: ASSUMED.edit } });
const upscale = (id: string, input: Params): KieModel => ({ id, capabilities: ['upscale'], input, credits: { each: ASSUMED.upscale } });

const TEN_RATIOS = ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'];
const MAX_RATIOS = ['1:1', '4:3', '3:4', '16:9', '9:16', '2:3', '3:2', '21:9'];
const NAMED_SIZES = ['square_hd', 'portrait_4_3', 'portrait_16_9', 'landscape_4_3', 'landscape_16_9'];

export const IMAGE_MODELS: readonly KieModel[] = [
  image('google/nano-banana', { prompt: prompt(5000), aspect_ratio: ratio(...TEN_RATIOS), output_format: fixed('png') }),
  edit('google/nano-banana-edit', {
    prompt: prompt(5000),
    image_urls: sources(10),
    aspect_ratio: ratio(...TEN_RATIOS),
    output_format: fixed('png'),
  }),
  image('nano-banana-2', {
    prompt: prompt(5000),
    aspect_ratio: ratio(...TEN_RATIOS),
    resolution: resolution('1K', '2K', '4K'),
    output_format: fixed('png'),
  }),
  image('nano-banana-2-lite', { prompt: prompt(5000), aspect_ratio: ratio(...TEN_RATIOS) }),
  image('nano-banana-pro', {
    prompt: prompt(5000),
    aspect_ratio: ratio(...TEN_RATIOS),
    resolution: resolution('1K', '2K', '4K'),
    output_format: fixed('png'),
  }),
  image('bytedance/seedream-v4-text-to-image', {
    prompt: prompt(5000),
    image_size: ratio(...NAMED_SIZES),
    image_resolution: resolution('1K', '2K', '4K'),
    max_images: fixed(1),
    seed,
  }),
  edit('bytedance/seedream-v4-edit', {
    prompt: prompt(5000),
    image_urls: sources(10),
    image_size: ratio(...NAMED_SIZES),
    image_resolution: resolution('1K', '2K', '4K'),
    max_images: fixed(1),
    seed,
  }),
  image('seedream/4.5-text-to-image', { prompt: prompt(3000), aspect_ratio: ratio(...MAX_RATIOS), quality: fixed('basic') }),
  edit('seedream/4.5-edit', {
    prompt: prompt(3000),
    aspect_ratio: ratio(...MAX_RATIOS),
    quality: fixed('basic'),
    image_urls: sources(14),
  }),
  image('seedream/5-lite-text-to-image', { prompt: prompt(3000), aspect_ratio: ratio(...MAX_RATIOS), quality: fixed('basic') }),
  image('flux-2/pro-text-to-image', { prompt: prompt(5000), aspect_ratio: ratio(...MAX_RATIOS), resolution: resolution('1K', '2K') }),
  image('flux-2/flex-text-to-image', { prompt: prompt(5000), aspect_ratio: ratio(...MAX_RATIOS), resolution: resolution('1K', '2K') }),
  edit('flux-2/pro-image-to-image', {
    prompt: prompt(5000),
    aspect_ratio: ratio(...MAX_RATIOS),
    resolution: resolution('1K', '2K'),
    input_urls: sources(8),
  }),
  edit('flux-2/flex-image-to-image', {
    prompt: prompt(5000),
    aspect_ratio: ratio(...MAX_RATIOS),
    resolution: resolution('1K', '2K'),
    input_urls: sources(8),
  }),
  image('gpt-image/1.5-text-to-image', { prompt: prompt(5000), aspect_ratio: ratio('1:1', '2:3', '3:2'), quality: fixed('medium') }),
  edit('gpt-image/1.5-image-to-image', {
    prompt: prompt(5000),
    aspect_ratio: ratio('1:1', '2:3', '3:2'),
    quality: fixed('medium'),
    input_urls: sources(16),
  }),
  image('gpt-image-2-text-to-image', {
    prompt: prompt(5000),
    aspect_ratio: ratio(...MAX_RATIOS),
    resolution: resolution('1K', '2K', '4K'),
  }),
  edit('gpt-image-2-image-to-image', {
    prompt: prompt(5000),
    aspect_ratio: ratio(...MAX_RATIOS),
    resolution: resolution('1K', '2K', '4K'),
    input_urls: sources(16),
  }),
  image('4o-image-api', { prompt: prompt(5000), size: ratio('1:1', '2:3', '3:2') }),
  image('z-image', { prompt: prompt(1000), aspect_ratio: ratio('1:1', '4:3', '3:4', '16:9', '9:16') }),
  edit('ideogram/v3-remix', { prompt: prompt(5000), image_url: source, image_size: ratio(...NAMED_SIZES) }),
  upscale('topaz/image-upscale', { image_url: source, upscale_factor: fixed('2') }),
  upscale('recraft/crisp-upscale', { image: source }),
];
