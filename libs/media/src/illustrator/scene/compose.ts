import type { FilmFormat } from '../../contracts.js';
import { iconsByName } from '../catalogue/icons.js';
import { seededRandom, shuffled, type Random } from '../random.js';
import { findIcons, type Findings } from '../words/find-icons.js';
import { iconIndex } from '../words/icon-index.js';
import { hasTable, meaningOfForm } from '../words/languages/forms.js';
import { keptBy } from '../words/kept-by.js';
import { baseLanguage, plainWord, tokensOf } from '../words/stems.js';
import { isQuality } from '../words/quality.js';
import { rainsAt } from '../words/weather.js';
import { topicOf, type Subject, type TopicOfFilm } from '../words/subjects.js';
import { castOf } from './cast.js';
import { at } from './choose.js';
import { type Gravity, tellsOfWar, toneOf, type Tone } from './fitting.js';
import { framingOf, othersOf } from './framing.js';
import { findNumber, keyWord, titleOf } from './headline.js';
import { keyWordOf } from './key-word.js';
import { lookOf } from './look.js';
import { moodOfSubgroup, type Mood } from './mood.js';
import type { CameraMove, Framing, Headline, Layout, Look, ParticleKind, SceneDescription, Treatment, World } from './scene.js';
import {
  homeOf,
  isAboveWater,
  isLightOfTheSky,
  isOutdoors,
  OWN_WORLDS,
  palettesFor,
  particlesFor,
  RAINY_PALETTES,
  whereItCanBe,
  withoutLights,
  withoutSecondLight,
  worldsFor,
  worldsInRain,
  worldsOfFilm,
} from './worlds.js';

/** What a segment is, as far as its picture is concerned. */
export interface IllustrationRequest {
  /** Narration of this segment. */
  readonly text: string;
  /** Title or prompt of the film. */
  readonly topic: string;
  /** BCP 47. */
  readonly language: string;
  /** Free text of the request: 'cinematic', 'playful' … */
  readonly style: string;
  readonly tone: string;
  readonly segmentIndex: number;
  readonly segmentCount: number;
  readonly section: 'intro' | 'main' | 'outro';
  /** The same request with the same seed gives the same pixels. */
  readonly seed: number;
  readonly format: FilmFormat;
  /** Heroes of the segments before, in order; '' for one without. */
  readonly avoidIcons: readonly string[];
  /** Heroes of all pictures before, where only some of them are to be avoided; default: `avoidIcons`. */
  readonly shownIcons?: readonly string[];
  /** What is said in the picture behind this one, if known. */
  readonly nextText?: string;
  /** Whether it has begun to rain before, and has not stopped. */
  readonly rainsStill?: boolean;
  /** Whether the film's title comes over this picture at its end: no other word may stand there. */
  readonly endsFilm?: boolean;
  /** What is said in the whole film; default: in this segment. */
  readonly narrations?: readonly string[];
}

/** Beside anything, whatever is told. */
const QUIET_PALETTES = ['paper', 'slate', 'midnight', 'noir', 'deepsea', 'mist'];
/** Surfaces that carry type without an object on them. */
const ABSTRACT_WORLDS: readonly World[] = ['blobs', 'bokeh', 'rings', 'rays'];
const GRAVE_ABSTRACT_WORLDS: readonly World[] = ['bokeh', 'rings'];
/** Where not even a word is shown: nothing waits for an object in the middle. */
const EMPTY_WORLDS: readonly World[] = ['bokeh', 'ridges'];

/** Of the places that suit a mood, those that stand for it without an object. */
const SUREST_PLACES = 2;

