import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { iconsByName } from '../catalogue/icons.js';
import { isOwn } from '../catalogue/own-drawings.js';
import type { Mood } from '../scene/mood.js';
import { CONCEPTS } from './concepts.js';
import { hasTable } from './languages/forms.js';
import { baseLanguage, isReadAsEnglish, meantBy, plainWord, stemOf } from './stems.js';
import { VAGUE_TAGS } from './stop-words.js';
import { THINGS } from './things.js';

/** What one word says: which drawings, how strongly (label > idea > tag, rare > common), and which mood. */
export interface WordMeaning {
  readonly icons: ReadonlyMap<string, number>;
  readonly moods: ReadonlyMap<Mood, number>;
  /** Drawings that it names by itself, or that stand for its idea (best first): neither a part of a label nor a tag. */
  readonly named: readonly string[];
  /** What else belongs to its idea, where no drawing is of the word itself. */
  readonly related: readonly string[];
}

interface EmojiText {
  readonly hexcode: string;
  readonly label: string;
  readonly tags?: readonly string[];
}

/** Weights found by looking at the answers for the words of the specs; only their order and rough distance matter. */
const WHOLE_LABEL = 6;
const LABEL_WORD = 3;
const TAG = 2.4;
const IDEA_FIRST = 5;
const IDEA_STEP = 0.78;

/** Scenery drawn as a square picture: fine as a companion, clumsy as the hero of another scene. */
const FRAMED =
  /^(foggy|night-with-stars|cityscape|cityscape-at-dusk|sunrise|sunrise-over-mountains|sunset|bridge-at-night|bus-stop|flag-in-hole|chart-increasing-with-yen|speech-.*|hole|framed-picture|milky-way|national-park|desert|fireworks|map-of-japan|water-wave|motorway|railway-track|sparkler|camping|beach-with-umbrella|no-.*|non-potable-water|children-crossing|stop-sign|id.*-card)$/;

const FRAMED_VALUE = 0.55;
/** Drawn as a head, but a thing. */
const OF_ITS_OWN = /^(robot|skull|alien)$/;

/** How well a drawing carries a picture, whatever it means. */
export function pictureValue(name: string): number {
  const subgroup = iconsByName().get(name)?.subgroup ?? '';
  if (FRAMED.test(name)) return FRAMED_VALUE;
  if (OF_ITS_OWN.test(name)) return 1;
  if (/-(facing-right|button)$/.test(name) || /^(person-in-(suit|motor|manual)|mx-|mrs-|ewe|pregnant-)/.test(name)) return 0.4;
  if (/^face-|^cat-face$|^monkey-face$|^emotion$/.test(subgroup)) return 0.5;
  if (/^(hand|person|body)/.test(subgroup)) return subgroup === 'body-parts' ? 0.95 : 0.7;
  if (/^(heart|other-symbol|warning|time|clothing|sound)$/.test(subgroup)) return 0.75;
  return 1;
}

/** Looks words up by their stem. */
export interface IconIndex {
  /** @param form as it is written, lower case: it may be one word alone of those that share the stem (банк, банка) */
  get(stem: string, form?: string): WordMeaning | undefined;
  /** Whether the tables have this very form, lower case: most are nouns in the nominative. */
  hasForm(word: string): boolean;
}

/** A word somewhere in the tables and what it says there. */
interface Posting {
  readonly word: string;
  readonly language: string;
  readonly kind: 'label' | 'tag' | 'idea';
  readonly icons: ReadonlyMap<string, number>;
  readonly mood: Mood | null;
  /** The whole label of a drawing. */
  readonly isWhole: boolean;
  /** Of `things.ts`: this very form is this and nothing else. */
  readonly isThing?: boolean;
}

/** Of an idea's drawings so many stand for each of its words; the others only belong to it. */
const NAMED_OF_IDEA = 2;
/** A drawing whose label has the word stands before others of its idea. */
const SAME_WORD = 3;

/** No stemmer in use changes the first letters of a word: only words that begin like the one asked for have to be stemmed. */
const BUCKET_CHARS = 2;

const indexes = new Map<string, IconIndex>();

/** Languages whose letters are those of Russian: what its words mean is near enough. */
const CYRILLIC = /^(?:uk|be|bg|sr|mk|kk|ky|mn|tg)$/;
/** Languages that emojibase knows. */
const KNOWN = /^(?:de|es|fr|it|pt|nl|sv|da|nb|fi|hu|uk|pl|et|lt)$/;

