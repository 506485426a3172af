import { ENGLISH } from './labelled/english.js';
import { NORTH_AND_EAST } from './labelled/north-and-east.js';
import { RUSSIAN } from './labelled/russian.js';
import { WESTERN_EUROPE } from './labelled/western-europe.js';

/** A sentence of a narration with what a picture of it may show, judged by people. Icons by their name in the catalogue. */
export interface LabelledSentence {
  readonly text: string;
  readonly topic: string;
  readonly language: string;
  /** Everything that is said in its film. */
  readonly narrations: readonly string[];
  /** Any of them is right as the hero; so is none. */
  readonly shows: readonly string[];
  /** None of them may be seen: a verb, a saying or a metaphor names it. */
  readonly never: readonly string[];
}

const listed = (names: string): string[] => names.split(' ').filter((name) => name !== '');

function read(table: string, language: string): LabelledSentence[] {
  return table
    .trim()
    .split(/^# /m)
    .filter((film) => film !== '')
    .flatMap((film) => {
      const [head = '', ...lines] = film.trim().split('\n');
      const [topic = '', usual = ''] = head.split(' = ');
      const sentences = lines.map((line) => {
        const [, text = '', shows = '', never = ''] = /^(.*?) =([^!]*)(?:!(.*))?$/.exec(line) ?? [];
        return { topic, language, text, shows: [...listed(usual), ...listed(shows)], never: listed(never) };
      });
      const narrations = sentences.map(({ text }) => text);
      return sentences.map((sentence) => ({ ...sentence, narrations }));
    });
}

export const LABELLED: readonly LabelledSentence[] = [...read(ENGLISH, 'en'), ...read(RUSSIAN, 'ru')];
export const LABELLED_ELSEWHERE: readonly LabelledSentence[] = Object.entries({ ...WESTERN_EUROPE, ...NORTH_AND_EAST }).flatMap(
  ([language, table]) => read(table, language),
);
