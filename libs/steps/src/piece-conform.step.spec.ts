import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '#media/testing';
import { type ConformRequest, type MontageRequest } from '#integrations';
import { instantMakers } from '#integrations/testing';
import { type PieceConformIn, PieceConformStep } from './piece-conform.step.js';
import { StepBench } from './testing/index.js';

const file = temporaryFolder();
const format = { widthPx: 480, heightPx: 854, fps: 24 };
const piece = {
  ...{ id: 'segment-000', startFrame: 0, endFrame: 96, transition: null },
  layers: [{ segment: 0, sourceStartFrame: 0, sourceEndFrame: 100 }],
};

function bench(name: string) {
  const asked: ConformRequest[] = [];
  const made = new StepBench(file(name), {
    render: {
      ...instantMakers.render,
      conform: (request, ...more) => (asked.push(request), instantMakers.render.conform(request, ...more)),
    },
  });
  return { asked, made, step: new PieceConformStep(made.models, made.storage, made.urls) };
}

describe('a piece of a film', () => {
  it('is encoded from stored sources, with captions, titles and logo', async () => {
    const { asked, made, step } = bench('whole');
    const [clip, logo] = [await made.stored('clip.mp4'), await made.stored('logo.png')];
    const cues = [{ startSeconds: 0, endSeconds: 1, words: [{ text: 'One', startSeconds: 0, endSeconds: 1 }] }];
    const kept = await made.stored('cues.json', JSON.stringify(cues), 'application/json');
    const wanted: PieceConformIn = {
      ...{ format, piece, sources: [{ file: clip, kind: 'video', seed: 5 }] },
      captions: {
        cues: kept,
        style: 'karaoke',
        position: 'bottom',
        theme: { font: null, color: '#ffffff', highlight: '#ffcc00', outline: '#000000' },
      },
      cards: { titles: [], captionPosition: 'bottom' },
      logo: { file: logo, corner: 'top-left', size: 0.1, opacity: 1, margin: 0.05 },
      motion: { zoom: 0.1, direction: 'in', pan: 0 },
    };
    const { piece: stored, frames } = await made.run(step, wanted);
    expect([stored.contentType, frames]).toEqual(['video/mp4', 96]);
    const pathOf = (ref: { key: string }) => made.storage.localPath(ref.key);
    expect(asked).toEqual([
      {
        ...{ format, piece, sources: [{ path: await pathOf(clip), kind: 'video', seed: 5 }] },
        ...{ captions: { ...wanted.captions, cues }, cards: wanted.cards, motion: wanted.motion },
        logo: { path: await pathOf(logo), corner: 'top-left', size: 0.1, opacity: 1, margin: 0.05 },
      },
    ]);
  });

  it('may be put together elsewhere from links, and is then encoded as one shot', async () => {
    const { asked, made, step } = bench('montage');
    const montages: MontageRequest[] = [];
    made.offer('fantaprojekt', 'render', {
      montage: {
        assemble: async (request, { path }) => {
          montages.push(request);
          await writeFile(path, 'all scenes');
          return { path, contentType: 'video/mp4', cost: null };
        },
      },
    });
    const clip = await made.stored('clip.mp4');
    const sources = [{ renderer: 'fantaprojekt', scenes: [{ file: clip, text: 'One.', durationSeconds: 4 }] }];
    const wanted: PieceConformIn = { format, piece, sources, captions: null };
    await made.run(step, wanted);
    expect(montages).toEqual([{ format, scenes: [{ url: `https://kadr.example/${clip.key}`, text: 'One.', durationSeconds: 4 }] }]);
    expect(asked[0]?.sources).toMatchObject([{ path: expect.stringMatching(/montage\.mp4$/), kind: 'video', seed: 0 }]);
    expect(step.queueOf(wanted)).toBe('remote');
  });

  it('uses its seconds of rendering', () => {
    const { step } = bench('estimate');
    const wanted: PieceConformIn = { format, piece, sources: [{ file: { key: 'k' }, kind: 'image', seed: 1 }], captions: null };
    expect([step.estimate(wanted), step.queueOf(wanted)]).toEqual([{ render_seconds: 4, storage_bytes: 4_000_000 }, 'conform']);
  });
});