/** Stem → meaning, for a text in `language`: English and Russian together, others by themselves, as far as `languages/` and emojibase know them. Some 50 ms the first time. */
export function iconIndex(language: string): IconIndex {
  const own = baseLanguage(language).replace(/^no$/, 'nb');
  const read = isReadAsEnglish(own)
    ? ['en', 'ru']
    : [...(CYRILLIC.test(own) && !hasTable(own) ? ['ru'] : []), ...(KNOWN.test(own) ? [own] : [])];
  const key = read.join(' ');
  let index = indexes.get(key);
  if (!index) {
    index = build(read);
    indexes.set(key, index);
  }
  return index;
}

const IS_CYRILLIC = /\p{Script=Cyrillic}/u;

function build(languages: readonly string[]): IconIndex {
  const buckets = new Map<string, Bucket>();
  const add = (posting: Posting): void => {
    // Ideas have English and Russian words in one list.
    if (posting.kind === 'idea' && !languages.includes(IS_CYRILLIC.test(posting.word) ? 'ru' : 'en')) return;
    const key = plainWord(posting.word).slice(0, BUCKET_CHARS);
    const bucket = buckets.get(key);
    if (bucket) bucket.postings.push(posting);
    else buckets.set(key, new Bucket(posting));
  };
  addConcepts(add);
  for (const { words, icons } of THINGS) {
    const weights = weightsOf(icons);
    for (const word of words) add({ word, language: 'en', kind: 'idea', icons: weights, mood: null, isWhole: false, isThing: true });
  }
  for (const language of languages) addEmojiTexts(language, add);
  const bucketOf = (word: string): Bucket | undefined => buckets.get(word.slice(0, BUCKET_CHARS));
  const known = new Map<string, WordMeaning>();
  return {
    hasForm: (form) => bucketOf(form)?.forms.has(form) ?? false,
    get(stem, form = ''): WordMeaning | undefined {
      const exact = meantBy(stem) === null ? bucketOf(stem)?.ofForm(stem, form) : undefined;
      if (exact) return exact;
      const before = known.get(stem);
      if (before) return before;
      const meant = meantBy(stem);
      if (meant) return meant.drawing === null ? iconIndex('en').get(meant.stem) : meaningOfDrawing(meant.drawing);
      const postings = bucketOf(stem)?.byStem.get(stem);
      const others = postings ? [] : fleetingVowels(stem);
      const found = postings ?? others.map((other) => bucketOf(other)?.byStem.get(other)).find((some) => some !== undefined);
      const meaning = found && meaningOf(found);
      // Words without a meaning come from texts and are without number.
      if (meaning) known.set(stem, meaning);
      return meaning;
    },
  };
}

/** Words that begin alike. They are stemmed once, when one of them is first asked for: a text may ask for any number of others. */
class Bucket {
  readonly postings: Posting[];
  private stems: ReadonlyMap<string, readonly Posting[]> | null = null;
  private plain: ReadonlySet<string> | null = null;
  private readonly meanings = new Map<string, WordMeaning | undefined>();

  constructor(first: Posting) {
    this.postings = [first];
  }

  get byStem(): ReadonlyMap<string, readonly Posting[]> {
    this.stems ??= Map.groupBy(this.postings, ({ word, language }) => stemOf(word, language));
    return this.stems;
  }

  /** @returns what a thing's word of this very form means, where others share its stem; undefined where it is no such word */
  ofForm(stem: string, form: string): WordMeaning | undefined {
    if (!this.forms.has(form)) return undefined;
    if (!this.meanings.has(form)) {
      const postings = this.byStem.get(stem) ?? [];
      const own = postings.filter(({ word }) => plainWord(word) === form);
      const isShared =
        own.some(({ isThing }) => isThing) && postings.some((one) => one.kind !== 'tag' && !(one.isThing && own.includes(one)));
      this.meanings.set(form, isShared ? meaningOf(own.filter(({ kind, isThing }) => isThing || kind === 'tag')) : undefined);
    }
    return this.meanings.get(form);
  }

  /** Of ideas and whole labels. */
  get forms(): ReadonlySet<string> {
    this.plain ??= new Set(this.postings.filter(({ kind, isWhole }) => kind === 'idea' || isWhole).map(({ word }) => plainWord(word)));
    return this.plain;
  }
}

/**
 * Some forms of Russian nouns have a vowel that others have not: кошка, кошек; лодка, лодок; щенок, щенка; палец, пальца.
 * @returns the stems of the other forms
 */
function fleetingVowels(stem: string): readonly string[] {
  const [, head = '', tail = ''] = /^([а-я]+[бвгджзклмнпрстфхцчшщ])[ео]([кнцлм])$/.exec(stem) ?? [];
  const [, start = '', soft = '', end = ''] = /^([а-я]+[бвгджзклмнпрстфхцчшщ])(ь?)([кцлнвдр])$/.exec(stem) ?? [];
  return [...(head === '' ? [] : [head + tail]), ...(start === '' ? [] : [...(soft === '' ? [`${start}о${end}`] : []), `${start}е${end}`])];
}

