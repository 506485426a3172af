import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FilmEngine, planPieces } from '#media';
import { type CallContext, type ClipRequest } from '../../contracts/makers.js';
import { Models } from '../../contracts/models.js';
import { noPaidCalls } from '../../provider-calls/no-paid-calls.js';
import { ffmpegProvider, localProvider } from './local-providers.js';

const FORMAT = { widthPx: 160, heightPx: 284, fps: 25 };
let folder: string;
let context: CallContext;
const models = new Models([localProvider(), ffmpegProvider()]);
const engine = new FilmEngine();
const out = (name: string) => ({ path: path.join(folder, name) });

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kadr-local-'));
  const { signal } = new AbortController();
  context = { signal, orgId: 'org', attemptId: 'attempt-1', workDir: folder, calls: noPaidCalls };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const clipRequest = (over: Partial<ClipRequest> = {}): ClipRequest => ({
  ...{ prompt: 'a lighthouse by the sea', negativePrompt: null, narration: 'The light turns through the night.', language: 'en' },
  ...{ style: 'cinematic', widthPx: FORMAT.widthPx, heightPx: FORMAT.heightPx, seed: 5, film: null, fps: FORMAT.fps, durationSeconds: 0.4 },
  ...{ firstImagePath: null, lastImagePath: null },
  ...over,
});

describe('local makers', () => {
  it('write a narration of as many paragraphs as there are pictures', async () => {
    const request = {
      prompt: 'why cats purr',
      title: null,
      language: 'en',
      style: '',
      tone: '',
      audience: '',
      durationSeconds: 20,
      beats: 4,
      seed: 1,
    };
    const written = await models.script('local:outline').write(request, context);
    expect(written.paragraphs).toHaveLength(4);
    expect(written.title).not.toBe('');
    expect((await models.script('local:outline').write({ ...request, title: 'Purr' }, context)).title).toBe('Purr');
  });

  it('draw a still, a clip, a card, and a move from one picture to another', async () => {
    const first = await models.image('local:illustrator').make(clipRequest(), out('first.png'), context);
    expect((await engine.probe(first.path)).video).toMatchObject({ widthPx: FORMAT.widthPx, heightPx: FORMAT.heightPx });
    const requests = [
      ['local:illustrator', clipRequest()],
      ['local:illustrator', clipRequest({ firstImagePath: first.path })],
      ['local:motion-card', clipRequest()],
    ] as const;
    for (const [index, [model, request]] of requests.entries()) {
      const made = await models.clip(model).make(request, out(`clip-${index}.mp4`), context);
      expect(made).toMatchObject({ contentType: 'video/mp4', cost: null });
      expect((await engine.probe(made.path)).video).toMatchObject({ frames: 10, fps: FORMAT.fps });
    }
  });

  it('speak, and say when each word is heard', async () => {
    const spoken = await models
      .voice('local:speech')
      .speak({ text: 'Good morning', language: 'en', voice: null, speed: 1 }, out('voice.wav'), context);
    expect(spoken.words.map(({ text }) => text)).toEqual(['Good', 'morning']);
    expect(spoken.durationSeconds).toBeGreaterThan(0.3);
  });

  it('compose exactly as long as asked', async () => {
    const { path: file } = await models
      .music('local:music')
      .compose({ mood: 'calm', durationSeconds: 1.5, seed: 2 }, out('music.wav'), context);
    expect((await stat(file)).size).toBe(44 + 72_000 * 4);
  });
});

describe('the local renderer', () => {
  it('takes clips, voice and music to a film', async () => {
    const plan = { format: FORMAT, segments: [{ startFrame: 0, endFrame: 25 }], transitions: [] };
    const [piece] = planPieces(plan);
    if (!piece) throw new Error('a plan of one segment has one piece');
    const renderer = models.renderer();
    const clip = await models.clip('local:illustrator').make(clipRequest(), out('source.mp4'), context);
    const cues = [{ startSeconds: 0, endSeconds: 0.9, words: [{ text: 'Light', startSeconds: 0, endSeconds: 0.9 }] }];
    const captions = { cues, style: 'karaoke', position: 'bottom' } as const;
    const sources = [{ path: clip.path, kind: 'video', seed: 1 }] as const;
    const conformed = await renderer.conform({ format: FORMAT, piece, sources, captions }, out('piece.mp4'), context);
    expect(conformed).toMatchObject({ frames: 25, contentType: 'video/mp4' });

    const line = await models
      .voice('local:speech')
      .speak({ text: 'Light', language: 'en', voice: null, speed: 1 }, out('line.wav'), context);
    const voice = await renderer.layVoice(
      { lines: [{ path: line.path, startSeconds: 0.1, tempo: 1 }], durationSeconds: 1 },
      out('laid.wav'),
      context,
    );
    expect((await stat(voice.path)).size).toBe(44 + 48_000 * 2);
    expect((await engine.probe(voice.encodedPath)).audio).toMatchObject({ codec: 'aac' });

    const mix = { voicePath: voice.path, musicPath: null, musicGainDb: -18, durationSeconds: 1 };
    const audio = await renderer.mix(mix, out('audio.m4a'), context);
    expect(audio.loudness?.truePeakDbtp).toBeLessThanOrEqual(-1);
    const film = await renderer.join(
      { format: FORMAT, pieces: [conformed], audioPath: audio.path, title: 'Light' },
      out('film.mp4'),
      context,
    );
    expect(await engine.probe(film.path)).toMatchObject({ video: { frames: 25 }, audio: { codec: 'aac' } });

    const still = await renderer.still({ sourcePath: film.path, atSeconds: 0.5, widthPx: 80 }, out('still.jpg'), context);
    expect((await engine.probe(still.path)).video).toMatchObject({ widthPx: 80, heightPx: 142 });
  });

  it('joins a film without sound', async () => {
    const piece = { path: out('piece.mp4').path, frames: 25 };
    const film = await models.renderer().join({ format: FORMAT, pieces: [piece], audioPath: null, title: '' }, out('silent.mp4'), context);
    expect(film.frames).toBe(25);
  });

  it('ends with the signal', async () => {
    const controller = new AbortController();
    const made = models
      .clip('local:illustrator')
      .make(clipRequest({ durationSeconds: 60 }), out('never.mp4'), { ...context, signal: controller.signal });
    setTimeout(() => controller.abort(new Error('cancelled')), 50);
    await expect(made).rejects.toThrow();
  });
});
