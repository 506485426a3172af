import { iconsByName } from '../catalogue/icons.js';
import { isComparedAt } from './comparison.js';
import { inYear, yearOf } from './era.js';
import { isDenied, isDoing, withoutSayings } from './figurative.js';
import { isFigurative, isFigurativeElsewhere } from './figurative-nouns.js';
import { iconIndex, pictureValue, type IconIndex } from './icon-index.js';
import { hasTable, meaningOfForm } from './languages/forms.js';
import { keptBy } from './kept-by.js';
import { isLiteral } from './literal.js';
import { nounTest } from './nouns.js';
import { isQuality } from './quality.js';
import { sensesOf, type Senses } from './senses.js';
import { baseLanguage, englishStem, meantBy, plainWord, stemOf, tokensOf, type Token } from './stems.js';
import { isStopWord } from './stop-words.js';

/** A word of a sentence that names something, and the drawings of it, best first. */
export interface Subject {
  readonly written: string;
  readonly stem: string;
  readonly icons: readonly string[];
  /** Whether it is a thing that can be seen; what is not needs the film's topic beside it. */
  readonly isConcrete: boolean;
  /** Whether it is spoken of in the plural. */
  readonly isMany: boolean;
}

const CONCRETE =
  /^(animal-|plant-|food-|drink|dishware|place-|transport-|sky-weather|tool|household|computer|phone|science|medical|musical-instrument|money|book-paper|writing|mail|light-video|clothing|hotel|lock|office|arts-crafts|person-resting)/;
/** Nouns that measure, connect or mean too much: no picture says them, unless the title is about them. */
const STOP_NOUNS = new Set(
  (
    'year month week day date hour minute second time moment age life lifetime world home room apartment family parent mother father child children country ' +
    'state government word work job career rule secret problem mistake plan goal success question answer reason thing person people friend data number ' +
    'power energy force interest company market story history past century future earth system percent metre meter kilometre kilometer mile gram ton litre ' +
    'poem verse стих стихотворение fail failure ad advert commercial promo review habit routine tip mystery riddle enigma myth learn learning lesson read write привычка рутина совет загадка миф учиться обучение урок animal beast creature degree hunger famine species evolution version step part place side half rest ' +
    'год месяц неделя день дата час минута секунда время времени момент возраст жизнь мир комната квартира семья родитель мать отец ребенок дети страна ' +
    'государство слово работа труд карьера правило секрет тайна проблема ошибка план цель успех вопрос ответ причина человек люди друг данные число ошибок привычек реклама обзор ролик ' +
    'животное зверь существо сила энергия интерес компания рассказ история прошлое век будущее земля система горе рынок процент метр километр миля грамм тонна литр градус голод вид эволюция версия шаг часть место сторона половина'
  ).split(' '),
);
/** Colours name no thing, whatever shares their stem: голубое небо is no голубь. */
const COLOUR =
  /^(?:голуб|син|красн|зелен|желт|бел|черн|оранжев|розов|коричнев|сер)(?:ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ым|им|ом|ем|ых|их|ую|юю|ыми|ими)$/u;

const stemsOf = (words: ReadonlySet<string>): ReadonlySet<string> => new Set(Array.from(words, (word) => stemOf(word, 'en')));

let stopStems: ReadonlySet<string> | null = null;
export function isStopNoun(stem: string): boolean {
  stopStems ??= stemsOf(STOP_NOUNS);
  return stopStems.has(englishStem(stem));
}

