import { describe, expect, it } from '@jest/globals';
import { type FilmEngine, MediaError } from '#media';
import { Models } from '../../contracts/models.js';
import { ffmpegProvider, localProvider } from './local-providers.js';

describe('the local models', () => {
  it('can do everything a film needs, for nothing', () => {
    const models = new Models([localProvider()]);
    for (const capability of ['script', 'text-to-image', 'text-to-video', 'image-to-video', 'frames-to-video', 'voice', 'music'] as const) {
      expect(models.catalogue(capability)).not.toEqual([]);
    }
    expect(models.catalogue().every(({ available, priceMicros }) => available && priceMicros === 0)).toBe(true);
    for (const { id, capability } of models.catalogue()) {
      const maker = capability === 'script' ? models.script(id) : capability === 'voice' ? models.voice(id) : null;
      if (maker) expect(maker).toBeDefined();
    }
  });

  it('have a writer that declares that it knows only what is given', () => {
    const models = new Models([localProvider()]);
    expect(models.script('local:outline').knowsOnlyTheGiven).toBe(true);
  });
});

describe('the renderer', () => {
  it('is not available without FFmpeg, and says what to do', () => {
    let looks = 0;
    const models = new Models([
      ffmpegProvider(() => {
        looks += 1;
        throw new MediaError('ffmpeg_missing', 'Install it with apt-get install ffmpeg', true);
      }),
    ]);
    expect(models.find('ffmpeg')).toMatchObject({ available: false, unavailableReason: 'Install it with apt-get install ffmpeg' });
    expect(models.isAvailable('ffmpeg')).toBe(false);
    expect(looks).toBe(1);
  });

  it('is looked for once when it is there', () => {
    let looks = 0;
    const models = new Models([ffmpegProvider(() => (looks++, {} as FilmEngine))]);
    expect([models.isAvailable('ffmpeg'), models.isAvailable('ffmpeg')]).toEqual([true, true]);
    expect(looks).toBe(1);
  });
});
