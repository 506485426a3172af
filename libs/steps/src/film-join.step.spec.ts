import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '#media/testing';
import { type ConformRequest, type JoinRequest, type StillRequest } from '#integrations';
import { instantMakers } from '#integrations/testing';
import { FilmJoinStep } from './film-join.step.js';
import { StepBench } from './testing/index.js';

const file = temporaryFolder();
const format = { widthPx: 1080, heightPx: 1920, fps: 24 };

describe('a film', () => {
  it('is its pieces and its sound, with a thumbnail from the middle of the first piece', async () => {
    const joins: JoinRequest[] = [];
    const stills: StillRequest[] = [];
    const { join, still } = instantMakers.render;
    const bench = new StepBench(file('film'), {
      render: {
        ...instantMakers.render,
        join: (request, ...more) => (joins.push(request), join(request, ...more)),
        still: (request, ...more) => (stills.push(request), still(request, ...more)),
      },
    });
    const [one, two, audio] = [await bench.stored('1.mp4'), await bench.stored('2.mp4'), await bench.stored('audio.m4a')];
    const pieces = [
      { file: one, frames: 96 },
      { file: two, frames: 48 },
    ];
    const step = new FilmJoinStep(bench.models, bench.storage, bench.credentials);
    const made = await bench.run(step, { format, pieces, audio, title: 'Hearts', thumbnail: true });
    const [onePath, twoPath, audioPath] = await Promise.all([one, two, audio].map(({ key }) => bench.storage.localPath(key)));
    expect(joins).toEqual([
      {
        ...{ format, audioPath, title: 'Hearts', chapters: [] },
        pieces: [
          { path: onePath, frames: 96 },
          { path: twoPath, frames: 48 },
        ],
      },
    ]);
    expect(stills).toEqual([{ sourcePath: onePath, atSeconds: 2, widthPx: 720 }]);
    expect([made.frames, made.film.contentType, made.thumbnail?.contentType]).toEqual([144, 'video/mp4', 'image/jpeg']);
    expect(step.estimate({ format, pieces, audio, title: '', thumbnail: false })).toEqual({ video_seconds: 6, storage_bytes: 6_144_000 });
  });
  it('is announced by a picture of its own with the title over it, never by a caption (faults D11)', async () => {
    const conformed: ConformRequest[] = [];
    const stills: StillRequest[] = [];
    const { conform, still } = instantMakers.render;
    const bench = new StepBench(file('cover'), {
      render: {
        ...instantMakers.render,
        conform: (request, ...more) => (conformed.push(request), conform(request, ...more)),
        still: (request, ...more) => (stills.push(request), still(request, ...more)),
      },
    });
    const [piece, picture] = [await bench.stored('1.mp4'), await bench.stored('still.png')];
    const wanted = { format, pieces: [{ file: piece, frames: 96 }], audio: null, title: 'Hearts', thumbnail: true };
    await bench.run(new FilmJoinStep(bench.models, bench.storage, bench.credentials), {
      ...wanted,
      cover: { file: picture, kind: 'image', seed: 3 },
    });
    expect(conformed).toMatchObject([
      {
        captions: null,
        sources: [{ path: await bench.storage.localPath(picture.key), kind: 'image', seed: 3 }],
        cards: { titles: [{ text: 'Hearts', startFrame: 0, endFrame: 1 }] },
      },
    ]);
    expect(stills[0]?.sourcePath).not.toBe(await bench.storage.localPath(piece.key));
  });
  it('may go without either', async () => {
    const bench = new StepBench(file('silent'));
    const pieces = [{ file: await bench.stored('1.mp4'), frames: 96 }];
    const step = new FilmJoinStep(bench.models, bench.storage, bench.credentials);
    const made = await bench.run(step, { format, pieces, audio: null, title: '', thumbnail: false });
    expect(made.thumbnail).toBeNull();
    expect(bench.storage.keys.at(-1)).toBe(made.film.key);
  });
});
