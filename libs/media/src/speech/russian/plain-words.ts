/** Nothing that is read together with others: a word of small letters that is no abbreviation, or a sign between words. */
const PLAIN = /^(?:[а-яё]{5,}|[—…]|[\u200b-\u200d\u0300-\u036f])[,;!?»”)]*$/u;
/** Numbers, capitals, signs. */
const TELLING = /[^а-яё\u0300-\u036f\u200b-\u200d,;!?«»“”()…—]/u;
const LOOKS_AHEAD = 5;
/** What is longer is no number. */
const MOST_TELLING = 40;

/** Most words are read alone: whether nothing at this place, nor in what a reading may reach, can belong to more than a word. */
export function isPlain(words: readonly string[], at: number): boolean {
  if (!PLAIN.test(words[at] ?? '')) return false;
  for (let place = at + 1; place <= at + LOOKS_AHEAD && place < words.length; place += 1) {
    const word = words[place] ?? '';
    if (word.length <= MOST_TELLING && TELLING.test(word.endsWith('.') ? word.slice(0, -1) : word)) return false;
  }
  return true;
}
