import { beginningOf } from '../../text/beginning.js';
import { estimateSpeechSeconds } from '../../speech/speech-rate.js';
import { shotStarts } from './shots.js';
import { spokenShare } from './spoken-share.js';

/** What is said while one picture is seen, and when, as shares of the time its text takes. */
export interface Beat {
  readonly text: string;
  /** Its place in the text, in UTF-16 units. */
  readonly begins: number;
  readonly from: number;
  readonly to: number;
}

/** Fine enough for a share; a beat is no frame yet. */
const STEPS_PER_SECOND = 100;
const READ_CHARACTERS = 4000;
/** More than a minute of one segment: what is said later is seen with the last of them, from other sides. */
const MOST_BEATS = 24;
const LONGEST_READ_SECONDS = 600;

/**
 * A text in parts that each last about as long as a shot, cut between words. They follow from the text alone, so that who draws one
 * segment of a film knows what the others show, however long their clips become. Pure.
 */
export function beatsOf(text: string, language: string): Beat[] {
  const read = beginningOf(text, READ_CHARACTERS);
  const steps = Math.round(Math.min(LONGEST_READ_SECONDS, estimateSpeechSeconds(read, language)) * STEPS_PER_SECOND);
  const starts = steps === 0 ? [0] : shotStarts(read, steps, STEPS_PER_SECOND).slice(0, MOST_BEATS);
  const share = spokenShare(read);
  const places = starts.map((start) => (start === 0 ? 0 : wordAt(read, placeAt(share, read.length, start / steps))));
  return places.flatMap((from, index) => {
    const to = places[index + 1] ?? read.length;
    const said = read.slice(from, to).trim();
    return said === '' && places.length > 1 ? [] : [{ text: said, begins: from, from: share(from), to: share(to) }];
  });
}

/** The place of a text that is nearest to a share of its time. */
function placeAt(share: (place: number) => number, length: number, wanted: number): number {
  let [from, to] = [0, length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (share(middle) < wanted) from = middle + 1;
    else to = middle;
  }
  return from > 0 && wanted - share(from - 1) < share(from) - wanted ? from - 1 : from;
}

/** Where the next word begins, not between a number and what it counts. */
function wordAt(text: string, place: number): number {
  if (place <= 0 || /(?:^|[^\d\s])\s+$/u.test(text.slice(Math.max(0, place - LOOKED_BACK), place))) return place;
  const gap = /(?<!\d)\s+/u.exec(text.slice(place));
  return gap === null ? text.length : place + gap.index + gap[0].length;
}

const LOOKED_BACK = 8;

/** Which beat is heard most while a shot is seen, for each of them; later shots have no earlier beats. @param starts frames */
export function beatsOfShots(beats: readonly Beat[], starts: readonly number[], frames: number): number[] {
  let least = 0;
  return starts.map((start, shot) => {
    const [from, to] = [start / frames, (starts[shot + 1] ?? frames) / frames];
    const heard = beats.map((beat, index) => (index < least ? 0 : Math.min(beat.to, to) - Math.max(beat.from, from)));
    least = Math.max(least, heard.indexOf(Math.max(...heard)));
    return least;
  });
}
