import { iconsByName } from '../catalogue/icons.js';
import { pictureValue } from '../words/icon-index.js';
import { subjectsOf, type Subject, type TopicOfFilm } from '../words/subjects.js';
import { fits, type Tone } from './fitting.js';

/** Who plays in a picture: its main object, what stands around it, and the words that led there. */
export interface Cast {
  /** Null where nothing is sure enough to be shown: the picture is abstract, and says its key word in type. */
  readonly heroIcon: string | null;
  readonly companionIcons: readonly string[];
  readonly subjects: readonly Subject[];
}

const COMPANIONS = 4;
/** What may stand for a grave film as a whole, where its words name nothing. */
const GRAVE_SIGNS = ['candle', 'wilted-flower', 'crescent-moon'];

/**
 * Casts a segment. The film's topic comes first: what the sentence names of it, then what else it names and can be seen, then the topic
 * itself. A drawing is not taken again while there is another; the topic's own may come back after a picture without an object.
 * @param before heroes of the segments before, in order; an empty name for a picture without one
 */
export function castOf(
  text: string,
  language: string,
  topic: TopicOfFilm,
  tone: Tone,
  isGraveFilm: boolean,
  before: readonly string[],
): Cast {
  const subjects = subjectsOf(text, language, topic.senses);
  // What a sentence itself names may be as light as it is: a rainbow in a film about rainbows.
  const named = new Set(subjects.map(({ icons }) => icons[0]).filter((name) => !name?.includes('face')));
  const known = (name: string): boolean => iconsByName().has(name) && (fits(name, tone) || (tone === 'neutral' && named.has(name)));
  const isOfTopic = ({ stem, icons }: Subject): boolean => topic.stems.has(stem) || topic.icons.includes(icons[0] ?? '');
  const ofTopic = subjects.filter(isOfTopic).flatMap(({ icons }) => icons);
  const concrete = subjects.filter((subject) => !isOfTopic(subject) && subject.isConcrete).flatMap(bestOf);
  const topical = topic.icons.filter(known);
  const signs = isGraveFilm ? GRAVE_SIGNS : [];
  const candidates = [...ofTopic, ...concrete, ...topical, ...signs].filter((name) => known(name) && pictureValue(name) > HERO_VALUE);
  const used = new Set(before);
  const fresh = candidates.find((name) => !used.has(name));
  const heroIcon = fresh ?? (before.at(-1) === '' ? (candidates.find((name) => name !== before.at(-2)) ?? null) : null);
  if (heroIcon === null) return { heroIcon, companionIcons: [], subjects };
  return { heroIcon, companionIcons: companionsOf(heroIcon, [...ofTopic, ...concrete, ...topical].filter(known)), subjects };
}

const HERO_VALUE = 0.55;

/** A drawing with a frame of its own, a town in its square, is no main object: the next one of the word is, where there is one. */
const bestOf = ({ icons }: Subject): readonly string[] => {
  const best = icons.find((name) => iconsByName().has(name) && pictureValue(name) > HERO_VALUE) ?? icons[0];
  return best === undefined ? [] : [best];
};

/** Related drawings, no two of a kind (two hearts, two clocks) beside each other. */
function companionsOf(hero: string, candidates: readonly string[]): string[] {
  const chosen: string[] = [];
  const families = new Set([familyOf(hero)]);
  for (const name of candidates) {
    if (chosen.length >= COMPANIONS || families.has(familyOf(name))) continue;
    families.add(familyOf(name));
    chosen.push(name);
  }
  return chosen;
}

const familyOf = (name: string): string =>
  name.replace(/^.*-(face|heart|moon|book|banknote|bread)$|^(globe-showing|chart|person|oncoming|sun)-.*/, '$1$2');