/** Decides everything about a picture; the same request gives the same scene. Quick after the first call, which reads the word tables. */
export function composeScene(request: IllustrationRequest): SceneDescription {
  const { seed, segmentIndex, text, language } = request;
  const title = request.topic;
  const film = seededRandom('film', seed, title);
  // Taken at once: how many a shuffle takes depends on what there is to shuffle.
  const [ofScenic = 0, ofSurface = 0, ofPalette = 0, ofLayout = 0, ofCamera = 0] = Array.from({ length: 5 }, film);
  const random = seededRandom('segment', seed, segmentIndex, text);
  const narrations = request.narrations ?? [text];
  const tone = keptTone(narrations, `${language} ${text} ${request.tone}`, () => toneOf(`${text} ${request.tone}`, language));
  const topic = topicOf(title, narrations, language);
  const gravity = gravityOf(title, narrations, language);
  const shownTone = gravity === 'most' ? 'grave' : tone;
  const cast = castOf(text, language, topic, shownTone, gravity, request.avoidIcons, request.nextText);
  const { subjects } = cast;
  const found = (words: string): Findings => keptFindings(topic, `${language} ${words}`, () => findIcons(words, language, topic.senses));
  const [said, about] = [found(text), found(title)];
  const look = lookOf(request.style, request.tone);
  // Beside photos a drawn object is a toy: the place alone is shown.
  const { heroIcon, companionIcons } = look === 'photo' ? { heroIcon: null, companionIcons: [] } : cast;
  const filmMood = strongest(about, 1, null) ?? strongest(said, 1, null) ?? 'idea';
  const mood = homeOf(heroIcon) ?? strongest(said, 1, heroIcon, about) ?? filmMood;
  const rains =
    keptRain(narrations, `${language} ${text}`, () => rainsAt(text, language)) || (request.rainsStill === true && isOutdoors(heroIcon));
  const inRain = rains ? worldsInRain(mood, look, heroIcon, shownTone, topic.year) : [];
  const scenic = (segmentIndex + Math.floor(ofScenic * 2)) % 2 === 0;
  const turn = Math.floor(segmentIndex / 2);
  const suited = worldsOfFilm(worldsFor(mood, look, scenic), shownTone, topic.year);
  const worlds = whereItCanBe(withoutSecondLight(suited, heroIcon), heroIcon).slice(0, look === 'photo' ? SUREST_PLACES : undefined);
  const usual = inRain.length > 0 ? at(inRain, turn) : at(scenic ? worlds : shuffled(film, worlds), turn);
  const headline = chooseHeadline(request, subjects, topic, look, heroIcon);
  const world =
    heroIcon === null && look !== 'photo' && inRain.length === 0
      ? at(abstractWorlds(look, shownTone, headline), segmentIndex + Math.floor(ofSurface * 4))
      : usual;
  const palette = at(
    inRain.length > 0
      ? RAINY_PALETTES
      : palettesOfTone(palettesFor(world, heroIcon === null && look !== 'photo' ? filmMood : mood, look), look, shownTone),
    turn + Math.floor(ofPalette * 5),
  );
  const framing = heroIcon === null || headline !== null ? null : framingOf(heroIcon, request, topic, subjects, look);
  const company = companyOf(companionIcons, heroIcon, world, framing, othersOf(text, heroIcon, subjects));
  const around = inRain.length > 0 ? company.filter((name) => !isLightOfTheSky(name)) : withoutLights(company, world);
  return {
    heroIcon,
    companionIcons: around,
    mood,
    look,
    world,
    palette,
    layout: framing === 'many' ? 'crowd' : at(layoutsFor(look), segmentIndex + Math.floor(ofLayout * 5)),
    ...(framing && { framing }),
    treatment: treatmentFor(look, world, shownTone, random),
    camera: at<CameraMove>(['push-in', 'pan-left', 'orbit', 'pull-out', 'pan-right', 'rise'], segmentIndex + Math.floor(ofCamera * 6)),
    particles: inRain.length > 0 ? 'rain' : particlesOfTone(particlesFor(mood, world, look, heroIcon), shownTone),
    headline,
    seed: Math.floor(random() * 2 ** 31),
  };
}

/** Nobody stands beside a hero that fills the frame; ships are not below the sea, nor its animals beside them. */
function companyOf(
  icons: readonly string[],
  hero: string | null,
  world: World,
  framing: Framing | null,
  others: number,
): readonly string[] {
  if (framing === 'many' && hero !== null) return Array.from({ length: others }, () => hero);
  if (framing?.startsWith('near') || framing?.startsWith('close')) return [];
  if (world === 'sea') return icons.filter((name) => !isAboveWater(name));
  if (hero === null || !isAboveWater(hero)) return icons;
  return icons.filter((name) => iconsByName().get(name)?.subgroup !== 'animal-marine');
}

function abstractWorlds(look: Look, tone: Tone, headline: Headline | null): readonly World[] {
  const own = OWN_WORLDS[look];
  if (own) return own;
  if (look === 'neon') return ['grid', 'rings', 'bokeh'];
  if (headline === null) return EMPTY_WORLDS;
  return tone === 'grave' ? GRAVE_ABSTRACT_WORLDS : ABSTRACT_WORLDS;
}

const keptTone = keptBy<Tone>();
const keptRain = keptBy<boolean>();
const keptWar = keptBy<boolean>();
const keptFindings = keptBy<Findings>();