/** What a text names, in its order, each once. Verbs and stop-nouns (but in a title of nothing else), sayings, comparisons and words without a picture are left out. */
export function subjectsOf(text: string, language: string, senses: Senses, isTitle = false): Subject[] {
  const index = iconIndex(language);
  const read = withoutSayings(text, language);
  const tokens = tokensOf(read, language);
  const isNoun = nounTest(read, tokens, index.hasForm, language);
  const found = new Map<string, Subject>();
  for (const [place, token] of tokens.entries()) {
    if (found.has(token.stem) || isStopWord(token.written, language) || COLOUR.test(plainWord(token.written))) continue;
    const isPlainDoing = !isNoun(place) || isDoing(tokens, place, language);
    // A title may ask what somebody does: "Why do we dream". What is only spelt like a thing is none: носили, нос.
    if (isPlainDoing && !(isTitle && (index.hasForm(plainWord(token.written)) || token.stem.length > LONGEST_MISTAKEN))) continue;
    if (saysWhen(token, read)) continue;
    // "Rust never sleeps" is about no sleep; "A life without sleep" is.
    if (isTitle && (isPlainDoing ? WORKS : COUNTED_TIME).test(plainWord(token.written))) continue;
    const isItself = isLiteral(tokens, place, read);
    const isNone = isDenied(tokens, place, language);
    if (isTitle ? isPlainDoing && isNone : isNone || (isStopNoun(token.stem) && !isItself)) continue;
    const sense = senses.get(token.stem);
    const icons = (
      sense ??
      (isOnlyLike(token, index, language) ? [] : index.get(token.stem, plainWord(token.written))?.named) ??
      []
    ).filter((name) => pictureValue(name) >= 0.55);
    const isCompared = isComparedAt(tokens, place, read, language);
    if (icons.length === 0 || isCompared) continue;
    found.set(token.stem, {
      written: token.written,
      stem: token.stem,
      icons,
      isConcrete:
        sense !== undefined || isThing(token, icons, { before: tokens[place - 1], behind: tokens[place + 1] }, isItself, language),
      isMany: isPlural(token.written, language),
    });
  }
  return [...found.values()];
}

/** "In one minute", "за час": how long something takes, and nothing that it is about. */
const MEASURES_TIME = /^(?:minutes?|seconds?|hours?|минут[аыу]?|секунд[аыу]?|час(?:а|у|ом|е|ов)?)$/;
/** Months and days of the week, which only say when; March and May are written as what they are not, too. */
const SAYS_WHEN =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|april|june|july|august|september|october|november|december|понедельник\p{L}{0,2}|вторник\p{L}{0,2}|сред[уы]|четверг\p{L}{0,2}|пятниц\p{L}{1,2}|суббот\p{L}{1,2}|воскресень\p{L}{1,2}|(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)[ьяюе]м?|марта|мая|августа)$/u;
/** The history of what is younger is told by no scroll. */
const RELICS_BEFORE = 1900;
const OF_HISTORY = /^(?:histor|истор|past$|прошл|century?$|век$)/;
/** "How it works" is about no work. */
const WORKS = /^(?:works?|working|работа(?:ет|ют|л|ла|ло|ли))$/u;
/** "1945 года", "872 days": a date, or how long something took. */
const COUNTED_TIME =
  /^(?:years?|months?|weeks?|days?|nights?|год(?:а|у|ы|ом|ов|е)?|лет|месяц(?:а|ы|ев)?|недел[яюиье]|день|дня|дней|ноч[ьие]й?)$/u;

function saysWhen({ written, start }: Token, text: string): boolean {
  const word = plainWord(written);
  return (
    MEASURES_TIME.test(word) ||
    SAYS_WHEN.test(word) ||
    (COUNTED_TIME.test(word) && /\d[\s\u00a0]$/u.test(text.slice(Math.max(0, start - 2), start)))
  );
}

/** Of days and nights there is nothing more to show than themselves. */
const ONLY_WHEN = /^(?:night|day|morning|even|ноч|ден|дне|утр|вечер)/;
/** Things among what is done with such. */
const OBJECTS =
  /^(?:sled|skis|skateboard|ice-skate|roller-skate|fishing-pole|soccer-ball|basketball|headphone|radio|studio-microphone|mantelpiece-clock|alarm-clock|stopwatch|teddy-bear|kite|joystick|video-game|game-die)$/;
