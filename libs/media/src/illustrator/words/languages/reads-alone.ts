import { baseLanguage, type Token } from '../stems.js';
import { meaningOfForm } from './forms.js';

/** What may stand before the first word of a sentence. */
const BEFORE_SENTENCE = /(?:^|[.!?…:;\n"«“„—–(])\s*$/u;
const LOOKED_BACK_CHARACTERS = 32;
const NOUN = /^\p{Lu}\p{Ll}{2,}$/u;
/** "Zum Mitnehmen", "beim Kochen": doings that are only written like things; "Neues", "Ihnen": neither is one. */
const DOING_BEHIND = /^(?:zum|beim|am|im|vom|ans|ins)$/i;
const NO_NOUN = /^(?:Sie|Ihr\p{L}*|Du|Dein\p{L}*|Euch|Euer|.*(?:iges|iches|isches))$/u;

/** Whether a word of one of these languages is a noun that may be shown in type by itself: what the tables have by this very form, in German a word with a capital within a sentence. */
export function readsAlone(tokens: readonly Token[], place: number, text: string, language: string): boolean {
  const token = tokens[place];
  if (!token) return false;
  const meaning = meaningOfForm(token.written, baseLanguage(language));
  if (meaning) return meaning.isPlain && meaning.english !== '';
  if (baseLanguage(language) !== 'de' || !NOUN.test(token.written) || NO_NOUN.test(token.written)) return false;
  if (DOING_BEHIND.test(tokens[place - 1]?.written ?? '') && /(?:en|ern|eln)$/.test(token.written)) return false;
  const from = Math.max(0, token.start - LOOKED_BACK_CHARACTERS);
  return !BEFORE_SENTENCE.test((from > 0 ? 'x' : '') + text.slice(from, token.start));
}
