import { type TimedWord } from '#media';

/** A word as it was heard: without punctuation, perhaps misheard, numbers perhaps as digits. */
export interface HeardWord {
  readonly word: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/**
 * Gives the times of heard words to the words of the known text: equal ones are paired in order (the longest common subsequence),
 * those between two pairs share the time between them by their length. Two equal words that stand further apart than `BAND` words, as
 * shares of the whole, are not one: so the work stays within some multiple of the text, whatever is written and whatever was heard.
 */
export function wordsAsWritten(text: string, heard: readonly HeardWord[], durationSeconds: number): TimedWord[] {
  const written = text.split(/\s+/u).filter((word) => word !== '');
  const partner = pairs(
    written.map(plain),
    heard.map(({ word }) => plain(word)),
  );
  const words: TimedWord[] = [];
  let floor = 0;
  for (let i = 0; i < written.length;) {
    const match = heard[partner[i] ?? -1];
    if (match) {
      const startSeconds = Math.min(durationSeconds, Math.max(floor, match.startSeconds));
      const endSeconds = Math.min(durationSeconds, Math.max(startSeconds, match.endSeconds));
      words.push({ text: written[i] ?? '', startSeconds, endSeconds });
      floor = endSeconds;
      i += 1;
      continue;
    }
    let end = i;
    while (end < written.length && partner[end] === undefined) end += 1;
    const until = Math.max(floor, Math.min(durationSeconds, heard[partner[end] ?? -1]?.startSeconds ?? durationSeconds));
    const group = written.slice(i, end);
    const letters = group.reduce((sum, word) => sum + word.length, 0);
    let before = 0;
    for (const word of group) {
      const at = (count: number): number => floor + ((until - floor) * count) / letters;
      words.push({ text: word, startSeconds: at(before), endSeconds: at(before + word.length) });
      before += word.length;
    }
    floor = until;
    i = end;
  }
  return words.map(({ text: word, startSeconds, endSeconds }) => ({
    text: word,
    startSeconds: round(startSeconds),
    endSeconds: round(endSeconds),
  }));
}

const plain = (word: string): string =>
  word
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;

/** Words by which the two may run apart. */
const BAND = 60;

/** For each written word the index of the heard one it is paired with. */
function pairs(written: readonly string[], heard: readonly string[]): readonly (number | undefined)[] {
  const slope = heard.length / Math.max(1, written.length);
  const width = Math.min(heard.length + 1, 2 * BAND + Math.ceil(slope) + 2);
  /** First column that is kept of a row; never falls. */
  const begin = (i: number): number => Math.max(0, Math.min(Math.round(i * slope) - BAND, heard.length + 1 - width));
  const lengths = new Uint16Array((written.length + 1) * width);
  const at = (i: number, j: number): number => {
    const column = j - begin(i);
    return column < 0 || column >= width ? 0 : (lengths[i * width + column] ?? 0);
  };
  for (let i = written.length - 1; i >= 0; i -= 1) {
    const first = begin(i);
    for (let j = Math.min(heard.length, first + width) - 1; j >= first; j -= 1) {
      lengths[i * width + j - first] =
        written[i] !== '' && written[i] === heard[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const partner = new Array<number | undefined>(written.length).fill(undefined);
  for (let i = 0, j = 0; i < written.length && j < heard.length;) {
    if (written[i] !== '' && written[i] === heard[j]) {
      partner[i] = j;
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return partner;
}
