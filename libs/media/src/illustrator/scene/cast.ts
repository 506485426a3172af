import { iconsByName } from '../catalogue/icons.js';
import { OF_OTHER_COLOUR } from '../words/coloured.js';
import { inYear } from '../words/era.js';
import { pictureValue } from '../words/icon-index.js';
import { fallsIn, fallen } from '../words/direction.js';
import { keptBy } from '../words/kept-by.js';
import { drawingsOfNames } from '../words/famous-names.js';
import { subjectsOf, type Subject, type TopicOfFilm } from '../words/subjects.js';
import { meansRain } from '../words/weather.js';
import { fits, type Gravity, isFace, type Tone } from './fitting.js';

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

/** Pictures between two with the same main object: where the words name it again, and where only the film is about it. */
const [OWN_REST, TOPIC_REST] = [2, 3];
/** Where a film is about more than one thing, one of them stands for it sooner than a sign that says little. */
const OTHER_REST = 1;

/**
 * Casts a picture. The film's topic comes first: what the sentence names of it, then what else it names and can be seen, then the topic
 * itself. A drawing is not taken again while there is another that the words name, and never in neighbouring pictures.
 * @param before heroes of the pictures before, in order; an empty name for a picture without one
 * @param next what is said in the next picture
 */
export function castOf(
  text: string,
  language: string,
  topic: TopicOfFilm,
  tone: Tone,
  gravity: Gravity,
  before: readonly string[],
  next = '',
): Cast {
  const isGraveFilm = gravity === 'most';
  const asSaid = fallsIn(text, language) ? fallen : (name: string): string => name;
  const subjects = subjectsOfFilm(topic, text, language);
  // What a sentence itself names may be as light as it is: a rainbow in a film about rainbows.
  const named = new Set(subjects.flatMap(({ icons }) => icons.slice(0, 1)).filter((name) => !isFace(name)));
  const isAsSaid = (name: string): boolean => !OF_OTHER_COLOUR.has(name) || named.has(name) || isSense(topic, name);
  const known = (name: string): boolean => iconsByName().has(name) && (fits(name, tone) || (tone === 'neutral' && named.has(name)));
  const topical = topic.icons.map(asSaid).filter(known);
  const isOfTopic = ({ stem, icons }: Subject): boolean => topic.stems.has(stem) || topical.includes(icons[0] ?? '');
  // Rain is seen falling: a drawing of it is shown where nothing else can be, or where the weather is what the film is about.
  const isForecast = [...topic.stems].some((stem) => WEATHER.test(stem));
  const [weather, things] = partition(subjects, ({ written }) => !isForecast && meansRain(written, language));
  const ofTopic = things.filter(isOfTopic).flatMap(({ icons }) => icons);
  // An animal stands for its film itself, whatever befalls it.
  const isOfAnimal = /^animal-/.test(iconsByName().get(topical[0] ?? '')?.subgroup ?? '');
  const signs = isGraveFilm && !isOfAnimal ? GRAVE_SIGNS : [];
  const mayLead = (name: string): boolean => known(name) && pictureValue(name) > HERO_VALUE && (tone === 'cheerful' || !isFace(name));
  const concrete = things.filter((subject) => !isOfTopic(subject) && subject.isConcrete).flatMap(bestOf);
  // A drawing with a frame of its own is a card among things.
  const mayJoin = (name: string): boolean => known(name) && pictureValue(name) !== FRAMED_VALUE && !SHUTS_IN.test(name);
  const ownNames = [...ofTopic, ...concrete, ...weather.flatMap(bestOf)].filter(mayLead);
  const own = ownNames.filter(isAsSaid);
  const others = topical.filter(mayLead).filter(isAsSaid);
  // The same one once more, sooner than one of another colour.
  const recoloured = ownNames.filter((name) => !isAsSaid(name));
  const fresh = (name: string): boolean => !before.includes(name);
  const rested = (pictures: number) => (name: string) => !before.slice(-pictures).includes(name);
  // What the next picture is of is not taken from it.
  const ahead = next === '' ? [] : subjectsOfFilm(topic, next, language).flatMap(bestOf);
  // Cities and great names are seen where the words name nothing nearer.
  const famous = namesOf(topic, text, gravity).filter(mayLead);
  const famousOfTitle = namesOf(topic, topic.title, gravity)
    .filter(mayLead)
    .filter((name) => !ahead.includes(name));
  const kept = others.filter((name) => !ahead.includes(name));
  const related = topic.related.map(asSaid).filter(mayLead).filter(isAsSaid);
  const heroIcon =
    own.find(fresh) ??
    own.find(rested(recoloured.length > 0 ? OTHER_REST : OWN_REST)) ??
    famous.find(fresh) ??
    (before.length === 0 ? famousOfTitle.find(fresh) : undefined) ??
    kept.find(fresh) ??
    famousOfTitle.find(fresh) ??
    (kept.some(isTired(before)) ? related.find(fresh) : undefined) ??
    kept.find(rested(OTHER_REST)) ??
    others.find(rested(OTHER_REST)) ??
    signs.filter(mayLead).find(rested(TOPIC_REST)) ??
    recoloured.find(rested(OWN_REST)) ??
    null;
  const kindOf = (name: string): string =>
    subjects.find(({ icons }) => icons.includes(name))?.stem ?? topic.kinds.get(name) ?? familyOf(name);
  if (heroIcon === null || SHUTS_IN.test(heroIcon)) return { heroIcon, companionIcons: [], subjects };
  return {
    heroIcon,
    companionIcons: companionsOf(heroIcon, [...ofTopic, ...concrete, ...weather.flatMap(bestOf), ...topical].filter(mayJoin), kindOf),
    subjects,
  };
}

