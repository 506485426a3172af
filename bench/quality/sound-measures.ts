import { execFile } from 'node:child_process';
import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { alignWords, createSpeech, type TimedWord } from '#media';
import { endsSentence } from '#media/plan';

const execute = promisify(execFile);
const RATE_HZ = 48_000;
const BLOCK_SECONDS = 0.01;
/** Quieter than this below the loudest 10 ms nothing is said. */
const SILENT_BELOW_DB = 38;
/** A breath at a comma is shorter. */
const LONG_PAUSE_SECONDS = 0.35;
/** An article takes some 30 ms, and times are on a grid of 10. */
const SHORTEST_WORD_SECONDS = 0.02;

export interface Narration {
  /** Share of the script's words that are heard, each at a place of its own. */
  readonly recall: number;
  /** The longest silence between two words of one sentence, in seconds. */
  readonly pauseInSentenceSeconds: number;
  readonly words: readonly TimedWord[];
}

/**
 * Listens for a script in its narration. Nothing here understands speech: another reading of the script is laid over the recording, and a
 * word counts as heard where it has a stretch of its own with sound in it. Words without a letter or digit are not said and not counted.
 */
export async function listen(ffmpeg: string, voicePath: string, script: string, language: string, folder: string): Promise<Narration> {
  const wavPath = path.join(folder, 'narration.wav');
  await execute(ffmpeg, ['-v', 'error', '-i', voicePath, '-ac', '1', '-ar', String(RATE_HZ), '-c:a', 'pcm_s16le', '-y', wavPath]);
  const { ESPEAK_PATH, ESPEAK_DATA_PATH, ESPEAK_LIBRARY_PATH } = process.env;
  const speech = createSpeech({
    ...(ESPEAK_PATH && { espeakPath: ESPEAK_PATH }),
    ...(ESPEAK_DATA_PATH && { espeakDataPath: ESPEAK_DATA_PATH }),
    ...(ESPEAK_LIBRARY_PATH && { espeakLibraryPath: ESPEAK_LIBRARY_PATH }),
  });
  const words = await alignWords(speech, { text: script, language, wavPath, workDir: folder, signal: AbortSignal.timeout(120_000) });
  const isLoud = loudBlocks(await readFile(wavPath));
  const said = words.filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
  const heard = said.filter(
    ({ startSeconds, endSeconds }) =>
      endSeconds - startSeconds >= SHORTEST_WORD_SECONDS && isLoud.slice(blockAt(startSeconds), blockAt(endSeconds)).includes(true),
  );
  return { recall: heard.length / Math.max(1, said.length), pauseInSentenceSeconds: longestPause(words, isLoud), words };
}

const blockAt = (seconds: number): number => Math.round(seconds / BLOCK_SECONDS);

function loudBlocks(wav: Buffer): boolean[] {
  const from = wav.indexOf('data', 12, 'latin1') + 8;
  const samples = RATE_HZ * BLOCK_SECONDS;
  const levels: number[] = [];
  for (let at = from; at + samples * 2 <= wav.length; at += samples * 2) {
    let power = 0;
    for (let i = 0; i < samples; i += 1) power += wav.readInt16LE(at + i * 2) ** 2;
    levels.push(power / samples);
  }
  const floor = levels.reduce((max, level) => Math.max(max, level), 0) * 10 ** (-SILENT_BELOW_DB / 10);
  return levels.map((level) => level > floor);
}

/** Silences before the first word and behind the last are none of a sentence's. */
function longestPause(words: readonly TimedWord[], isLoud: readonly boolean[]): number {
  let longest = 0;
  let from = -1;
  const [first = 0, last = 0] = [isLoud.indexOf(true), isLoud.lastIndexOf(true)];
  for (let block = first; block <= last; block += 1) {
    if (!isLoud[block]) {
      if (from < 0) from = block;
      continue;
    }
    const seconds = from < 0 ? 0 : (block - from) * BLOCK_SECONDS;
    if (seconds >= LONG_PAUSE_SECONDS && !isBetweenSentences(words, from * BLOCK_SECONDS, block * BLOCK_SECONDS))
      longest = Math.max(longest, seconds);
    from = -1;
  }
  return longest;
}

/** Word times are some 0.1 s off: a sentence that ends beside the silence, or in it, ends there. */
function isBetweenSentences(words: readonly TimedWord[], from: number, to: number): boolean {
  return words.some(({ text, endSeconds }, index) => {
    const next = words[index + 1];
    const before = words.slice(Math.max(0, index - 4), index).map((word) => word.text);
    return next !== undefined && endsSentence(text, next.text, before) && endSeconds > from - 0.25 && next.startSeconds < to + 0.25;
  });
}

/** Integrated loudness in LUFS and true peak in dBTP of a film's sound. */
export async function loudness(ffmpeg: string, film: string): Promise<{ lufs: number; peak: number }> {
  const { stderr } = await execute(ffmpeg, ['-hide_banner', '-nostats', '-i', film, '-af', 'ebur128=peak=true', '-vn', '-f', 'null', '-']);
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'));
  return { lufs: Number(/I:\s+(-?[\d.]+) LUFS/.exec(summary)?.[1]), peak: Number(/Peak:\s+(-?[\d.]+) dBFS/.exec(summary)?.[1]) };
}
