/** What a text is made of that is never taken apart: words, addresses, and the words of scripts that are written without spaces. Pure. */
import { endsSentence } from '#media/plan';
import { CLAUSE_END } from './speaking-time.js';

export interface TextAtom {
  readonly text: string;
  /** Whether white space stood before it. */
  readonly spaced: boolean;
  /** What it ends, by the marks at its end. */
  readonly ends: 'sentence' | 'clause' | null;
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Looked at by the segmenter at a time. */
const STRETCH = 400;
/** Longer than any word or address: an endless run is cut all the same, some characters at a time. */
const MAX_WORD = 300;
const ENDLESS_PART = 8;
/** Words that tell what an abbreviation is: "В конце 1812 г. Наполеон". */
const WORDS_BEFORE = 4;

/** @returns the atoms in order; their texts joined, with a space where `spaced`, are the text with white space folded */
export function textAtoms(text: string, language: string): TextAtom[] {
  const words = text.split(/\s+/u).filter((word) => word !== '');
  return words.flatMap((word, index) => {
    const next = words[index + 1] ?? '';
    const parts = UNSPACED.test(word) ? unspacedParts(word, language) : endlessParts(word);
    return parts.map((part, place): TextAtom => {
      const isLast = place === parts.length - 1;
      const before = place === 0 ? words.slice(Math.max(0, index - WORDS_BEFORE), index) : [];
      const ends =
        endsSentence(part, isLast ? next : '', before) && (isLast || !/\.$/u.test(part))
          ? 'sentence'
          : CLAUSE_END.test(part)
            ? 'clause'
            : null;
      return { text: part, spaced: place === 0, ends };
    });
  });
}

/** @returns the sentences of a text, white space folded */
export function sentencesOf(text: string, language: string): string[] {
  const sentences: string[] = [];
  let open = '';
  for (const atom of textAtoms(text, language)) {
    open += open !== '' && atom.spaced ? ` ${atom.text}` : atom.text;
    if (atom.ends !== 'sentence') continue;
    sentences.push(open);
    open = '';
  }
  return open === '' ? sentences : [...sentences, open];
}

function endlessParts(word: string): string[] {
  if (word.length <= MAX_WORD) return [word];
  const characters = [...word];
  return Array.from({ length: Math.ceil(characters.length / ENDLESS_PART) }, (_, part) =>
    characters.slice(part * ENDLESS_PART, (part + 1) * ENDLESS_PART).join(''),
  );
}

const OPENING = /^[「『（《〈【〔“‘(["«]+$/u;

/** Words as the script's own readers tell them apart; marks stay with the word before them, opening ones with the word behind. */
function unspacedParts(run: string, language: string): string[] {
  const segmenter = segmenterOf(language);
  const parts: string[] = [];
  let opening = '';
  const characters = [...run];
  for (let from = 0; from < characters.length; from += STRETCH) {
    for (const { segment, isWordLike } of segmenter.segment(characters.slice(from, from + STRETCH).join(''))) {
      if (OPENING.test(segment)) opening += segment;
      else if (isWordLike || parts.length === 0 || opening !== '') {
        parts.push(opening + segment);
        opening = '';
      } else parts[parts.length - 1] += segment;
    }
  }
  return opening === '' ? parts : [...parts, opening];
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(language: string): Intl.Segmenter {
  const base = /^[a-z]{2,3}/i.exec(language)?.[0].toLowerCase() ?? 'en';
  let segmenter = segmenters.get(base);
  if (!segmenter) {
    segmenter = new Intl.Segmenter(base, { granularity: 'word' });
    segmenters.set(base, segmenter);
  }
  return segmenter;
}
