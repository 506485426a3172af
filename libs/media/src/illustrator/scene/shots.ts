import { SENTENCE_SIGNS, UNSPACED_SENTENCE_SIGNS } from '../../text/sentence-signs.js';
import { spokenShare } from './spoken-share.js';

/** A longer picture than this is looked at in more than one way. */
const LONGEST_SECONDS = 4.2;
const USUAL_SECONDS = 3.4;
/** Shorter than this a shot is a flicker; a sentence of its own may be as short as it can be read. */
const SHORTEST_SECONDS = 2;
const SHORTEST_SENTENCE_SECONDS = 1.25;
/** Longer than this nothing stands, whatever is said. */
const MOST_SECONDS = 4.6;
/** Of a shot's length, in squares of so many seconds: what a cut inside a sentence costs is weighed against it. */
const TOLERANCE_SECONDS = 1.3;
/** What a second over the longest costs. */
const OVER = 4;
/** What it costs to cut there: nobody notices where a sentence begins, and anybody where a word is torn from the next one. */
const COSTS = { sentence: 0, clause: 0.5, word: 2.2, anywhere: 2.6 };
/** What it costs to let one sentence end and the next begin within a shot: its picture would be of the wrong one for a while. */
const RUN_ON = 4.5;
const READ_CHARACTERS = 4000;

interface Place {
  readonly frame: number;
  readonly cost: number;
}

/**
 * On which frames a clip cuts to another shot; the first is 0. Of all ways to cut, the one whose shots are nearest to the usual length
 * and begin with sentences, clauses or words, as far as the letters of the text tell when that is. Pure.
 */
export function shotStarts(text: string, frames: number, fps: number): number[] {
  const seconds = frames / fps;
  const within = placesOf(text, frames, fps);
  if (seconds <= LONGEST_SECONDS && !within.some(isOfSentence)) return [0];
  const places = [{ frame: 0, cost: COSTS.sentence }, ...within, { frame: frames, cost: COSTS.sentence }];
  const best = places.map((): { cost: number; before: number } => ({ cost: Infinity, before: -1 }));
  best[0] = { cost: 0, before: -1 };
  // How many sentences have begun before each place.
  let sentences = 0;
  const begun = places.map(({ cost }, index) => {
    const before = sentences;
    if (index > 0 && isOfSentence({ cost })) sentences += 1;
    return before;
  });
  let first = 0;
  for (const [index, place] of places.entries()) {
    while (place.frame - (places[first]?.frame ?? 0) > MOST_SECONDS * fps) first += 1;
    for (let before = first; before < index; before += 1) {
      const length = (place.frame - (places[before]?.frame ?? 0)) / fps;
      if (length < SHORTEST_SENTENCE_SECONDS) break;
      if (length < SHORTEST_SECONDS && ![place, places[before]].every((end) => end && isOfSentence(end))) continue;
      const cost =
        (best[before]?.cost ?? Infinity) + costOf(length) + place.cost + RUN_ON * ((begun[index] ?? 0) - (begun[before + 1] ?? 0));
      if (cost < (best[index]?.cost ?? 0)) best[index] = { cost, before };
    }
  }
  const starts: number[] = [];
  for (let at = best.at(-1)?.before ?? -1; at >= 0; at = best[at]?.before ?? -1) starts.unshift(places[at]?.frame ?? 0);
  return starts;
}

const isOfSentence = ({ cost }: Pick<Place, 'cost'>): boolean => cost === COSTS.sentence;

const costOf = (seconds: number): number =>
  ((seconds - USUAL_SECONDS) / TOLERANCE_SECONDS) ** 2 + OVER * Math.max(0, seconds - LONGEST_SECONDS);

/** Ends of sentences, of clauses and of words. */
const BREAKS = new RegExp(`([${SENTENCE_SIGNS}]|[,;:—，、；]|)["'»”’)\\]]*(?:\\s+|(?<=[${UNSPACED_SENTENCE_SIGNS}，、；]))(?=\\S)`, 'gu');

/** Where a clip may be cut, in order. Equal parts are always among them, so that there is a way to cut any clip. */
function placesOf(text: string, frames: number, fps: number): Place[] {
  const cheapest = new Map<number, number>();
  const add = (share: number, cost: number): void => {
    const frame = Math.round(share * frames);
    const shortest = (cost === COSTS.sentence ? SHORTEST_SENTENCE_SECONDS : SHORTEST_SECONDS) * fps;
    if (frame < shortest || frames - frame < shortest) return;
    cheapest.set(frame, Math.min(cost, cheapest.get(frame) ?? Infinity));
  };
  const read = text.slice(0, READ_CHARACTERS);
  const share = spokenShare(read);
  for (const { index, 0: gap, 1: sign = '' } of read.matchAll(BREAKS)) {
    // "250 | grams": a number is not torn from what it counts.
    if (sign === '' && /\d/.test(read[index - 1] ?? '')) continue;
    add(share(index + gap.length), sign === '' ? COSTS.word : SENTENCE_SIGNS.includes(sign) ? COSTS.sentence : COSTS.clause);
  }
  const count = Math.max(2, Math.round(frames / fps / USUAL_SECONDS));
  for (let part = 1; part < count; part += 1) add(part / count, COSTS.anywhere);
  return [...cheapest].map(([frame, cost]) => ({ frame, cost })).sort((a, b) => a.frame - b.frame);
}
