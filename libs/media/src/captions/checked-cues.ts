import type { Cue } from '../contracts.js';
import { visibleLength } from './caption-text.js';

/** Shorter than this nobody reads a caption. */
const MIN_SECONDS = 0.8;
/** Longer than this a caption stands only while its own words are heard. */
const MAX_SECONDS = 7;
/** What a caption keeps where there is no room for MIN_SECONDS: fast speech in a crowded film. */
const LEAST_SECONDS = 0.3;
/** What people read at most, in characters a second. */
const READING_SPEED = 20;

/**
 * Brings the captions of a whole film into order, whoever timed them: rising, never two at a time, none before the film or after its end.
 * Each stays for as long as it takes to read, as far as the next one leaves room. No caption is lost, and none changes its words.
 * @param endSeconds where the film ends
 */
export function checkedCues(cues: readonly Cue[], endSeconds: number): Cue[] {
  const inOrder = cues.filter(({ words }) => words.length > 0).sort((a, b) => a.startSeconds - b.startSeconds);
  const least = Math.min(LEAST_SECONDS, endSeconds / Math.max(1, inOrder.length));
  const starts = startsOf(inOrder, endSeconds, least);
  return inOrder.map((cue, index) => {
    const startSeconds = starts[index] ?? 0;
    const limit = starts[index + 1] ?? endSeconds;
    const characters = visibleLength(cue.words.map(({ text }) => text).join(' '));
    const own = Number.isFinite(cue.endSeconds) ? cue.endSeconds : startSeconds;
    const wanted = Math.max(own, startSeconds + MIN_SECONDS, startSeconds + Math.min(MAX_SECONDS, characters / READING_SPEED));
    const lastWord = cue.words.at(-1)?.endSeconds ?? startSeconds;
    const longest = Math.max(startSeconds + MAX_SECONDS, Number.isFinite(lastWord) ? lastWord : startSeconds);
    return { ...cue, startSeconds, endSeconds: Math.min(limit, longest, wanted) };
  });
}

/** Each at least `least` after the one before it and, from the film's end backwards, before the one after it. */
function startsOf(cues: readonly Cue[], endSeconds: number, least: number): number[] {
  const starts: number[] = [];
  for (const { startSeconds } of cues) {
    const wanted = Number.isFinite(startSeconds) ? Math.max(0, startSeconds) : 0;
    starts.push(Math.max(wanted, (starts.at(-1) ?? -least) + least));
  }
  let limit = endSeconds;
  for (let index = starts.length - 1; index >= 0; index -= 1) {
    limit = Math.max(0, limit - least);
    starts[index] = Math.min(starts[index] ?? 0, limit);
    limit = starts[index] ?? 0;
  }
  return starts;
}
