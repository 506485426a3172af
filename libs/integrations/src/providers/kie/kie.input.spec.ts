import { describe, expect, it } from '@jest/globals';
import { inputOf, lengthMade, type Wishes } from './kie.input.js';
import { KIE_MODELS } from './kie.provider.js';
import { type Params } from './models/params.js';

const wishes: Wishes = {
  prompt: 'An octopus opens a jar',
  negativePrompt: null,
  firstUrl: null,
  lastUrl: null,
  sourceUrl: null,
  durationSeconds: 5.2,
  widthPx: 1080,
  heightPx: 1920,
  seed: 2 ** 31,
};
const paramsOf = (id: string): Params => {
  const input = KIE_MODELS.find((model) => model.id === id)?.input;
  if (!input) throw new Error(`no ${id}`);
  return input;
};
const built = (id: string, over: Partial<Wishes> = {}) => inputOf(id, paramsOf(id), { ...wishes, ...over });

describe('the input of a model', () => {
  it('has lengths in the type that the model wants', () => {
    expect(built('veo-3-1')).toEqual({
      prompt: 'An octopus opens a jar',
      generation_type: 'TEXT_2_VIDEO',
      aspect_ratio: '9:16',
      resolution: '1080p',
      duration: 6,
    });
    expect(built('kling-2.6/text-to-video')).toMatchObject({ duration: '10', sound: false });
    expect(built('bytedance/seedance-1.5-pro')).toMatchObject({ duration: 6 });
    expect(built('kling-3.0/video')).toMatchObject({ duration: '6', mode: 'pro', multi_shots: false });
  });

  it('carries frames where and how the model takes them', () => {
    const frames = { firstUrl: 'https://a.example/1.png', lastUrl: 'https://a.example/2.png' };
    expect(built('veo-3-1', frames)).toMatchObject({
      image_urls: [frames.firstUrl, frames.lastUrl],
      generation_type: 'FIRST_AND_LAST_FRAMES_2_VIDEO',
    });
    expect(built('kling/v2-5-turbo-image-to-video-pro', frames)).toMatchObject({
      image_url: frames.firstUrl,
      tail_image_url: frames.lastUrl,
    });
    expect(built('kling-2.6/image-to-video', frames)).toMatchObject({ image_urls: [frames.firstUrl] });
    expect(built('wan/2-7-image-to-video', frames)).toMatchObject({ first_frame_url: frames.firstUrl, last_frame_url: frames.lastUrl });
    expect(built('bytedance/seedance-2', { firstUrl: frames.firstUrl })).not.toHaveProperty('last_frame_url');
  });

  it.each([
    ['google/nano-banana', 864, 1080, { aspect_ratio: '4:5' }],
    ['bytedance/seedream-v4-text-to-image', 1080, 1920, { image_size: 'portrait_16_9', image_resolution: '2K' }],
    ['gpt-image/1.5-text-to-image', 1920, 1080, { aspect_ratio: '3:2' }],
    ['nano-banana-2', 480, 854, { aspect_ratio: '9:16', resolution: '1K' }],
    ['hailuo/02-image-to-video-standard', 1080, 1920, { resolution: '768P' }],
    ['bytedance/seedance-2', 2160, 3840, { resolution: '4k' }],
  ])('of %s for %d x %d has the nearest shape and the least sharpness that is enough', (id, widthPx, heightPx, expected) => {
    expect(built(id, { widthPx, heightPx, firstUrl: 'https://a.example/1.png' })).toMatchObject(expected);
  });

  it('cuts a prompt to what the model takes, and keeps seeds in range', () => {
    const input = built('wan/2-5-text-to-video', { prompt: 'x'.repeat(2000) });
    expect([String(input['prompt']).length, input['seed']]).toEqual([800, 1]);
    expect(built('wan/2-5-text-to-video', { prompt: `${'x'.repeat(799)}🫠` })['prompt']).toBe('x'.repeat(799));
  });

  it('that would lack what the model needs is refused with all of it', () => {
    expect(() => built('google/nano-banana-edit')).toThrow(expect.objectContaining({ code: 'invalid_parameter', retryable: false }));
    expect(() => built('kling/v2-5-turbo-image-to-video-pro')).toThrow('image_url');
  });

  it('is of the next longer length the model makes, else of its longest', () => {
    expect([4, 5, 5.1, 60].map((seconds) => lengthMade(paramsOf('hailuo/02-text-to-video-standard'), seconds))).toEqual([6, 6, 6, 10]);
    expect(lengthMade(paramsOf('hailuo/02-text-to-video-pro'), 5)).toBeNull();
  });
});
