import { isComparedAt } from '../words/comparison.js';
import { isDenied, isDoing, withoutSayings } from '../words/figurative.js';
import { iconIndex } from '../words/icon-index.js';
import { readsAlone } from '../words/languages/reads-alone.js';
import { hasTable } from '../words/languages/forms.js';
import { nounTest } from '../words/nouns.js';
import { baseLanguage, plainWord, tokensOf } from '../words/stems.js';
import { isStopWord } from '../words/stop-words.js';
import { isStopNoun, type TopicOfFilm } from '../words/subjects.js';
import { isDrawable } from './headline.js';
import type { Headline } from './scene.js';

const LONGEST = 13;
const SHORTEST = 3;

/**
 * The noun that a picture without an object shows in type: one of the film's topic if the text has it, else the first. Russian words are
 * taken in the nominative only: any other form reads as a mistake by itself; of other languages what the tables have by this very form is. Null when there is none that fits.
 */
export function keyWordOf(text: string, language: string, topic: TopicOfFilm): Headline | null {
  const index = iconIndex(language);
  const read = withoutSayings(text, language);
  const tokens = tokensOf(read, language);
  const isNoun = nounTest(read, tokens, index.hasForm, language);
  const words = tokens.filter(({ written, stem }, place) => {
    const word = plainWord(written);
    if (word.length < SHORTEST || written.length > LONGEST || isStopWord(written, language) || isStopNoun(stem) || !isDrawable(written))
      return false;
    if (!isNoun(place) || isDoing(tokens, place, language) || isDenied(tokens, place, language)) return false;
    if (isComparedAt(tokens, place, read, language)) return false;
    if (hasTable(baseLanguage(language))) return readsAlone(tokens, place, read, language);
    return /\p{Script=Latin}/u.test(written) || index.hasForm(word);
  });
  const chosen = words.find(({ stem }) => topic.stems.has(stem)) ?? words[0];
  return chosen ? { lines: [plainOf(chosen.written).toLocaleUpperCase(baseLanguage(language) === 'tr' ? 'tr' : 'en')], kind: 'key' } : null;
}

/** Without what hangs on at the end: a possessive, a dash. */
const plainOf = (written: string): string => written.replace(/['’]s?$|-+$/u, '');
