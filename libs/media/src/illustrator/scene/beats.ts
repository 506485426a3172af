import { estimateSpeechSeconds } from '../../speech/speech-rate.js';
import { shotStarts } from './shots.js';

/** What is said while one picture is seen, and when, as shares of its text. */
export interface Beat {
  readonly text: string;
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
  const read = text.slice(0, READ_CHARACTERS);
  const steps = Math.round(Math.min(LONGEST_READ_SECONDS, estimateSpeechSeconds(read, language)) * STEPS_PER_SECOND);
  const starts = steps === 0 ? [0] : shotStarts(read, steps, STEPS_PER_SECOND).slice(0, MOST_BEATS);
  const places = starts.map((start) => (start === 0 ? 0 : wordAt(read, Math.round((start / steps) * read.length))));
  return places.flatMap((from, index) => {
    const to = places[index + 1] ?? read.length;
    const said = read.slice(from, to).trim();
    return said === '' && places.length > 1
      ? []
      : [{ text: said, from: from / Math.max(1, read.length), to: to / Math.max(1, read.length) }];
  });
}

/** Where the next word begins. */
function wordAt(text: string, place: number): number {
  if (place <= 0 || /\s/u.test(text[place - 1] ?? '')) return place;
  const gap = /\s+/u.exec(text.slice(place));
  return gap === null ? text.length : place + gap.index + gap[0].length;
}

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