const isSense = ({ senses }: TopicOfFilm, name: string): boolean => [...senses.values()].some((drawings) => drawings.includes(name));

const WEATHER = /^(?:weather|forecast|climat|погод|прогноз|климат)/;

function partition<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}

const keptNames = keptBy<readonly string[]>();

/** Asked for with every picture, and found by dozens of patterns. */
const namesOf = (topic: TopicOfFilm, text: string, gravity: Gravity): readonly string[] =>
  keptNames(topic, `${gravity} ${text}`, () => drawingsOfNames(text, gravity !== 'none'));

const keptSubjects = keptBy<readonly Subject[]>();

/** What a text names, as its film and its year have it. */
function subjectsOfFilm(topic: TopicOfFilm, text: string, language: string): readonly Subject[] {
  const asSaid = fallsIn(text, language) ? fallen : (name: string): string => name;
  return keptSubjects(topic, `${language} ${text}`, () =>
    subjectsOf(text, language, topic.senses).map((subject) => ({
      ...subject,
      icons: [...new Set(subject.icons.map((name) => asSaid(inYear(name, topic.year))))],
    })),
  );
}

/** Seen so often, a drawing leaves its place to what else belongs to the film. */
const TIRED_TIMES = 2;
const isTired =
  (before: readonly string[]) =>
  (name: string): boolean =>
    before.filter((one) => one === name).length >= TIRED_TIMES;

/** Beside anything that is free, it would say the opposite. */
const SHUTS_IN = /^(cage|barbed-wire|locked|chains)$/;
const HERO_VALUE = 0.55;
const FRAMED_VALUE = 0.55;

/** A drawing with a frame of its own, a town in its square, is no main object, and a face none of what only has one: the next one of the word is. */
const bestOf = ({ icons }: Subject): readonly string[] => {
  const best = icons.find((name) => iconsByName().has(name) && pictureValue(name) > HERO_VALUE && !isFace(name)) ?? icons[0];
  return best === undefined ? [] : [best];
};

/** Related drawings, no two of a kind: neither two hearts nor two cats, and one drawing for one word. */
function companionsOf(hero: string, candidates: readonly string[], kindOf: (name: string) => string): string[] {
  const chosen: string[] = [];
  const taken = new Set([familyOf(hero), kindOf(hero)]);
  for (const name of candidates) {
    const [family, kind] = [familyOf(name), kindOf(name)];
    if (chosen.length >= COMPANIONS || taken.has(family) || taken.has(kind)) continue;
    taken.add(family).add(kind);
    chosen.push(name);
  }
  return chosen;
}

const familyOf = (name: string): string =>
  name.replace(/^.*-(face|heart|moon|book|banknote|bread)$|^(globe-showing|chart|person|oncoming|sun)-.*/, '$1$2');
