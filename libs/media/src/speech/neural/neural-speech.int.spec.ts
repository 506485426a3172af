import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { SpokenText } from '../../contracts.js';
import { installPhonemeVoice, installToneVoice, localSpeech, SECONDS_A_LETTER, temporaryFolder } from '../../testing/index.js';
import { createNeuralSpeech, type NeuralSpeech } from './neural-speech.js';

const at = temporaryFolder();
const begun: NeuralSpeech[] = [];
afterEach(() => {
  for (const speech of begun.splice(0)) speech.stop();
});

let made = 0;
function world(idleMs?: number) {
  const folder = at(`world-${(made += 1)}`);
  const voicesFolder = path.join(folder, 'voices');
  const neural = createNeuralSpeech({ voicesFolder, reference: localSpeech(), ...(idleMs !== undefined && { idleMs }) });
  begun.push(neural);
  mkdirSync(folder);
  const say = (text: string, more: { language?: string; voice?: string; speed?: number; signal?: AbortSignal } = {}): Promise<SpokenText> =>
    neural.speak({ text, language: 'en', speed: 1, outPath: path.join(folder, 'out.wav'), signal: new AbortController().signal, ...more });
  return { neural, voicesFolder, folder, say };
}

/** RMS of a stretch of the file, of full scale. */
async function listen({ path: file }: SpokenText): Promise<(from: number, to: number) => number> {
  const wav = await readFile(file);
  const samples = wav.subarray(wav.indexOf('data', 12, 'latin1') + 8);
  return (from, to) => {
    const [first, end] = [Math.round(from * 48_000), Math.min(samples.length >> 1, Math.round(to * 48_000))];
    let power = 0;
    for (let i = first; i < end; i += 1) power += (samples.readInt16LE(2 * i) / 32768) ** 2;
    return Math.sqrt(power / Math.max(1, end - first));
  };
}

describe('a neural voice', () => {
  it('is heard, and every written word has its time within its own sentence', async () => {
    const { voicesFolder, say, folder } = world();
    installToneVoice(voicesFolder, 'tone');
    const text = 'Bees dance in 1984 🐝. They turn and they shake.';
    const spoken = await say(text);
    expect(spoken.words.map((word) => word.text)).toEqual(text.split(' '));
    const times = spoken.words.flatMap((word) => [word.startSeconds, word.endSeconds]);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThanOrEqual(spoken.durationSeconds);
    // The year is said in words ("nineteen eighty-four"): 34 letters and spaces, not the 17 that are written.
    const first = [...'bees dance in nineteen eighty four'].length * SECONDS_A_LETTER;
    const second = [...'they turn and they shake'].length * SECONDS_A_LETTER;
    expect(spoken.durationSeconds).toBeCloseTo(0.06 + first + 0.34 + second + 0.2, 0);
    const level = await listen(spoken);
    const [gapFrom, gapTo] = [0.06 + first + 0.1, 0.06 + first + 0.3];
    expect(level(0.06, 0.06 + first)).toBeGreaterThan(0.05);
    expect(level(gapFrom, gapTo)).toBeLessThan(0.002);
    expect(spoken.words[4]?.endSeconds).toBeLessThan(gapFrom + 0.1);
    expect(spoken.words[5]?.startSeconds).toBeGreaterThan(gapTo - 0.1);
    expect(readdirSync(folder).sort()).toEqual(['out.wav', 'voices']);
  });

  it('speaks at the pace that is asked for', async () => {
    const { voicesFolder, say } = world();
    installToneVoice(voicesFolder, 'tone');
    const seconds = async (speed: number) => (await say('the bees dance together', { speed })).durationSeconds - 0.26;
    const own = await seconds(1);
    expect((await seconds(0.5)) / own).toBeCloseTo(2, 1);
    expect((await seconds(2)) / own).toBeCloseTo(0.5, 1);
    await expect(seconds(2.1)).rejects.toMatchObject({ code: 'speed_out_of_range' });
  });

  it('is chosen by language, name and gender, and reads no other language', async () => {
    const { neural, voicesFolder, say } = world();
    expect([neural.voices(), neural.supports('en')]).toEqual([[], false]);
    await expect(say('Hello')).rejects.toMatchObject({ code: 'voice_unavailable', retryable: false });
    installToneVoice(voicesFolder, 'tone');
    installToneVoice(voicesFolder, 'ton', { language: 'ru', gender: 'male', name: 'Тон' });
    expect(neural.voices().map(({ id, language }) => [id, language])).toEqual([['ton', 'ru'], ['tone', 'en']]); // prettier-ignore
    expect([neural.supports('en-gb'), neural.supports('ru', 'male'), neural.supports('ru', 'female')]).toEqual([true, true, false]);
    expect([neural.supports('de'), neural.supports('en', 'ton')]).toEqual([false, false]);
    const spoken = await say('Пчёлы танцуют', { language: 'ru' });
    expect(spoken.words.map(({ text }) => text)).toEqual(['Пчёлы', 'танцуют']);
    await expect(say('Bees', { voice: 'ton' })).rejects.toMatchObject({ code: 'voice_unavailable' });
  });

  it('is silence, with a slot for each sign, where nothing can be said', async () => {
    const { neural, voicesFolder, say } = world();
    installToneVoice(voicesFolder, 'tone');
    const spoken = await say('🐙 🐙 🐙');
    expect(spoken.words.map(({ startSeconds, endSeconds }) => endSeconds > startSeconds)).toEqual([true, true, true]);
    expect(neural.isLoaded).toBe(false);
  });

  it('says several texts at once, each with its own sound', async () => {
    const { neural, voicesFolder, folder } = world();
    installToneVoice(voicesFolder, 'tone');
    const said = await Promise.all(
      ['one', 'one two', 'one two three'].map((text, i) =>
        neural.speak({ text, language: 'en', speed: 1, outPath: path.join(folder, `${i}.wav`), signal: new AbortController().signal }),
      ),
    );
    for (const [i, { durationSeconds }] of said.entries())
      expect(durationSeconds).toBeCloseTo(0.26 + SECONDS_A_LETTER * (['one', 'one two', 'one two three'][i]?.length ?? 0), 1);
  });
});

