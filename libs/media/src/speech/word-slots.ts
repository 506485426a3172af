/** From times of spoken units to a slot for every written word. */
import type { TimedWord } from '../contracts.js';
import type { Span } from './flite-alignment.js';
import type { SpokenForm } from './spoken-form.js';

/** A silent word borrows at most this share of the word beside it when there is no pause to put it in. */
const BORROWED_SHARE = 0.25;
const MIN_SLOT_SECONDS = 0.06;

/**
 * One TimedWord for each written word, in order, never running backwards, within [0, durationSeconds].
 * `spans[i]` is the time of the i-th unit over all utterances, or null when it has no sound of its own.
 * Several words of one unit ("1 500 000") share its time by their length.
 */
export function toTimedWords(form: SpokenForm, spans: readonly (Span | null)[], durationSeconds: number): TimedWord[] {
  const filled = fillSilent(ordered(spans, durationSeconds), durationSeconds);
  const words: TimedWord[] = [];
  let unit = 0;
  let written = 0;
  for (const utterance of form.utterances) {
    for (const { writtenWords } of utterance.units) {
      const span = filled[unit] ?? { startSeconds: durationSeconds, endSeconds: durationSeconds };
      const texts = form.written.slice(written, written + writtenWords);
      const total = texts.reduce((sum, text) => sum + text.length, 0);
      let before = 0;
      for (const text of texts) {
        const at = (chars: number): number => round(span.startSeconds + ((span.endSeconds - span.startSeconds) * chars) / total);
        words.push({ text, startSeconds: at(before), endSeconds: at(before + text.length) });
        before += text.length;
      }
      unit += 1;
      written += writtenWords;
    }
  }
  return words;
}

/** Clamped to the file and made monotone, so that one odd measurement cannot make time run backwards. */
function ordered(spans: readonly (Span | null)[], durationSeconds: number): (Span | null)[] {
  let floor = 0;
  return spans.map((span) => {
    if (!span) return null;
    const startSeconds = Math.min(Math.max(span.startSeconds, floor), durationSeconds);
    const endSeconds = Math.min(Math.max(span.endSeconds, startSeconds), durationSeconds);
    floor = endSeconds;
    return { startSeconds, endSeconds };
  });
}

/** Runs of silent units divide the pause they stand in; where there is none they take the end of the word before (or the start of the one after). */
function fillSilent(spans: readonly (Span | null)[], durationSeconds: number): Span[] {
  const filled = [...spans];
  for (let i = 0; i < filled.length; i += 1) {
    if (filled[i]) continue;
    let end = i;
    while (end < filled.length && !filled[end]) end += 1;
    const previous = filled[i - 1] ?? null;
    const next = filled[end] ?? null;
    let from = previous?.endSeconds ?? 0;
    let to = next?.startSeconds ?? durationSeconds;
    const wanted = MIN_SLOT_SECONDS * (end - i);
    if (to - from < wanted && previous) {
      from -= Math.min(wanted, (previous.endSeconds - previous.startSeconds) * BORROWED_SHARE);
      filled[i - 1] = { startSeconds: previous.startSeconds, endSeconds: from };
    } else if (to - from < wanted && next) {
      to += Math.min(wanted, (next.endSeconds - next.startSeconds) * BORROWED_SHARE);
      filled[end] = { startSeconds: to, endSeconds: next.endSeconds };
    }
    const step = (to - from) / (end - i);
    for (let k = i; k < end; k += 1) filled[k] = { startSeconds: from + step * (k - i), endSeconds: from + step * (k - i + 1) };
    i = end - 1;
  }
  return filled.map((span) => span ?? { startSeconds: durationSeconds, endSeconds: durationSeconds });
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
