/** Texts that nobody writes to be read: long, and made of what functions over text are slow with. */

/** The size of the longest text that any route takes in, in UTF-16 units. */
export const LONGEST_TEXT = 100_000;

/** One pattern for each: repeated to the length asked for, between a beginning and an end that stop what only looks at edges. */
const PATTERNS: Readonly<Record<string, { readonly from?: string; readonly repeat: string; readonly to?: string }>> = {
  'dots between words': { from: 'octopus ', repeat: '. ', to: 'octopus' },
  'dots without a space': { from: 'octopus', repeat: '.', to: 'octopus' },
  'dots alone': { repeat: '.' },
  'questions and quotes': { from: 'a', repeat: '?"', to: 'b' },
  'quotes alone': { from: '"', repeat: '"', to: 'x' },
  'opening quotes': { from: 'x', repeat: '«', to: 'x' },
  commas: { from: 'a', repeat: ',', to: 'b' },
  'dashes between words': { from: 'a ', repeat: '— ', to: 'b' },
  'hyphens in a word': { from: 'a', repeat: '-', to: 'b' },
  'apostrophes in a word': { from: 'a', repeat: "'", to: 'b' },
  'zero-width spaces': { from: 'a', repeat: '\u200b', to: 'b' },
  'zero-width words': { from: 'a ', repeat: '\u200b ', to: 'b' },
  'zero-width joiners': { from: 'a', repeat: '\u200d', to: 'b' },
  'variation selectors': { from: 'a', repeat: '\ufe0f', to: 'b' },
  'direction marks': { from: 'a ', repeat: '\u202e\u202c', to: ' b' },
  'right-to-left marks between words': { repeat: 'שלום\u200f ' },
  'combining marks on one letter': { from: 'e', repeat: '\u0301', to: ' e' },
  'marks that are put in order': { from: 'e', repeat: '\u0301\u0323\u0308\u0327', to: ' e' },
  'combining marks on nothing': { repeat: ' \u0301' },
  'Hangul that is put together': { repeat: '\u1112\u1161\u11ab' },
  'letters that fall apart': { repeat: 'ﷺ' },
  'family emoji': { repeat: '👨‍👩‍👧‍👦' },
  'family emoji between words': { repeat: '👨‍👩‍👧‍👦 ' },
  flags: { repeat: '🇩🇪' },
  'half surrogates': { repeat: '\ud83d' },
  'half surrogates the wrong way round': { repeat: '\udc00\ud800 ' },
  'one word': { repeat: 'a' },
  'one capital word': { repeat: 'B' },
  'one Cyrillic word': { repeat: 'щ' },
  'single letters': { repeat: 'a ' },
  'single capitals with points': { repeat: 'A. ' },
  'words of a sentence each': { repeat: 'Go on. ' },
  'Russian sentences': { repeat: 'Да или нет? ' },
  'Chinese without a stop': { repeat: '章魚有三顆心臟' },
  'Chinese with stops': { repeat: '心。' },
  Thai: { repeat: 'ปลาหมึกมีหัวใจสามดวง' },
  Hindi: { repeat: 'दिल ' },
  'digits alone': { repeat: '7' },
  'digits between words': { repeat: '7 ' },
  'groups of three digits': { repeat: '123 ' },
  'numbers with separators': { from: '1', repeat: ',111', to: 'x' },
  'numbers in a word': { repeat: '1a' },
  'signs alone': { from: 'a', repeat: '%', to: ' b' },
  'line ends alone': { repeat: '\n' },
  'line ends between words': { from: 'a', repeat: '\n', to: 'b' },
  'spaces between words': { from: 'a', repeat: ' ', to: 'b' },
  'tabs and line ends': { from: 'a', repeat: '\t\n', to: 'b' },
  'white space of every width': { from: 'a', repeat: '\u00a0\u2003\u3000', to: 'b' },
  'round brackets': { from: 'a', repeat: '(', to: 'b' },
  'nested brackets': { repeat: '([{' },
  'brackets that close': { from: 'a', repeat: ')]}', to: 'b' },
  braces: { from: 'a', repeat: '{\\', to: 'b' },
  'an address without an end': { from: 'https://www.', repeat: 'a.', to: '!' },
  'addresses with passwords': { repeat: 'a://b' },
  'an address of mail without an end': { from: 'a@', repeat: 'b.', to: '!' },
  'dots before a sign': { from: 'x', repeat: '.+', to: '@' },
  'requests within requests': { from: 'make a ', repeat: 'short ', to: 'x' },
  'questions without an answer': { from: 'cats ', repeat: 'or ', to: 'dogs' },
  'Russian questions without an answer': { from: 'коты ', repeat: 'или ', to: 'псы' },
  'slots of templates': { repeat: '{S} ' },
  'every script': {
    repeat: 'Aa Яя Ωω Աա אב اب अआ กข ကခ ა한 あア 漢字 ᠠ Ꭰ ᚠ ',
  },
};

/** Names of all texts. */
export const HOSTILE_TEXTS: readonly string[] = Object.keys(PATTERNS);

/** @returns the text of that name, of exactly `length` UTF-16 units (a pattern may be cut in the middle of a character) */
export function hostileText(name: string, length = LONGEST_TEXT): string {
  const { from = '', repeat, to = '' } = PATTERNS[name] ?? { repeat: name };
  const room = Math.max(0, length - from.length - to.length);
  return from + repeat.repeat(Math.ceil(room / repeat.length)).slice(0, room) + to;
}
