/** A digit is spoken as a word or a part of one: "2022" takes as long as seventeen letters, «2022 года» as twenty-five. */
const LETTERS_OF_DIGIT = 4.5;

/**
 * Where in its time each place of a text is spoken, as far as its letters tell: what is said of a sentence before its digits takes less of
 * it than it has of the letters. Pure.
 * @returns the share from 0 to 1 that is over when the character at a place begins
 */
export function spokenShare(text: string): (place: number) => number {
  const until = new Float64Array(text.length + 1);
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    until[place + 1] = (until[place] ?? 0) + (code >= 48 && code <= 57 ? LETTERS_OF_DIGIT : 1);
  }
  const all = Math.max(1, until[text.length] ?? 1);
  return (place) => (until[Math.max(0, Math.min(place, text.length))] ?? 0) / all;
}