/** Words of other languages that mean these mean nothing else: a gift is no talent there. */
const OBJECTS_ELSEWHERE = /^(?:wrapped-gift|balloon|christmas-tree|microphone|person-swimming|magic-wand|framed-picture|trophy)$/;
const ORGANS = /^(brain|lungs|tooth|bone)$/;
const OF_MANY = /^(animal-(?:mammal|bird|bug|reptile|amphibian)|money)$/;
/** Of what lives in the sea, what others do not merely eat. */
const MANY_IN_THE_SEA = /^(?:fish|tropical-fish|shark|whale|dolphin|seal|octopus|jellyfish)$/;

/** Sayings give their animals no colour, or are known: "on a white horse" there is one. */
const hasColour = (before: Token | undefined): boolean =>
  before !== undefined &&
  (COLOUR.test(plainWord(before.written)) || /^(?:white|black|brown|gr[ea]y|red|blue|green|yellow|golden|spotted)$/.test(before.written));

/** Whether a word of a language with tables only shares its stem with what emojibase names: such are doings as often. */
const isOnlyLike = ({ written, stem }: Token, index: IconIndex, language: string): boolean =>
  hasTable(baseLanguage(language)) && meantBy(stem) === null && (written.length < LEAST_NAMED || !index.hasForm(plainWord(written)));
const LEAST_NAMED = 4;