const meaningOfDrawing = (name: string): WordMeaning => ({
  icons: new Map([[name, IDEA_FIRST]]),
  moods: new Map(),
  named: [name],
  related: [],
});

function meaningOf(postings: readonly Posting[]): WordMeaning {
  const icons = new Map<string, number>();
  const tags = new Map<string, number>();
  const moods = new Map<Mood, number>();
  const labelled = new Set(postings.filter(({ kind }) => kind === 'label').flatMap(({ icons: drawings }) => [...drawings.keys()]));
  const named = postings
    .filter(({ kind, isWhole }) => kind === 'idea' || isWhole)
    .flatMap(({ kind, icons: drawings }) =>
      [...drawings]
        .slice(0, kind === 'idea' ? NAMED_OF_IDEA : 1)
        .concat([...drawings].filter(([name]) => labelled.has(name) || (kind === 'idea' && isOwn(name)))),
    )
    .map(([name, weight]) => ({ name, value: weight + (labelled.has(name) ? SAME_WORD : 0) }))
    .sort((a, b) => b.value - a.value)
    .map(({ name }) => name);
  // What has a drawing of its own is shown by no other thing that goes with it: a brain is no light bulb.
  const hasItsOwn = postings.some(
    ({ kind, isWhole, icons: drawings }) => kind === 'label' && isWhole && [...drawings.keys()].some((name) => !FRAMED.test(name)),
  );
  const pictured = hasItsOwn ? named.filter((name) => labelled.has(name) || isOwn(name)) : named;
  const ofIdeas = postings.filter(({ kind }) => kind === 'idea').flatMap(({ icons: drawings }) => [...drawings.keys()]);
  const related = hasItsOwn ? [] : ofIdeas.filter((name) => !named.includes(name));
  for (const posting of postings) {
    for (const [name, weight] of posting.icons) raise(posting.kind === 'tag' ? tags : icons, name, weight);
    if (posting.mood) moods.set(posting.mood, (moods.get(posting.mood) ?? 0) + 1);
  }
  // A tag that many emoji share says little about each.
  const rarity = 1 / Math.sqrt(Math.max(1, tags.size - 1));
  for (const [name, weight] of tags) raise(icons, name, weight * rarity);
  return {
    icons: new Map([...icons].map(([name, weight]) => [name, weight * pictureValue(name)])),
    moods,
    named: [...new Set(pictured)],
    related,
  };
}

function addConcepts(add: (posting: Posting) => void): void {
  for (const {
    mood,
    words,
    icons: [first = '', ...others],
  } of CONCEPTS) {
    // What is drawn as what it is needs nothing else to stand for it.
    const icons = [first, ...(isOwn(first) && words.includes(first) ? others.filter((name) => isOwn(name)) : others)];
    const weights = weightsOf(icons);
    for (const word of words) add({ word, language: 'en', kind: 'idea', icons: weights, mood, isWhole: false });
  }
}

/** @param icons best first */
const weightsOf = (icons: readonly string[]): ReadonlyMap<string, number> =>
  new Map(icons.filter((name) => iconsByName().has(name)).map((name, place) => [name, IDEA_FIRST * IDEA_STEP ** place]));

function addEmojiTexts(language: string, add: (posting: Posting) => void): void {
  const byHexcode = new Map([...iconsByName().values()].map((icon) => [icon.hexcode, icon.name]));
  const file = createRequire(import.meta.url).resolve(`emojibase-data/${language}/data.json`);
  for (const emoji of JSON.parse(readFileSync(file, 'utf8')) as EmojiText[]) {
    const name = byHexcode.get(emoji.hexcode);
    if (!name) continue;
    const words = wordsOf(emoji.label);
    const weight = words.length === 1 ? WHOLE_LABEL : LABEL_WORD / Math.sqrt(words.length - 1);
    for (const word of words)
      add({ word, language, kind: 'label', icons: new Map([[name, weight]]), mood: null, isWhole: words.length === 1 });
    for (const tag of emoji.tags ?? []) {
      const tagWords = wordsOf(tag);
      for (const word of tagWords) {
        if (word.length > 1 && !VAGUE_TAGS.has(word))
          add({ word, language, kind: 'tag', icons: new Map([[name, TAG / tagWords.length]]), mood: null, isWhole: false });
      }
    }
  }
}

function raise(weights: Map<string, number>, name: string, weight: number): void {
  weights.set(name, Math.max(weights.get(name) ?? 0, weight));
}

function wordsOf(label: string): string[] {
  return label.toLowerCase().match(/\p{L}[\p{L}\p{M}'’-]*/gu) ?? [];
}
