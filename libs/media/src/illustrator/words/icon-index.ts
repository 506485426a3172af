import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { iconsByName } from '../catalogue/icons.js';
import type { Mood } from '../scene/mood.js';
import { CONCEPTS } from './concepts.js';
import { baseLanguage, stemOf } from './stems.js';
import { VAGUE_TAGS } from './stop-words.js';

/** What one word says: which drawings, how strongly (label > idea > tag, rare > common), and which mood. */
export interface WordMeaning {
  readonly icons: ReadonlyMap<string, number>;
  readonly moods: ReadonlyMap<Mood, number>;
}

interface Entry {
  readonly icons: Map<string, number>;
  readonly tags: Map<string, number>;
  readonly moods: Map<Mood, number>;
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
  /^(foggy|night-with-stars|cityscape|cityscape-at-dusk|sunrise|sunrise-over-mountains|sunset|bridge-at-night|bus-stop|flag-in-hole|chart-increasing-with-yen|speech-.*|hole|framed-picture|milky-way|national-park|desert|fireworks|map-of-japan|water-wave|sparkler|camping|beach-with-umbrella|no-.*|non-potable-water|children-crossing|stop-sign|id.*-card)$/;

/** How well a drawing carries a picture, whatever it means. */
export function pictureValue(name: string): number {
  const subgroup = iconsByName().get(name)?.subgroup ?? '';
  if (FRAMED.test(name)) return 0.55;
  if (/-(facing-right|button)$/.test(name) || /^(person-in-(suit|motor|manual)|mx-|mrs-|ewe|pregnant-)/.test(name)) return 0.4;
  if (/^face-|^cat-face$|^monkey-face$|^emotion$/.test(subgroup)) return 0.5;
  if (/^(hand|person|body)/.test(subgroup)) return subgroup === 'body-parts' ? 0.95 : 0.7;
  if (/^(heart|other-symbol|warning|time|clothing|sound)$/.test(subgroup)) return 0.75;
  return 1;
}

const indexes = new Map<string, ReadonlyMap<string, WordMeaning>>();

/** Stem → meaning, for a text in `language`: English and Russian always, other languages where emojibase knows them. Some 150 ms the first time. */
export function iconIndex(language: string): ReadonlyMap<string, WordMeaning> {
  const own = baseLanguage(language);
  const extra = /^(de|es|fr|it|pt|nl|sv|da|nb|fi|hu|uk|pl|et|lt)$/.test(own) ? own : null;
  const key = extra ?? 'en';
  let index = indexes.get(key);
  if (!index) {
    index = build(extra);
    indexes.set(key, index);
  }
  return index;
}

function build(extra: string | null): ReadonlyMap<string, WordMeaning> {
  const entries = new Map<string, Entry>();
  const entryOf = (stem: string): Entry => {
    let entry = entries.get(stem);
    if (!entry) entries.set(stem, (entry = { icons: new Map(), tags: new Map(), moods: new Map() }));
    return entry;
  };
  addConcepts(entryOf);
  // The language of the text comes last and so wins where two languages share a word.
  for (const language of ['en', 'ru', ...(extra ? [extra] : [])]) addEmojiTexts(language, entryOf);
  return new Map([...entries].map(([stem, entry]) => [stem, { icons: mergeTags(entry), moods: entry.moods }]));
}

function addConcepts(entryOf: (stem: string) => Entry): void {
  const catalogue = iconsByName();
  for (const concept of CONCEPTS) {
    for (const word of concept.words) {
      const entry = entryOf(stemOf(word, 'en'));
      entry.moods.set(concept.mood, (entry.moods.get(concept.mood) ?? 0) + 1);
      let weight = IDEA_FIRST;
      for (const name of concept.icons) {
        if (catalogue.has(name)) raise(entry.icons, name, weight);
        weight *= IDEA_STEP;
      }
    }
  }
}

function addEmojiTexts(language: string, entryOf: (stem: string) => Entry): void {
  const byHexcode = new Map([...iconsByName().values()].map((icon) => [icon.hexcode, icon.name]));
  const file = createRequire(import.meta.url).resolve(`emojibase-data/${language}/data.json`);
  for (const emoji of JSON.parse(readFileSync(file, 'utf8')) as EmojiText[]) {
    const name = byHexcode.get(emoji.hexcode);
    if (!name) continue;
    const words = wordsOf(emoji.label);
    for (const word of words)
      raise(entryOf(stemOf(word, language)).icons, name, words.length === 1 ? WHOLE_LABEL : LABEL_WORD / Math.sqrt(words.length - 1));
    for (const tag of emoji.tags ?? []) {
      const tagWords = wordsOf(tag);
      for (const word of tagWords) {
        if (word.length > 1 && !VAGUE_TAGS.has(word)) raise(entryOf(stemOf(word, language)).tags, name, TAG / tagWords.length);
      }
    }
  }
}

/** A tag that many emoji share says little about each. */
function mergeTags(entry: Entry): Map<string, number> {
  const rarity = 1 / Math.sqrt(Math.max(1, entry.tags.size - 1));
  for (const [name, weight] of entry.tags) raise(entry.icons, name, weight * rarity);
  return new Map([...entry.icons].map(([name, weight]) => [name, weight * pictureValue(name)]));
}

function raise(weights: Map<string, number>, name: string, weight: number): void {
  weights.set(name, Math.max(weights.get(name) ?? 0, weight));
}

function wordsOf(label: string): string[] {
  return label.toLowerCase().match(/\p{L}[\p{L}\p{M}'’-]*/gu) ?? [];
}
