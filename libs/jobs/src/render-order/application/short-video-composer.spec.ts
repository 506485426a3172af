import { describe, expect, it } from '@jest/globals';
import { Assets, type StoredAsset, UserMedia } from '#assets';
import { type FilmRenderer, type Makers } from '#integrations';
import { instantMakers } from '#integrations/testing';
import { temporaryFolder } from '#media/testing';
import {
  AudioMixStep,
  FilmJoinStep,
  InputAssetStep,
  KeptResults,
  MusicGenerateStep,
  PieceConformStep,
  StepFiles,
  SubtitleAlignStep,
  VideoGenerateStep,
  VoiceLayStep,
  VoiceTtsStep,
} from '#steps';
import { ORG, StepBench, SUBJECT } from '#steps/testing';
import { PutTogether } from './short-video-composer.js';
import { type ShortVideoOrder } from './short-video-order.js';

const file = temporaryFolder();
const scene = (text: string) => ({ text, url: null, searchTerms: [], seconds: null });
const order: ShortVideoOrder = {
  scenes: [scene('An octopus has three hearts.'), scene('Two of them feed the gills.'), scene('The third one rests.')],
  isUpright: true,
  voice: { speed: 1 },
  showsSubtitles: true,
  captionPosition: 'bottom',
  music: { mood: 'calm', gainDb: -18 },
  paddingSeconds: 0,
  format: { widthPx: 480, heightPx: 854, fps: 24 },
  callbackUrl: null,
};

class NoAssets extends Assets {
  find(): Promise<null> {
    return Promise.resolve(null);
  }
  keep(): Promise<StoredAsset> {
    return Promise.reject(new Error('nothing is kept in the library'));
  }
}
class NoMedia extends UserMedia {
  refusal(): null {
    return null;
  }
  fetch(): Promise<never> {
    return Promise.reject(new Error('nothing is fetched'));
  }
}

/** A composer whose makers write down what they are asked for; `before` is called first and may fail. */
function composer(name: string, before: (work: string) => void = () => undefined) {
  const done: string[] = [];
  const noting = (work: string): void => {
    before(work);
    done.push(work);
  };
  const { voice, clip, music, render } = instantMakers;
  const renderer: FilmRenderer = {
    ...render,
    conform: async (request, ...more) => (noting(`conform ${request.piece.id}`), render.conform(request, ...more)),
    mix: async (...given) => (noting('mix'), render.mix(...given)),
    join: async (...given) => (noting('join'), render.join(...given)),
  };
  const makers: Partial<Makers> = {
    voice: { speak: async (request, ...more) => (noting(`speak ${request.text}`), voice.speak(request, ...more)) },
    clip: { make: async (request, ...more) => (noting(`draw ${request.narration}`), clip.make(request, ...more)) },
    music: { compose: async (...given) => (noting('compose'), music.compose(...given)) },
    render: renderer,
  };
  const bench = new StepBench(file(name), makers);
  const { models, storage, urls } = bench;
  const putTogether = new PutTogether(
    new VoiceTtsStep(models),
    new VoiceLayStep(models, storage),
    new SubtitleAlignStep(models, storage),
    new InputAssetStep(new NoAssets(), new NoMedia(), storage, models),
    new VideoGenerateStep(models, storage),
    new PieceConformStep(models, storage, urls),
    new MusicGenerateStep(models),
    new AudioMixStep(models, storage),
    new FilmJoinStep(models, storage, bench.credentials),
    new KeptResults(storage),
    new StepFiles(storage),
  );
  return { putTogether, bench, done };
}

describe('a short video', () => {
  it('is put together in one go', async () => {
    const { putTogether, bench, done } = composer('whole');
    const { file: film, durationSeconds } = await putTogether.film(order, bench.attempt());
    expect(film).toMatchObject({ contentType: 'video/mp4', key: expect.stringMatching(/\/film\.mp4$/) });
    // 5, 6 and 4 words of 0.4 s.
    expect(durationSeconds).toBeCloseTo(6, 1);
    expect(done).toEqual([
      ...order.scenes.map(({ text }) => `speak ${text}`),
      ...order.scenes.flatMap(({ text }, index) => [`draw ${text}`, `conform segment-00${index}`]),
      ...['compose', 'mix', 'join'],
    ]);
  });

  it('that was killed goes on where it stopped: nothing is spoken, drawn or conformed again', async () => {
    let isKilled = false;
    const { putTogether, bench, done } = composer('killed', (work) => {
      if (work !== 'conform segment-001' || isKilled) return;
      isKilled = true;
      throw new Error('killed');
    });
    await expect(putTogether.film(order, bench.attempt())).rejects.toThrow('killed');
    const before = done.splice(0);
    expect(before.at(-1)).toBe('draw Two of them feed the gills.');
    await putTogether.film(order, bench.attempt());
    expect(done).toEqual(['conform segment-001', 'draw The third one rests.', 'conform segment-002', 'compose', 'mix', 'join']);
  });

  it('that is stopped begins nothing more', async () => {
    const stop = new AbortController();
    const { putTogether, bench, done } = composer('stopped', (work) => {
      if (work === 'conform segment-000') stop.abort(new Error('stopped'));
    });
    await expect(putTogether.film(order, bench.attempt(stop.signal))).rejects.toThrow('stopped');
    expect(done.at(-1)).toBe('conform segment-000');
    done.length = 0;
    await putTogether.film(order, bench.attempt());
    expect(done[0]).toBe('draw Two of them feed the gills.');
  });

  it('keeps nothing but the film when it has ended', async () => {
    const { putTogether, bench } = composer('ended');
    const { file: film } = await putTogether.film(order, bench.attempt());
    await putTogether.forgetParts(ORG, SUBJECT);
    const left = await Promise.all(bench.storage.keys.map(async (key) => ((await bench.storage.head(key)) ? key : [])));
    expect(left.flat()).toEqual([film.key]);
  });

  it('may be silent and without captions', async () => {
    const { putTogether, bench, done } = composer('silent');
    await putTogether.film({ ...order, voice: null, music: null, showsSubtitles: false }, bench.attempt());
    expect(done.filter((work) => !/^(draw|conform)/.test(work))).toEqual(['join']);
  });

  it('of more than ten minutes is refused before anything is drawn', async () => {
    const { putTogether, bench, done } = composer('long');
    const scenes = [{ ...scene(''), searchTerms: ['sea'], seconds: 601 }];
    await expect(putTogether.film({ ...order, scenes }, bench.attempt())).rejects.toMatchObject({
      code: 'payload_too_large',
      retryable: false,
    });
    expect(done).toEqual([]);
  });
});
