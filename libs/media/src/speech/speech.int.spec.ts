import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpokenText } from '../contracts.js';
import { localSpeech } from '../testing/local-speech.js';
import { locateFfmpeg } from '../ffmpeg/locate.js';
import { createSpeech } from './speech.js';
import { estimateSpeechSeconds } from './speech-rate.js';

const RATE_HZ = 48_000;
let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'kadr-speech-spec-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const say = (text: string, language: string, more: { voice?: string; speed?: number; signal?: AbortSignal } = {}) =>
  localSpeech().speak({
    text,
    language,
    speed: 1,
    outPath: join(folder, `${Math.random()}.wav`),
    signal: new AbortController().signal,
    ...more,
  });

/** RMS of a stretch of the file, as a fraction of full scale. */
async function listen({ path }: SpokenText): Promise<(from: number, to: number) => number> {
  const wav = await readFile(path);
  expect([wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34)]).toEqual([1, RATE_HZ, 16]);
  const data = wav.indexOf('data', 12, 'latin1') + 8;
  return (from, to) => {
    let power = 0;
    let count = 0;
    for (
      let i = Math.max(0, Math.round(from * RATE_HZ));
      i < Math.round(to * RATE_HZ) && data + 2 * i + 2 <= wav.length;
      i += 1, count += 1
    ) {
      power += (wav.readInt16LE(data + 2 * i) / 32768) ** 2;
    }
    return Math.sqrt(power / Math.max(1, count));
  };
}

const TEXTS = [
  ['en', undefined, 'Why do octopuses have three hearts? 🐙 Two of them pump blood. In 1984, 25% of people knew — and you?'],
  ['en', 'rms', 'Stop here. Listen to the wind. Then walk on.'],
  ['ru', undefined, 'Почему у осьминога три сердца? 🐙 Два качают кровь. В 1984 году это знали 25% людей — а вы?'],
  ['ru', 'female', 'Остановитесь. Послушайте ветер. И идите дальше.'],
] as const;

describe.each(TEXTS)('speech in %s by voice %s', (language, voice, text) => {
  it('times every word as written, and the sound agrees', async () => {
    const spoken = await say(text, language, voice === undefined ? {} : { voice });
    expect(spoken.words.map((word) => word.text)).toEqual(text.split(' '));
    const times = spoken.words.flatMap((word) => [word.startSeconds, word.endSeconds]);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[times.length - 1]).toBeLessThanOrEqual(spoken.durationSeconds);
    const level = await listen(spoken);
    const voiced = spoken.words.filter((word) => /[\p{L}\p{N}]/u.test(word.text));
    const speech = level(0, spoken.durationSeconds);
    expect(20 * Math.log10(speech)).toBeGreaterThan(-26);
    for (const word of voiced) expect([word.text, level(word.startSeconds, word.endSeconds) > speech * 0.15]).toEqual([word.text, true]);
    voiced.slice(1).forEach((word, i) => {
      const before = voiced[i];
      if (!before || word.startSeconds - before.endSeconds < 0.3) return;
      // A pause: silent from 80 ms after the word to 80 ms before the next, and sounding within 80 ms of the times given.
      expect([word.text, level(before.endSeconds + 0.08, word.startSeconds - 0.08) < speech * 0.05]).toEqual([word.text, true]);
      expect([word.text, level(word.startSeconds, word.startSeconds + 0.08) > speech * 0.05]).toEqual([word.text, true]);
      expect([before.text, level(before.endSeconds - 0.08, before.endSeconds) > speech * 0.02]).toEqual([before.text, true]);
    });
  });
});

describe('speech', () => {
  it('lasts as long as estimated, within ten percent', async () => {
    const samples = [
      ['en', 'Imagine standing at the edge of an enormous canyon at sunrise. The wind is quiet. The colours change slowly. Nothing about it feels ordinary, and that is exactly the point.'],
      ['en', 'Look closer. The first impression is only the surface. What do you notice first, and what only at the second look? Share it with a friend and compare your answers.'],
      ['ru', 'Представьте, что вы стоите на краю огромного каньона на рассвете. Ветер стих. Цвета медленно меняются. Ничего обычного в этом нет, и в этом весь смысл.'],
      ['ru', 'Присмотритесь. Первое впечатление видит только поверхность. Что вы замечаете сразу, а что только со второго взгляда? Поделитесь с другом и сравните ответы.'],
    ] as const; // prettier-ignore
    for (const [language, text] of samples) {
      const { durationSeconds } = await say(text, language);
      expect(Math.abs(estimateSpeechSeconds(text, language) / durationSeconds - 1)).toBeLessThan(0.1);
    }
  });

  it.each(['en', 'ru'])('keeps its pace by speed (%s)', async (language) => {
    const text =
      language === 'en' ? 'One small thought after another makes a story.' : 'Одна маленькая мысль за другой складываются в историю.';
    const [slow, fast] = [await say(text, language, { speed: 0.6 }), await say(text, language, { speed: 1.8 })];
    expect(slow.durationSeconds / fast.durationSeconds).toBeGreaterThan(2);
  });

  it('is silence, with a slot for each sign, where nothing can be said', async () => {
    const spoken = await say('🐙 🐙 🐙', 'en');
    expect(spoken.words).toHaveLength(3);
    expect(spoken.words.every((word) => word.endSeconds > word.startSeconds)).toBe(true);
  });

  it('takes hostile text for text', async () => {
    const text = '-w /tmp/x [[h@]] %{} :\'\\ <speak> "quoted" $(id) \u0001999A end';
    for (const language of ['en', 'ru']) expect((await say(text, language)).words.map((word) => word.text).join(' ')).toBe(text);
  });

  it('says what to install for a language it has no voice for', async () => {
    await expect(say('x', 'tlh-nowhere')).rejects.toMatchObject({ code: 'voice_unavailable', retryable: false });
    const alone = createSpeech({ espeakPath: '/nonexistent/espeak-ng' });
    expect(await alone.supports('ru')).toBe(false);
    expect(await alone.supports('en')).toBe(true);
    const request = { text: 'Привет', language: 'ru', speed: 1, outPath: join(folder, 'no.wav'), signal: new AbortController().signal };
    await expect(alone.speak(request)).rejects.toThrow(/espeak-ng/);
  });

  it('is made with the ffmpeg that renders, where none is on the PATH', async () => {
    const { PATH, FFMPEG_PATH } = process.env;
    const { ffmpegPath } = locateFfmpeg();
    try {
      Object.assign(process.env, { PATH: folder, FFMPEG_PATH: ffmpegPath });
      expect((await say('Bees dance.', 'en')).durationSeconds).toBeGreaterThan(0.5);
    } finally {
      process.env['PATH'] = PATH;
      if (FFMPEG_PATH === undefined) delete process.env['FFMPEG_PATH'];
    }
  });

  it('stops when told to', async () => {
    const controller = new AbortController();
    const running = say('word, '.repeat(4000), 'en', { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 300);
    await expect(running).rejects.toThrow('enough');
  });
});
