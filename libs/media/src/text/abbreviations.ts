/** Words whose dot ends no sentence by itself: one list for speech and captions. Without their last dot, in lower case. */
const BEFORE_NAMES = new Set(
  (
    'mr mrs ms dr prof st mt ft sr vs e.g i.e approx dept gen sgt capt lt sen gov rev col ' +
    'т.е т.к г им пр см ул обл пл пер св акад проф'
  ).split(' '),
);
/** "No. 5" is a number, "No." is an answer. */
const BEFORE_NUMBERS = new Set('no fig vol pp ch рис стр д кв корп табл гл'.split(' '));
const BEHIND_OTHERS = new Set(
  'jr etc inc ltd co est a.m p.m u.s u.k т.д т.п гг в вв др млн млрд тыс руб коп с.ш ю.ш н.э кг км мм'.split(' '),
);

/** Stands before what it belongs to ("Mt. Everest", "д. 5"): no sentence ends between the two. */
export function standsBefore(word: string, next: string): boolean {
  const name = word.toLowerCase();
  return BEFORE_NAMES.has(name) || (BEFORE_NUMBERS.has(name) && /^\d/.test(next));
}

/** Any abbreviation of the list; those that stand behind ("etc.", "руб.") may end a sentence too. */
export const isAbbreviation = (word: string, next: string): boolean => standsBefore(word, next) || BEHIND_OTHERS.has(word.toLowerCase());

const BEGINS_SMALL = /^[^\p{L}\p{N}]*\p{Ll}/u;

/**
 * Whether the dot of an abbreviation leads on to `next`: "Mt. Everest", "т. д.", "др. и", "U. S.". One small letter with a dot is part
 * of one, and so is a capital before another ("А. С."); before a word it may as well end a sentence ("vitamin C. It helps").
 * @param word without its dot
 */
export function leadsOn(word: string, next: string): boolean {
  if (standsBefore(word, next)) return true;
  if (/^\p{Lu}$/u.test(word)) return /^\p{Lu}\./u.test(next);
  return BEGINS_SMALL.test(next) && (/^\p{Ll}$/u.test(word) || isAbbreviation(word, next));
}
