import type { FilmFormat } from '../../contracts.js';
import { iconsByName } from '../catalogue/icons.js';
import { pick, seededRandom, shuffled, type Random } from '../random.js';
import { findIcons, type Findings } from '../words/find-icons.js';
import { stemOf, tokensOf } from '../words/stems.js';
import { pictureValue } from '../words/icon-index.js';
import { fits, toneOf, type Tone } from './fitting.js';
import { findNumber, keyWord, titleOf } from './headline.js';
import { lookOf } from './look.js';
import { MOOD_ICONS, moodOfSubgroup, type Mood } from './mood.js';
import type { CameraMove, Headline, Layout, Look, ParticleKind, SceneDescription, Treatment, World } from './scene.js';
import { palettesFor, particlesFor, worldsFor } from './worlds.js';

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
  /** Heroes of other segments. */
  readonly avoidIcons: readonly string[];
}

/** A hero found with less than this is a guess; the film's topic speaks instead. */
const SURE_SCORE = 2.2;
const COMPANIONS = 5;
const LEAST_COMPANIONS = 3;
/** Beside anything, whatever is told. */
const QUIET_ICONS = ['cloud', 'crescent-moon', 'candle', 'hourglass-not-done', 'evergreen-tree', 'scroll'];
const QUIET_PALETTES = ['slate', 'midnight', 'noir', 'deepsea', 'mist'];

/** Decides everything about a picture; the same request gives the same scene. Quick after the first call, which reads the word tables. */
export function composeScene(request: IllustrationRequest): SceneDescription {
  const { seed, segmentIndex, topic, text, language } = request;
  const film = seededRandom('film', seed, topic);
  const random = seededRandom('segment', seed, segmentIndex, text);
  const tone = toneOf(`${text} ${request.tone}`, language);
  const fitting = (found: Findings): Findings => ({ ...found, icons: found.icons.filter(({ name }) => fits(name, tone)) });
  const said = fitting(findIcons(text, language));
  const about = fitting(findIcons(topic, language));
  const look = lookOf(request.style, request.tone);
  const filmMood = strongest(about, 1, null) ?? strongest(said, 1, null) ?? 'idea';
  const heroIcon = chooseHero(request, said, about, filmMood, tone, random);
  const mood = strongest(said, 1, heroIcon, about) ?? filmMood;
  const scenic = (segmentIndex + Math.floor(film() * 2)) % 2 === 0;
  const turn = Math.floor(segmentIndex / 2);
  const world = at(scenic ? worldsFor(mood, look, scenic) : shuffled(film, worldsFor(mood, look, scenic)), turn);
  const palette = at(palettesOfTone(palettesFor(world, mood, look), tone), turn + Math.floor(film() * 5));
  return {
    heroIcon,
    companionIcons: chooseCompanions(heroIcon, said, about, mood, tone, random),
    mood,
    look,
    world,
    palette,
    layout: at(layoutsFor(look), segmentIndex + Math.floor(film() * 5)),
    treatment: treatmentFor(look, world, random),
    camera: at<CameraMove>(['push-in', 'pan-left', 'orbit', 'pull-out', 'pan-right', 'rise'], segmentIndex + Math.floor(film() * 6)),
    particles: particlesOfTone(particlesFor(mood, world, look), tone),
    headline: chooseHeadline(request, said, look, heroIcon),
    seed: Math.floor(random() * 2 ** 31),
  };
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[((index % list.length) + list.length) % list.length];
  if (item === undefined) throw new Error('Nothing to choose from');
  return item;
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

/** What the segment says, else what the film is about, else what belongs to its mood; never one of `avoidIcons` while there is another. */
function chooseHero({ avoidIcons }: IllustrationRequest, said: Findings, about: Findings, mood: Mood, tone: Tone, random: Random): string {
  const known = (name: string) => iconsByName().has(name) && fits(name, tone);
  const avoided = new Set(avoidIcons);
  const scores = new Map<string, number>();
  const add = (icons: Findings['icons'], weight: number): void => {
    for (const { name, score, first } of icons.slice(0, 80))
      scores.set(name, (scores.get(name) ?? 0) + score * weight * (first ? 1 : 0.62));
  };
  add(said.icons, 1);
  add(about.icons, 0.55);
  const found = [...scores].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const sure = found.filter(([name, score]) => score >= SURE_SCORE && pictureValue(name) >= 0.5).map(([name]) => name);
  const fromMood = shuffled(random, MOOD_ICONS[mood]).filter(known);
  const candidates = [...sure, ...fromMood];
  const spare = shuffled(random, Object.values(MOOD_ICONS).flat()).filter(known);
  return candidates.find((name) => !avoided.has(name)) ?? spare.find((name) => !avoided.has(name)) ?? pick(random, candidates);
}

/** Related drawings, no two of a kind (two hearts, two clocks) beside each other. */
function chooseCompanions(hero: string, said: Findings, about: Findings, mood: Mood, tone: Tone, random: Random): string[] {
  const chosen: string[] = [];
  const kinds = new Map<string, number>();
  const family = (name: string): string =>
    name.replace(/-(face|heart|moon|book|banknote)$|^(globe-showing|chart|person|oncoming|sun)-.*/, '$1$2');
  const take = (name: string): void => {
    const icon = iconsByName().get(name);
    if (!icon || chosen.length >= COMPANIONS || name === hero || chosen.includes(name) || pictureValue(name) < 0.56) return;
    const kind = `${icon.subgroup} ${family(name) === name ? '' : family(name)}`;
    if ((kinds.get(kind) ?? 0) >= 2 || (kinds.get(family(name)) ?? 0) >= 1) return;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (family(name) !== name) kinds.set(family(name), 1);
    chosen.push(name);
  };
  said.icons
    .filter(({ score }) => score >= 2.2)
    .slice(0, 6)
    .forEach(({ name }) => take(name));
  about.icons
    .filter(({ score }) => score >= 2.4)
    .slice(0, 6)
    .forEach(({ name }) => take(name));
  const spare = MOOD_ICONS[mood].filter((name) => fits(name, tone));
  shuffled(random, spare).forEach(take);
  if (chosen.length < LEAST_COMPANIONS) QUIET_ICONS.forEach(take);
  return chosen;
}

function palettesOfTone(palettes: readonly string[], tone: Tone): readonly string[] {
  if (tone !== 'grave') return palettes;
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

function treatmentFor(look: Look, world: World, random: Random): Treatment {
  if (look === 'neon' || world === 'grid') return 'glow';
  if (look === 'retro') return 'sticker';
  if (look === 'playful' || look === 'documentary') return random() < 0.5 ? 'sticker' : 'lit';
  return world === 'cutout' ? 'sticker' : 'lit';
}

/** A figure is always worth showing; the film opens with its title; a key word now and then, so that it stays an accent. */
function chooseHeadline(
  { text, topic, section, segmentIndex, language }: IllustrationRequest,
  said: Findings,
  look: Look,
  hero: string,
): Headline | null {
  const opening = section === 'intro' && segmentIndex === 0 ? titleOf(topic) : null;
  if (opening) return opening;
  const number = findNumber(text);
  if (number) return number;
  if (look === 'minimal' || look === 'documentary' ? segmentIndex % 3 !== 1 : segmentIndex % 2 !== 1) return null;
  // The word names what is seen, and is not the title once more.
  const title = new Set(tokensOf(topic, language).map(({ stem }) => stem));
  const words = said.words.filter(({ icons, written }) => icons.includes(hero) && !title.has(stemOf(written, language)));
  return keyWord(words.map(({ written }) => written));
}