function isThing(
  { stem, written }: Token,
  [best = '']: readonly string[],
  { before, behind }: { readonly before: Token | undefined; readonly behind: Token | undefined },
  isItself: boolean,
  language: string,
): boolean {
  const kind = iconsByName().get(best)?.subgroup ?? '';
  // Sayings have one of them; several are a herd, or money.
  const areMany = isPlural(written, language) && (OF_MANY.test(kind) || MANY_IN_THE_SEA.test(best));
  const isSeen = isItself || areMany || (kind.startsWith('animal-') && hasColour(before));
  // Words that only emojibase has are figurative where the name of the drawing is.
  const isKnown = !hasTable(baseLanguage(language)) || meantBy(stem) !== null;
  const next = plainWord(behind?.written ?? '').replace(/['’]$/, '');
  const isSign = !isKnown
    ? best.split('-').some((part) => isFigurative(stemOf(part, 'en')))
    : meantBy(stem) === null
      ? isFigurative(stem)
      : isFigurativeElsewhere(stem, kind, next);
  if (meaningOfForm(written, baseLanguage(language))?.isVague) return false;
  if ((isSign && !isSeen) || written.length < leastLetters(written) || (!meantBy(stem) && isQuality(written))) return false;
  return (
    isItself || CONCRETE.test(kind) || ORGANS.test(best) || OBJECTS.test(best) || (meantBy(stem) !== null && OBJECTS_ELSEWHERE.test(best))
  );
}

/** 猫 is a word; two letters of an alphabet are an abbreviation as often. */
const leastLetters = (written: string): number => (/[\p{Script=Han}\p{Script=Kana}\p{Script=Hira}\p{Script=Hang}]/u.test(written) ? 1 : 3);

/** The drawings that a whole film is about: what its title names, then what is named in more than one part of it. */
export function topicOf(title: string, narrations: readonly string[], language: string): TopicOfFilm {
  return keptTopic(narrations, `${language} ${title}`, () => findTopic(title, narrations, language));
}

const keptTopic = keptBy<TopicOfFilm>();

function findTopic(title: string, narrations: readonly string[], language: string): TopicOfFilm {
  const stems = new Set<string>();
  const votes = new Map<string, number>();
  const kinds = new Map<string, string>();
  const crowds = new Set<string>();
  const year = yearOf([title, ...narrations.slice(0, READ_NARRATIONS)]);
  const vote = ({ stem, icons, isMany }: Subject, weight: number): void => {
    if (year !== null && year >= RELICS_BEFORE && OF_HISTORY.test(englishStem(stem))) return;
    if (isMany && icons[0] !== undefined) crowds.add(icons[0]);
    icons.forEach((name, place) => {
      votes.set(name, (votes.get(name) ?? 0) + weight / (1 + place));
      if (!kinds.has(name)) kinds.set(name, stem);
    });
  };
  const senses = sensesOf([title, ...narrations.slice(0, READ_NARRATIONS)], language);
  const named = subjectsOf(title, language, senses);
  for (const subject of named.length > 0 ? named : titleSubjects(title, language, senses)) {
    stems.add(subject.stem);
    vote(subject, TITLE_WEIGHT);
  }
  const times = new Map<string, number>();
  for (const narration of narrations.slice(0, READ_NARRATIONS)) {
    const heard = sentencesOfStems(narration, language);
    const seen = new Set<string>();
    // What only says how something is makes no topic: крошечный is no magnifying glass.
    for (const subject of subjectsOf(narration, language, senses).filter(
      ({ stem, written }) => meantBy(stem) !== null || !isQuality(written),
    )) {
      times.set(subject.stem, (times.get(subject.stem) ?? 0) + (heard.get(subject.stem) ?? 1));
      // Two words of one thing, as a gold coin has, make no film about coins.
      vote(subject, seen.has(subject.icons[0] ?? '') ? AGAIN_WEIGHT : 1);
      seen.add(subject.icons[0] ?? '');
    }
  }
  const enough = Math.max(RECURRING, narrations.length * RECURRING_SHARE);
  for (const [stem, count] of times) if (count >= enough) stems.add(stem);
  const ranked = [...votes].filter(([, value]) => value >= enough).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const related = [...stems].flatMap((stem) =>
    senses.has(stem) || ONLY_WHEN.test(englishStem(stem)) ? [] : (iconIndex(language).get(stem)?.related ?? []),
  );
  return {
    stems,
    related: [...new Set(related)].map((name) => inYear(name, year)),
    icons: ranked.slice(0, TOPIC_ICONS).map(([name]) => inYear(name, year)),
    kinds,
    title,
    senses,
    year,
    crowds,
  };
}

/** What the doings of a title name: "Learn to swim" is about swimming, and about learning only where it says nothing else. */
function titleSubjects(title: string, language: string, senses: Senses): readonly Subject[] {
  const asked = subjectsOf(title, language, senses, true);
  const telling = asked.filter(({ stem }) => !isStopNoun(stem));
  return telling.length > 0 ? telling : asked;
}

export interface TopicOfFilm {
  /** Stems of the title and of what recurs. */
  readonly stems: ReadonlySet<string>;
  /** Best first. */
  readonly icons: readonly string[];
  /** What else belongs to them, for a film that goes on and on about one thing. */
  readonly related: readonly string[];
  /** The word that each drawing stands for, by its stem. */
  readonly kinds: ReadonlyMap<string, string>;
  readonly senses: Senses;
  /** Drawings of what is spoken of in the plural. */
  readonly crowds: ReadonlySet<string>;
  readonly title: string;
  /** The latest year it names; null: none. */
  readonly year: number | null;
}

/** A short film is one segment: what comes back in its sentences comes back in the film. @returns in how many sentences each stem is */
function sentencesOfStems(text: string, language: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  let [from, inSentence] = [0, new Set<string>()];
  for (const { stem, start } of tokensOf(text, language)) {
    if (SENTENCE_END.test(text.slice(from, start))) inSentence = new Set();
    if (!inSentence.has(stem)) counts.set(stem, (counts.get(stem) ?? 0) + 1);
    inSentence.add(stem);
    from = start;
  }
  return counts;
}

/** Stems as short as that are shared by words that have nothing to do with each other. */
const LONGEST_MISTAKEN = 3;
/** Of nouns: good enough to tell what comes in numbers. */
const isPlural = (written: string, language: string): boolean =>
  meaningOfForm(written, baseLanguage(language))?.isPlural ?? PLURAL.test(written);
const PLURAL = /(?:[^sui]s|[ыи]|ов|ев|ей|ам|ям|ами|ями|ах|ях)$/iu;
const SENTENCE_END = /[.!?…]\s/u;
const TITLE_WEIGHT = 5;
const AGAIN_WEIGHT = 0.5;
const RECURRING = 2;
const RECURRING_SHARE = 0.34;
const TOPIC_ICONS = 4;
const READ_NARRATIONS = 60;
