import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { testClip } from '../testing/index.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { FilmEngine } from './film-engine.js';

const at = temporaryFolder();
const full = new FilmEngine({ threads: 1, freeBytes: () => Promise.resolve(1_000_000) });
const format = { widthPx: 180, heightPx: 320, fps: 30 };
const refused = { code: 'no_space', retryable: true, message: expect.stringMatching(/are needed, 1000000 are free/) };

beforeAll(() => testClip({ outPath: at('clip.mp4') }));

describe('on a disk that is nearly full', () => {
  it('no piece, mix or film is begun', async () => {
    const piece = {
      id: 'segment-000',
      startFrame: 0,
      endFrame: 10,
      layers: [{ segment: 0, sourceStartFrame: 0, sourceEndFrame: 10 }],
      transition: null,
    };
    const sources = [{ path: at('clip.mp4'), kind: 'video' as const, seed: 1 }];
    await expect(full.conformPiece({ piece, format, sources, captions: null, outPath: at('piece.mp4') })).rejects.toMatchObject(refused);
    const mix = { voicePath: null, musicPath: null, totalFrames: 30, fps: 30, music: { gainDb: 0, ducking: null } };
    await expect(full.mixAudio({ ...mix, outPath: at('mix.m4a') })).rejects.toMatchObject(refused);
    const film = { pieces: [{ path: at('clip.mp4'), frames: 30 }], audioPath: at('mix.m4a'), format, outPath: at('film.mp4') };
    await expect(full.joinFilm(film)).rejects.toMatchObject(refused);
    expect(['piece.mp4', 'mix.m4a', 'film.mp4'].filter((name) => existsSync(at(name)))).toEqual([]);
  });
});