describe.each(['piper', 'kokoro'] as const)('a voice of the family %s', (family) => {
  const speakers = (['low', 'high'] as const).map((id, speaker) => {
    return { id, name: id, language: 'en', gender: id === 'low' ? 'male' : 'female', speaker: family === 'kokoro' ? speaker : 0 } as const;
  });

  it('finds the sounds of words with the data it brings, and speaks like who is wanted', async () => {
    const { voicesFolder, say } = world();
    installPhonemeVoice(voicesFolder, 'sounds', family, speakers);
    const said = async (text: string, more: { voice?: string; speed?: number } = {}) => {
      const spoken = await say(text, more);
      return { seconds: spoken.durationSeconds - 0.26, wav: await readFile(spoken.path), words: spoken.words.map((word) => word.text) };
    };
    const low = await said('Nine brave bees', { voice: 'low' });
    expect(low.words).toEqual(['Nine', 'brave', 'bees']);
    // "9" is said as the word is.
    expect((await said('9 brave bees', { voice: 'male' })).wav.equals(low.wav)).toBe(true);
    // A letter that is not said takes no time: "knight" has the sounds of "night".
    const night = await said('night');
    expect((await said('knight')).wav.equals(night.wav)).toBe(true);
    expect((await said('kite')).wav.equals(night.wav)).toBe(false);
    expect((await said('Nine brave bees', { speed: 2 })).seconds / low.seconds).toBeCloseTo(0.5, 1);
    const high = await said('Nine brave bees', { voice: 'high' });
    expect([high.seconds.toFixed(1), high.wav.equals(low.wav)]).toEqual([low.seconds.toFixed(1), family === 'piper']);
  });
});

describe('the process of a neural voice', () => {
  it('ends with the signal, and the next text starts another one', async () => {
    const { neural, voicesFolder, say, folder } = world();
    installToneVoice(voicesFolder, 'tone');
    const controller = new AbortController();
    const running = say('word, '.repeat(20_000), { signal: controller.signal });
    const waiting = say('a second text', { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 200);
    await expect(running).rejects.toThrow('enough');
    await expect(waiting).rejects.toThrow('enough');
    expect(neural.isLoaded).toBe(false);
    expect(readdirSync(folder)).toEqual(['voices']);
    expect((await say('again')).durationSeconds).toBeGreaterThan(0.4);
  });

  it('keeps its model for the next text', async () => {
    const { voicesFolder, say } = world();
    const folder = installToneVoice(voicesFolder, 'tone');
    await say('one');
    // What is in memory is not read again.
    rmSync(path.join(folder, 'tone.onnx'));
    expect((await say('two')).words).toHaveLength(1);
  });

  it('ends when nobody speaks, and begins anew with the files that are there then', async () => {
    const { neural, voicesFolder, say } = world(50);
    const folder = installToneVoice(voicesFolder, 'tone');
    await say('one');
    while (neural.isLoaded) await new Promise((resolve) => setTimeout(resolve, 20));
    rmSync(path.join(folder, 'tone.onnx'));
    await expect(say('two')).rejects.toMatchObject({ code: 'voice_broken', retryable: false });
  });

  it('takes files that were changed for broken, and says which', async () => {
    const { voicesFolder, say } = world();
    const folder = installToneVoice(voicesFolder, 'tone');
    appendFileSync(path.join(folder, 'tokens.txt'), '\n');
    await expect(say('one')).rejects.toMatchObject({
      code: 'voice_broken',
      retryable: false,
      message: expect.stringContaining('tokens.txt'),
    });
  });

  it('outlives a model that ends the runtime', async () => {
    const { voicesFolder, say } = world();
    installToneVoice(voicesFolder, 'tone', { model: Buffer.from('no model at all') });
    await expect(say('one')).rejects.toMatchObject({ code: 'voice_broken', retryable: false });
    installToneVoice(voicesFolder, 'tone');
    expect((await say('one')).words).toHaveLength(1);
  });

  it('speaks no more with what was removed', async () => {
    const { neural, voicesFolder, say } = world();
    const folder = installToneVoice(voicesFolder, 'tone');
    await say('one');
    rmSync(folder, { recursive: true });
    await expect(say('two')).rejects.toMatchObject({ code: 'voice_unavailable', retryable: false });
    expect(neural.voices()).toEqual([]);
  });

  it('leaves out a folder whose description is wrong', () => {
    const { neural, voicesFolder } = world();
    const file = path.join(installToneVoice(voicesFolder, 'tone'), 'voice.json');
    const right = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const wrong = [{ model: '../../secret' }, { tokens: null }, { family: 'kokoro' }, { licence: '' }, { speakers: [] }, { format: 2 }];
    for (const part of [...wrong, { files: { '../x': { sha256: '0'.repeat(64), bytes: 1 } } }, { phonemes: 'espeak-ng-data' }]) {
      writeFileSync(file, JSON.stringify({ ...right, ...part }));
      expect([part, neural.voices()]).toEqual([part, []]);
    }
    writeFileSync(file, JSON.stringify({ ...right, source: 'a shelf' }));
    expect(neural.voices()).toHaveLength(1);
  });
});
