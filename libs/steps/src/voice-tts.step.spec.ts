import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '#media/testing';
import { type LayVoiceRequest, ProviderError, type SpeechRequest } from '#integrations';
import { instantMakers } from '#integrations/testing';
import { pricesOf, StepBench } from './testing/index.js';
import { type VoiceTtsIn, VoiceTtsStep } from './voice-tts.step.js';

const file = temporaryFolder();
const slots = (...seconds: number[]) => {
  let at = 0;
  return seconds.map((length) => ({ startSeconds: at, endSeconds: (at += length) }));
};
const wanted: VoiceTtsIn = {
  ...{ model: 'local:speech', voice: 'anna', language: 'en', speed: 1, sections: [], master: true },
  lines: ['one two three', '', 'four five'],
  timeline: { slots: slots(4, 4, 4), durationSeconds: 12 },
};
const cost = { provider: 'openai', model: 'openai:tts-1', units: 10, amountMicros: 150, currency: 'USD' as const };

/** Each word takes 0.4 s and costs. */
function listening(name: string) {
  const asked: SpeechRequest[] = [];
  const laid: LayVoiceRequest[] = [];
  const prefixes: (string | undefined)[] = [];
  const bench = new StepBench(file(name), {
    voice: {
      speak: async (request, output, context) => {
        asked.push(request);
        prefixes.push(context.callPrefix);
        return { ...(await instantMakers.voice.speak(request, output, context)), cost };
      },
    },
    render: {
      ...instantMakers.render,
      layVoice: (request, ...more) => (laid.push(request), instantMakers.render.layVoice(request, ...more)),
    },
  });
  return { bench, asked, laid, prefixes, step: new VoiceTtsStep(bench.models) };
}

describe('a narration', () => {
  it('is spoken line by line by one voice, each line a call of its own', async () => {
    const { bench, step, asked, prefixes } = listening('lines');
    const { source, cost: paid } = await bench.run(step, wanted);
    expect(asked.map(({ text, voice }) => [text, voice])).toEqual([
      ['one two three', 'anna'],
      ['four five', 'anna'],
    ]);
    expect(prefixes).toEqual(['line-0', 'line-2']);
    expect([source, paid]).toEqual(['local:speech', { provider: 'openai', model: 'openai:tts-1', units: 20, amountMicros: 300 }]);
  });

  it('lies where its slots are, and so do its words', async () => {
    const { bench, step, laid } = listening('placed');
    const { lines, durationSeconds, audio, master } = await bench.run(step, wanted);
    expect(lines.map(({ line, startSeconds, tempo }) => [line, startSeconds, tempo])).toEqual([
      [0, 0.12, 1],
      [2, 8.12, 1],
    ]);
    expect(lines[1]?.words.map(({ text, startSeconds }) => [text, Number(startSeconds.toFixed(2))])).toEqual([
      ['four', 8.12],
      ['five', 8.52],
    ]);
    expect(laid).toMatchObject([{ durationSeconds: 12, lines: [{ startSeconds: 0.12 }, { startSeconds: 8.12 }] }]);
    expect([durationSeconds, audio.contentType, master?.contentType]).toEqual([12, 'audio/mp4', 'audio/wav']);
  });

  it('is hurried where it would not fit, its words with it', async () => {
    const { bench, step } = listening('hurried');
    const timeline = { slots: slots(1.3, 0.4, 1), durationSeconds: 2.7 };
    const { lines } = await bench.run(step, { ...wanted, lines: ['one two three four', '', 'five six'], timeline });
    const [first] = lines;
    expect(first?.tempo).toBeGreaterThan(1);
    expect(first?.words[1]?.startSeconds).toBeCloseTo(0.12 + 0.4 / (first?.tempo ?? 1), 6);
  });

  it('is kept by sections as well, each on its own time line; a last line that runs late is heard to its end', async () => {
    const { bench, step, laid } = listening('sections');
    const sections = [
      { section: 'intro' as const, lines: [0], startSeconds: 0, endSeconds: 1 },
      { section: 'main' as const, lines: [1, 2], startSeconds: 4, endSeconds: 12 },
    ];
    const made = await bench.run(step, { ...wanted, sections });
    expect(made.sections.map(({ section, file: kept }) => [section, kept.key.split('/').slice(-2).join('/')])).toEqual([
      ['intro', 'voice/intro.m4a'],
      ['main', 'voice/main.m4a'],
    ]);
    expect(laid.slice(1)).toMatchObject([
      { lines: [{ startSeconds: 0.12 }] },
      { lines: [{ startSeconds: expect.closeTo(4.12, 6) }], durationSeconds: 8 },
    ]);
    expect(laid[1]?.durationSeconds).toBeCloseTo(1.32, 6);
  });

  it('hears all lines out before it fails', async () => {
    let spoken = 0;
    const bench = new StepBench(file('fails'), {
      voice: {
        speak: async (request, output, context) => {
          if (request.text === 'one two three') throw new ProviderError('content_refused', 'no', false);
          spoken += 1;
          return instantMakers.voice.speak(request, output, context);
        },
      },
    });
    await expect(bench.run(new VoiceTtsStep(bench.models), wanted)).rejects.toMatchObject({ code: 'content_refused' });
    expect(spoken).toBe(1);
  });
});

describe('a single line', () => {
  it('is kept as it was spoken, in one call without a name of its own', async () => {
    const { bench, step, prefixes, laid } = listening('single');
    const made = await bench.run(step, { ...wanted, lines: ['one two'], timeline: null, master: false });
    expect(made).toMatchObject({ durationSeconds: 0.8, master: null, lines: [{ line: 0, startSeconds: 0, endSeconds: 0.8, tempo: 1 }] });
    expect([prefixes, laid, bench.storage.keys]).toEqual([[undefined], [], [made.audio.key]]);
  });
  it('is paid by its characters', () => {
    const { step } = listening('price');
    const prices = pricesOf({ 'openai:tts-1': { unit: 'character', priceMicros: 15 } });
    const line = { ...wanted, model: 'openai:tts-1', lines: ['x'.repeat(150)], timeline: null, master: false };
    expect(step.estimate(line, prices)).toEqual({ provider_cost_micros: 2250, storage_bytes: 240_000 });
    expect([step.queueOf(wanted), step.queueOf(line)]).toEqual(['voice', 'remote']);
  });
});
