/** Marks on one letter: Vietnamese and Hebrew have three, transliterations four. */
const HEAP = /(\p{M}{8})\p{M}+/gu;

/**
 * Letters and their marks apart, for counting and comparing. Of a heap of marks on one letter eight are kept: Unicode puts them in order,
 * and the engine's way of doing it is the square of their number.
 */
export function decomposed(text: string, form: 'NFD' | 'NFKD' = 'NFD'): string {
  return isPlain(text) ? text : withoutHeaps(text).normalize(form);
}

/** The opposite, as bounded. */
export function composed(text: string): string {
  return isPlain(text) ? text : withoutHeaps(text).normalize('NFC');
}

/** Nothing of ASCII has parts. */
const isPlain = (text: string): boolean => !/[^\x00-\x7f]/.test(text);

const withoutHeaps = (text: string): string => text.replace(HEAP, '$1');
