import { baseLanguage, englishStem, plainWord, stemOf, tokensOf, type Token } from './stems.js';
import { isStopWord } from './stop-words.js';

/** Names of what has a look of its own, and kinds of places that stand within names: the Moon, Mount Everest, Brooklyn Bridge, King Louis. */
const SEEN_BY_NAME =
  'sun moon earth mercury venus mars jupiter saturn uranus neptune pluto milky way egypt egyptian rome roman romans greece greek athens viking vikings nasa ' +
  'christmas everest baikal titanic chernobyl internet bible god hubble eiffel pharaoh silk nobel olympic olympics ' +
  'sea ocean river lake mountain mountains mount island islands beach coast bay canal waterfall falls volcano glacier desert valley forest park garden ' +
  'bridge tower wall road castle palace church cathedral mosque temple museum station airport university library observatory telescope lighthouse pyramid pyramids reef gate ' +
  'bank court school hospital hotel theatre theater opera stadium zoo senate congress parliament government police navy fleet ' +
  'king queen prince princess emperor empire tsar war revolution army railway ' +
  'солнце луна земля меркурий венера марс юпитер сатурн уран нептун плутон египет рим римский греция афины рождество эверест байкал титаник чернобыль интернет библия ' +
  'бог вселенная космос';
/** Behind them somebody is named, whatever the word may mean: Mr King. */
const BEFORE_SOMEBODY = /^(?:mr|mrs|ms|miss|dr|г-н|г-жа|гн)$/;
/** What may stand before the first word of a sentence. */
const BEFORE_SENTENCE = /(?:^|[.!?…:;\n"«“„—–(])\s*$/u;
/** The ship «Ваза»: one or two words in quotation marks within a sentence are no sentence. */
const BEFORE_QUOTED = /[\p{L}\d]\s{1,3}["«“„]$/u;
const ENDS_QUOTED = /^(?:\s[\p{L}\d-]+)?["»”“]/u;
const LOOKED_BACK_CHARACTERS = 32;
/**
 * In a title every word may have a capital: where so many have one, it says nothing. A title ends without a full stop; some write whole
 * sentences so, in which hardly a long word has none.
 */
const TITLE_SHARE = 0.6;
const SENTENCE_SHARE = 0.9;
const LEAST_LONG_WORDS = 4;
const ENDS_AS_SENTENCE = /[.!?…]["'»”)]*\s*$/u;
const LEAST_LETTERS = 4;
/** Surnames that are plurals of things by their spelling: Жуков, Крылов, Лебедев. */
const SURNAME = /(?:ов|ев)$/;
const HAS_DONE = /л(?:ся)?$/;

const CAPITAL = /^\p{Lu}\p{Ll}/u;
let seen: ReadonlySet<string> | null = null;

/** All nouns of these languages have a capital. */
const CAPITAL_NOUNS = /^(?:de|lb)$/;

function begins({ start, written }: Token, text: string): boolean {
  const from = Math.max(0, start - LOOKED_BACK_CHARACTERS);
  const before = (from > 0 ? 'x' : '') + text.slice(from, start);
  const end = start + written.length;
  return BEFORE_SENTENCE.test(before) && !(BEFORE_QUOTED.test(before) && ENDS_QUOTED.test(text.slice(end, end + LOOKED_BACK_CHARACTERS)));
}

function isInTitleCase(text: string, tokens: readonly Token[]): boolean {
  const long = tokens.filter(({ written }) => written.length >= LEAST_LETTERS);
  const capitals = long.filter(({ written }) => CAPITAL.test(written)).length;
  // Russian titles have capitals where sentences have them.
  if (/\p{Script=Cyrillic}/u.test(text) && long.length < LEAST_LONG_WORDS) return false;
  return ENDS_AS_SENTENCE.test(text)
    ? long.length >= LEAST_LONG_WORDS && capitals >= long.length * SENTENCE_SHARE
    : capitals > long.length * TITLE_SHARE;
}

/**
 * Words that are names in a film, and no things: those that have a capital within a sentence and are nowhere written without one. Bill Gates
 * is no bill, Turkey no bird, маршал Жуков no beetle.
 * @param texts its title and narrations
 * @param hasForm whether the tables name something by this very form
 * @returns stems
 */
export function namesIn(texts: readonly string[], language: string, hasForm: (word: string) => boolean): ReadonlySet<string> {
  const names = new Set<string>();
  if (CAPITAL_NOUNS.test(baseLanguage(language))) return names;
  seen ??= new Set(SEEN_BY_NAME.split(' ').map((word) => stemOf(word, 'en')));
  const things = new Set<string>();
  for (const text of texts) {
    const tokens = tokensOf(text, language);
    const saysNothing = isInTitleCase(text, tokens);
    for (const [place, token] of tokens.entries()) {
      if (!CAPITAL.test(token.written)) {
        if (/^\p{Ll}/u.test(token.written)) things.add(token.stem);
      } else if (!saysNothing && isNameAt(tokens, place, text, language, hasForm)) names.add(token.stem);
    }
  }
  return new Set([...names].filter((stem) => !things.has(stem)));
}

function isNameAt(tokens: readonly Token[], place: number, text: string, language: string, hasForm: (word: string) => boolean): boolean {
  const [before, token, next] = [tokens[place - 1], tokens[place], tokens[place + 1]];
  if (!token || isStopWord(token.written, language)) return false;
  if (before && BEFORE_SOMEBODY.test(plainWord(before.written))) return true;
  if (seen?.has(englishStem(token.stem))) return false;
  if (!begins(token, text)) return true;
  const word = plainWord(token.written);
  if (SURNAME.test(word) && !hasForm(word) && next && HAS_DONE.test(next.written)) return true;
  // "Tiger Woods won": a name of two words begins the sentence.
  return next !== undefined && CAPITAL.test(next.written) && !isStopWord(next.written, language) && text[next.start - 1] === ' ';
}
