import { describe, expect, it } from '@jest/globals';
import { readOrder } from './short-video-order.js';

const scene = { text: 'An octopus has three hearts.', media: { type: 'url', url: 'https://a.example/1.mp4' }, sceneDuration: 6 };
const faultsOf = (body: unknown): Readonly<Record<string, string>> => {
  const read = readOrder(body);
  return 'missingFields' in read ? read.missingFields : {};
};

describe('an order for a short video', () => {
  it('has defaults for all that it does not say', () => {
    expect(readOrder({ scenes: [scene], config: { voice: 'af_heart' } })).toEqual({
      scenes: [{ text: scene.text, url: scene.media.url, searchTerms: [], seconds: 6 }],
      isUpright: true,
      voice: { speed: 1 },
      showsSubtitles: true,
      captionPosition: 'bottom',
      music: { mood: 'calm', gainDb: -18 },
      paddingSeconds: 0,
      format: { widthPx: 1080, heightPx: 1920, fps: 30 },
      callbackUrl: null,
    });
  });

  it('may be a montage alone, of a size of its own', () => {
    const config = {
      orientation: 'landscape',
      skipVoiceover: true,
      skipSubtitles: true,
      musicVolume: 'muted',
      format: { width: 854, height: 480, fps: 24 },
      callbackUrl: 'https://kadr.example/cb',
    };
    expect(readOrder({ scenes: [scene], config })).toMatchObject({
      isUpright: false,
      voice: null,
      showsSubtitles: false,
      music: null,
      format: { widthPx: 854, heightPx: 480, fps: 24 },
      callbackUrl: 'https://kadr.example/cb',
    });
  });

  it('that is wrong is told all that is wrong at once', () => {
    const config = { orientation: 'sideways', voiceSpeed: 9, musicVolume: 'loud', format: { width: 3, fps: 7 } };
    const scenes = [{ media: { type: 'url' } }, { text: 'x', media: { type: 'files' } }, { text: 'x', sceneDuration: 9999 }];
    expect(Object.keys(faultsOf({ scenes, config })).sort()).toEqual([
      'config.format',
      'config.format.fps',
      'config.musicVolume',
      'config.orientation',
      'config.voice',
      'config.voiceSpeed',
      'scenes.0.media',
      'scenes.0.media.url',
      'scenes.0.text',
      'scenes.1.media.type',
      'scenes.2.sceneDuration',
    ]);
  });

  it('faults A3: of more than 600 seconds in all is refused', () => {
    const lasting = (...seconds: number[]) => ({
      scenes: seconds.map((sceneDuration) => ({ text: 'x', sceneDuration })),
      config: { voice: 'x' },
    });
    expect(faultsOf(lasting(300, 301))).toEqual({ scenes: 'the film would be longer than 600 seconds' });
    expect(readOrder(lasting(300, 300))).toMatchObject({ scenes: [{ seconds: 300 }, { seconds: 300 }] });
  });

  it.each([[null], [{}], [{ scenes: [] }], [{ scenes: 'x' }], [{ scenes: Array.from({ length: 121 }, () => scene) }]])(
    'of no or too many scenes is refused (%#)',
    (body) => {
      expect(faultsOf(body)).toHaveProperty('scenes');
    },
  );
});