/** A film is grave when its title is, or two fifths of what is said. */
function gravityOf(title: string, narrations: readonly string[], language: string): Gravity {
  const isGrave = (text: string): boolean => keptTone(narrations, `${language} ${text}`, () => toneOf(text, language)) === 'grave';
  const grave = narrations.filter(isGrave).length;
  const isMostly =
    keptWar(narrations, `${language} ${title}`, () => tellsOfWar([title, ...narrations], language)) ||
    isGrave(title) ||
    (grave >= 2 && grave * 5 >= narrations.length * 2);
  return isMostly ? 'most' : grave > 0 ? 'some' : 'none';
}

/** The mood of the text, its hero's kind included, leaning on the film's. Null when nothing points anywhere. */
function strongest(said: Findings, weight: number, hero: string | null, about?: Findings): Mood | null {
  const scores = new Map<Mood, number>();
  const add = (mood: Mood, value: number): void => void scores.set(mood, (scores.get(mood) ?? 0) + value);
  for (const [mood, value] of said.moods) add(mood, value * weight);
  for (const [mood, value] of about?.moods ?? []) add(mood, value * 0.9);
  const heroMood = moodOfSubgroup(iconsByName().get(hero ?? said.icons[0]?.name ?? '')?.subgroup ?? '');
  if (heroMood) add(heroMood, 1.2);
  const [best] = [...scores].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return best?.[0] ?? null;
}

function palettesOfTone(palettes: readonly string[], look: Look, tone: Tone): readonly string[] {
  if (tone !== 'grave' || look === 'blueprint' || look === 'chalkboard') return palettes;
  const quiet = palettes.filter((name) => QUIET_PALETTES.includes(name));
  return quiet.length > 0 ? quiet : QUIET_PALETTES;
}

function particlesOfTone(particles: ParticleKind, tone: Tone): ParticleKind {
  if (tone === 'cheerful') return particles;
  return particles === 'confetti' || (tone === 'grave' && (particles === 'hearts' || particles === 'notes')) ? 'dust' : particles;
}

function layoutsFor(look: Look): readonly Layout[] {
  if (look === 'minimal') return ['flank', 'arc', 'cascade'];
  return ['arc', 'flank', 'orbit', 'cascade', 'cluster'];
}

const OWN_TREATMENTS: Partial<Record<Look, Treatment>> = { flat: 'flat', paper: 'paper', blueprint: 'ink', chalkboard: 'chalk' };

function treatmentFor(look: Look, world: World, tone: Tone, random: Random): Treatment {
  const own = OWN_TREATMENTS[look];
  if (own) return own;
  // A die-cut border is a toy's.
  if (tone === 'grave') return 'lit';
  if (look === 'neon' || world === 'grid') return 'glow';
  if (look === 'retro') return 'sticker';
  if (look === 'playful' || look === 'documentary') return random() < 0.5 ? 'sticker' : 'lit';
  return world === 'cutout' ? 'sticker' : 'lit';
}

/** A figure is always worth showing; the film opens with its title; a key word now and then, so that it stays an accent. */
function chooseHeadline(
  { text, topic: title, section, segmentIndex, language, endsFilm = false }: IllustrationRequest,
  subjects: readonly Subject[],
  topic: TopicOfFilm,
  look: Look,
  hero: string | null,
): Headline | null {
  const opening = section === 'intro' && segmentIndex === 0 ? titleOf(title) : null;
  if (opening) return opening;
  const number = findNumber(text, language);
  if (number) return number;
  // Type that names what a place does not show would contradict it.
  if (look === 'photo') return null;
  if (hero === null) return keyWordOf(text, language, topic);
  if (endsFilm) return null;
  if (look === 'minimal' || look === 'documentary' ? segmentIndex % 3 !== 1 : segmentIndex % 2 !== 1) return null;
  // The word names what is seen, and is not the title once more.
  const ofTitle = new Set(tokensOf(title, language).map(({ stem }) => stem));
  const words = subjects.filter(
    ({ icons, stem, written }) =>
      icons.includes(hero) && !ofTitle.has(stem) && !isQuality(written) && !/ой$/iu.test(written) && standsAlone(written, language),
  );
  return keyWord(words.map(({ written }) => written));
}

/** Russian words are shown in the nominative only, as `keyWordOf` has it: any other form reads as a mistake by itself. */
const standsAlone = (written: string, language: string): boolean => {
  const meaning = meaningOfForm(written, baseLanguage(language));
  if (hasTable(baseLanguage(language))) return meaning?.isPlain === true && meaning.english !== '';
  return !/\p{Script=Cyrillic}/u.test(written) || iconIndex(language).hasForm(plainWord(written));
};
