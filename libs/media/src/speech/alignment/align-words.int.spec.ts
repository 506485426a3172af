import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TimedWord } from '../../contracts.js';
import { MediaError } from '../../contracts.js';
import { locateFfmpeg, run } from '../../ffmpeg/index.js';
import { localSpeech } from '../../testing/local-speech.js';
import { type Speech } from '../speech.js';
import { alignWords } from './align-words.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kadr-align-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const speech = localSpeech();
const { signal } = new AbortController();
const say = (text: string, language: string, more: object) =>
  speech.speak({ text, language, speed: 1, outPath: path.join(folder, 'heard.wav'), signal, ...more });

/** Mean distance of the words' beginnings. */
const errorOf = (found: readonly TimedWord[], known: readonly TimedWord[]): number =>
  found.reduce((sum, { startSeconds }, i) => sum + Math.abs(startSeconds - (known[i]?.startSeconds ?? 0)), 0) / found.length;

describe('words in a recording by a stranger', () => {
  it.each([
    [
      'another voice',
      'en',
      'An octopus has three hearts. Two of them stop when it swims, so it prefers to crawl along the sea floor.',
      'rms',
      1,
    ],
    ['a faster voice', 'en', 'The wind moved the grass, and far away a small bell rang three times before the rain came.', 'rms', 1.4],
    [
      'a voice in Russian',
      'ru',
      'У осьминога три сердца. Два из них останавливаются, когда он плывёт, поэтому он охотнее ползает.',
      'female',
      1.25,
    ],
  ])('of %s are found within a tenth of a second', async (_who, language, text, voice, speed) => {
    const known = await say(text, language, { voice, speed });
    const found = await alignWords(speech, { text, language, wavPath: known.path, workDir: folder, signal });
    expect(found.map((word) => word.text)).toEqual(known.words.map((word) => word.text));
    const even = known.words.map((word, i) => {
      const step = known.durationSeconds / known.words.length;
      return { text: word.text, startSeconds: i * step, endSeconds: (i + 1) * step };
    });
    expect(errorOf(found, known.words)).toBeLessThan(0.1);
    expect(errorOf(found, known.words)).toBeLessThan(errorOf(even, known.words) / 2);
    for (const [i, word] of found.entries()) {
      expect(word.endSeconds).toBeGreaterThanOrEqual(word.startSeconds);
      expect(word.startSeconds).toBeGreaterThanOrEqual(found[i - 1]?.endSeconds ?? 0);
      expect(word.endSeconds).toBeLessThanOrEqual(known.durationSeconds);
    }
  });

  it.each([
    ['under noise as loud as the voice', 'en', 'An octopus has three hearts, and nobody minds it at all.', 'en', '0.12'],
    ['in another language than the script', 'en', 'An octopus has three hearts, and nobody minds it at all.', 'ru', '0'],
    ['in a language that nobody here speaks', 'en', 'An octopus has three hearts, and nobody minds it at all.', 'xx', '0'],
  ])('all have their place, one after another and inside the recording, %s', async (_how, spoken, said, language, noise) => {
    const known = await say(said, spoken, {});
    const wavPath = path.join(folder, 'noisy.wav');
    const graph = `anoisesrc=a=${noise}:d=${known.durationSeconds}:r=48000:seed=1[n];[0:a][n]amix=inputs=2:duration=first:normalize=0`;
    const args = ['-nostdin', '-loglevel', 'error', '-i', known.path, '-filter_complex', graph, '-ac', '1', '-y', wavPath];
    await run(locateFfmpeg().ffmpegPath, args, { limitMs: 20_000, purpose: 'add noise' });
    const text = language === 'ru' ? 'У осьминога три сердца, и никто не возражает против этого.' : said;
    const found = await alignWords(speech, { text, language, wavPath, workDir: folder, signal });
    expect(found.map((word) => word.text)).toEqual(text.split(' '));
    for (const [i, { startSeconds, endSeconds }] of found.entries()) {
      expect(startSeconds).toBeGreaterThanOrEqual(found[i - 1]?.endSeconds ?? 0);
      expect(endSeconds).toBeGreaterThanOrEqual(startSeconds);
      expect(endSeconds).toBeLessThanOrEqual(known.durationSeconds);
    }
    // Words are spread over what is heard, not heaped up at one place.
    expect((found.at(-1)?.endSeconds ?? 0) - (found[0]?.startSeconds ?? 0)).toBeGreaterThan(known.durationSeconds * 0.7);
    if (language === spoken) expect(errorOf(found, known.words)).toBeLessThan(0.3);
  });

  it('share the time by their syllables where nobody here speaks the language', async () => {
    const text = 'An octopus has three hearts, and nobody minds.';
    const known = await say(text, 'en', {});
    const mute: Speech = {
      ...speech,
      speak: () => Promise.reject(new MediaError('voice_unavailable', 'nobody', false)),
    };
    const found = await alignWords(mute, { text, language: 'xx', wavPath: known.path, workDir: folder, signal });
    expect(found.map((word) => word.text)).toEqual(text.split(' '));
    expect(errorOf(found, known.words)).toBeLessThan(0.5);
  });
});
