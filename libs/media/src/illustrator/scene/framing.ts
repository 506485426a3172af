import { iconsByName } from '../catalogue/icons.js';
import { type Subject, type TopicOfFilm } from '../words/subjects.js';
import { at } from './choose.js';
import type { Framing, Look } from './scene.js';

/** One after the other, so that what comes back two to four pictures later is seen in another way. Null: in the middle. */
const FRAMINGS: readonly (Framing | null)[] = [null, 'far-right', 'near-left', 'far-left', 'near-right'];

/** What has been seen already is seen so, one way after the other: none is that of a picture which shows it for the first time. */
const AGAIN: readonly (readonly [way: Framing, otherwise: Framing])[] = [
  ['close-right', 'near-right'],
  ['many', 'near-left'],
  ['far-right', 'far-right'],
  ['close-left', 'near-left'],
  ['near-right', 'near-right'],
  ['many', 'far-left'],
];
/** Beside the hero itself. */
const OTHERS_OF_MANY = 4;
const COMES_IN_NUMBERS = /^(animal-|plant-|food-|transport-|person)/;

const CROWDS =
  /(?<!\p{L})(?:flocks?|herds?|swarms?|shoals?|colon(?:y|ies)|crowds?|hundreds|thousands|millions|ста(?:я|и|ей|ями)|стад[оа]|ро(?:й|и|ем)|толп[аы]|косяк\p{L}*|сотни|тысячи|миллионы)(?!\p{L})/iu;

/** Where in the film a picture stands, as far as its framing is concerned. */
interface Place {
  readonly text: string;
  readonly segmentIndex: number;
  /** Main objects of the pictures before, and of all pictures before where they are known. */
  readonly avoidIcons: readonly string[];
  readonly shownIcons?: readonly string[];
}

/** How near, and on which side, the hero stands; null: in the middle. What comes again is seen in another way. */
export function framingOf(
  hero: string,
  { text, segmentIndex, avoidIcons, shownIcons = avoidIcons }: Place,
  topic: TopicOfFilm,
  subjects: readonly Subject[],
  look: Look,
): Framing | null {
  const times = shownIcons.filter((name) => name === hero).length;
  const kind = iconsByName().get(hero)?.subgroup ?? '';
  const saysMany = CROWDS.test(text) || subjects.some(({ icons, isMany }) => icons[0] === hero && isMany);
  const isCrowd = saysMany && topic.crowds.has(hero) && COMES_IN_NUMBERS.test(kind) && look !== 'minimal';
  if (times === 0) return isCrowd ? 'many' : at(FRAMINGS, segmentIndex);
  // Nobody is seen without a head.
  const mayBeCut = !/^(person|body|face|emotion)/.test(kind);
  const [wanted, otherwise] = at(AGAIN, times - 1);
  const way = wanted === 'many' ? (isCrowd ? wanted : otherwise) : wanted.startsWith('close') && !mayBeCut ? otherwise : wanted;
  // Two that take turns do so from both sides.
  return hero.length % 2 === 0 ? way : (MIRRORED[way] ?? way);
}

const COUNTS: readonly (readonly [count: number, words: string])[] = [
  [2, '2|two|both|(?:a )?(?:pair|couple) of|два|две|двух|двум|двое|оба|обе|пар[аыу]'],
  [3, '3|three|три|тр[её]х|тр[её]м|трое'],
  [4, '4|four|четыре|четыр[её]х|четверо'],
];
/** Words between a number and what it counts: "two old machine guns". */
const BETWEEN = String.raw`\s+(?:[\p{L}-]{1,20}\s+){0,2}`;

/** How many more of the hero there are, where the text counts it. */
export function othersOf(text: string, hero: string | null, subjects: readonly Subject[]): number {
  const written = subjects.find(({ icons }) => icons[0] === hero)?.written;
  if (written === undefined || written.length > 40) return OTHERS_OF_MANY;
  const noun = written.replace(/[^\p{L}]/gu, '.');
  const counted = COUNTS.find(([, words]) => new RegExp(`(?<![\\p{L}\\d])(?:${words})${BETWEEN}${noun}(?!\\p{L})`, 'iu').test(text));
  return counted ? counted[0] - 1 : OTHERS_OF_MANY;
}

const MIRRORED: Partial<Record<Framing, Framing>> = {
  ...{ 'close-left': 'close-right', 'close-right': 'close-left', 'near-left': 'near-right', 'near-right': 'near-left' },
  ...{ 'far-left': 'far-right', 'far-right': 'far-left' },
};
