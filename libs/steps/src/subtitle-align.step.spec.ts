import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '#media/testing';
import { readFile } from 'node:fs/promises';
import { type Cue } from '#media';
import { pricesOf, StepBench } from './testing/index.js';
import { type SubtitleAlignIn, SubtitleAlignStep } from './subtitle-align.step.js';

const file = temporaryFolder();
const words = (start: number, ...texts: string[]) =>
  texts.map((text, i) => ({ text, startSeconds: start + i * 0.4, endSeconds: start + i * 0.4 + 0.4 }));
const wanted: SubtitleAlignIn = {
  ...{ format: { widthPx: 480, heightPx: 854, fps: 24 }, language: 'en', model: null },
  lines: [
    { text: 'One two.', slot: { startSeconds: 0, endSeconds: 4 }, words: words(0.12, 'One', 'two.') },
    { text: 'Three four five.', slot: { startSeconds: 4, endSeconds: 8 }, words: null },
  ],
  windows: [
    { startSeconds: 0, endSeconds: 4 },
    { startSeconds: 4, endSeconds: 8 },
  ],
};

async function cuesOf(bench: StepBench, key: string): Promise<Cue[]> {
  return JSON.parse(await readFile(await bench.storage.localPath(key), 'utf8')) as Cue[];
}

describe('captions', () => {
  it('stand where words are heard, or at the pace of a reader, and never span two lines', async () => {
    const bench = new StepBench(file('cues'));
    const made = await bench.run(new SubtitleAlignStep(bench.models, bench.storage), wanted);
    const cues = await cuesOf(bench, made.cues.key);
    expect(cues.map((cue) => cue.words.map(({ text }) => text).join(' '))).toEqual(['One two.', 'Three four five.']);
    expect(cues[0]?.startSeconds).toBeCloseTo(0.12, 6);
    expect(cues[1]?.startSeconds).toBeGreaterThanOrEqual(4);
    expect(await readFile(await bench.storage.localPath(made.srt.key), 'utf8')).toContain('Three four five.');
    expect(await readFile(await bench.storage.localPath(made.vtt.key), 'utf8')).toMatch(/^WEBVTT/);
    expect([made.srt.contentType, made.vtt.contentType, made.cost]).toEqual([
      'application/x-subrip; charset=utf-8',
      'text/vtt; charset=utf-8',
      null,
    ]);
  });

  it('have a digest for each part of the film, that changes with what is seen there alone', async () => {
    const bench = new StepBench(file('digests'));
    const step = new SubtitleAlignStep(bench.models, bench.storage);
    const [first, second] = (await bench.run(step, wanted)).digests;
    const [line, other] = wanted.lines;
    const changed = { ...wanted, lines: [line, { ...other, text: 'Something else.' }] } as SubtitleAlignIn;
    const again = (await bench.run(step, changed)).digests;
    expect(again[0]).toBe(first);
    expect(again[1]).not.toBe(second);
  });

  it('are timed by listening where nobody has told the times', async () => {
    const cost = { provider: 'openai', model: 'openai:whisper', units: 3, amountMicros: 300, currency: 'USD' as const };
    const bench = new StepBench(file('heard'));
    const time = () => Promise.resolve({ words: words(0.5, 'Three', 'four', 'five.'), cost });
    bench.offer('openai:whisper', 'transcription', { transcription: { time } });
    const audio = await bench.stored('line.wav', 'spoken', 'audio/wav');
    const [line, other] = wanted.lines;
    const heard = { ...wanted, model: 'openai:whisper', lines: [line, { ...other, audio }] } as SubtitleAlignIn;
    const step = new SubtitleAlignStep(bench.models, bench.storage);
    const made = await bench.run(step, heard);
    expect((await cuesOf(bench, made.cues.key))[1]?.startSeconds).toBeCloseTo(4.5, 6);
    expect(made.cost).toMatchObject({ amountMicros: 300 });
    const prices = pricesOf({ 'openai:whisper': { unit: 'second', priceMicros: 100 } });
    expect([step.estimate(heard, prices), step.estimate(wanted, prices)]).toEqual([
      { provider_cost_micros: 400 },
      { provider_cost_micros: 0 },
    ]);
    expect([step.queueOf(heard), step.queueOf(wanted)]).toEqual(['remote', 'voice']);
  });
});
