import { iconsByName } from '../catalogue/icons.js';
import type { Tone } from './fitting.js';
import type { Mood } from './mood.js';
import type { GraphicWorld, Look, ParticleKind, ScenicWorld, World } from './scene.js';

/** Places that suit a mood, best first. */
export const SCENIC: Readonly<Record<Mood, readonly ScenicWorld[]>> = {
  sea: ['sea'],
  space: ['space', 'night'],
  night: ['night', 'clouds'],
  sky: ['clouds', 'hills'],
  nature: ['forest', 'hills'],
  mountain: ['ridges', 'hills', 'clouds'],
  winter: ['snowfield', 'ridges'],
  fire: ['ridges', 'dunes'],
  history: ['dunes', 'ridges', 'hills'],
  city: ['city', 'clouds'],
  business: ['city', 'clouds', 'hills'],
  time: ['night', 'dunes', 'clouds'],
  tech: ['city', 'clouds'],
  idea: ['clouds', 'hills'],
  body: ['clouds', 'hills'],
  sport: ['hills', 'city', 'ridges'],
  food: ['hills', 'dunes', 'clouds'],
  love: ['clouds', 'ridges', 'night'],
  party: ['city', 'night', 'clouds'],
  home: ['hills', 'night', 'city'],
};

/** Looks that leave the world of the text's mood. Empty: the mood decides. */
const SCENIC_OF_LOOK: Partial<Record<Look, readonly ScenicWorld[]>> = {
  neon: ['city', 'space', 'night', 'ridges'],
};

const GRAPHIC_OF_LOOK: Readonly<Record<Look, readonly GraphicWorld[]>> = {
  modern: ['studio', 'blobs', 'rings', 'cutout', 'bokeh'],
  cinematic: ['studio', 'bokeh', 'rings'],
  minimal: ['studio', 'blobs', 'rings'],
  playful: ['rays', 'blobs', 'cutout', 'studio'],
  documentary: ['cutout', 'studio', 'rings'],
  retro: ['rays', 'cutout', 'blobs'],
  neon: ['grid', 'rings', 'bokeh'],
  flat: [],
  paper: [],
  blueprint: [],
  chalkboard: [],
  photo: [],
};

/** Styles that draw in their own way stay in their own worlds. */
export const OWN_WORLDS: Partial<Record<Look, readonly World[]>> = {
  flat: ['plain'],
  paper: ['paperhills', 'cutout'],
  blueprint: ['blueprint'],
  chalkboard: ['chalkboard'],
};

export function worldsFor(mood: Mood, look: Look, scenic: boolean): readonly World[] {
  const own = OWN_WORLDS[look];
  if (own) return own;
  if (!scenic && look !== 'photo') return GRAPHIC_OF_LOOK[look];
  const natural = SCENIC[mood];
  const wanted = SCENIC_OF_LOOK[look];
  if (!wanted) return natural;
  const both = natural.filter((world) => wanted.includes(world));
  return both.length > 0 ? both : wanted;
}

const LIGHT_OF_THE_SKY = /(?:^|-)(?:moon|sun|sunrise|sunset)(?:-|$)/;
export const isLightOfTheSky = (name: string): boolean => LIGHT_OF_THE_SKY.test(name);
/** In these a sun or a moon shines of its own. */
const LIT_WORLDS: readonly World[] = ['hills', 'ridges', 'dunes', 'night', 'city'];

/** Two moons, or a sun beside a moon, would be one too many. */
export function withoutSecondLight(worlds: readonly World[], heroIcon: string | null): readonly World[] {
  if (heroIcon === null || !LIGHT_OF_THE_SKY.test(heroIcon)) return worlds;
  const unlit = worlds.filter((world) => !LIT_WORLDS.includes(world));
  return unlit.length > 0 ? unlit : ['space', 'clouds'];
}

/** Where it may rain, best first: in the others a sun shines, or no weather is. */
const RAINY: readonly World[] = ['city', 'forest', 'clouds', 'bokeh'];
const NO_RAIN_BEHIND = /(?:^|-)(?:rainbow|umbrella-on-ground|desert|cactus)(?:-|$)/;

/** @returns the places of a picture in which it rains, those of its mood first; empty where rain would contradict it */
export function worldsInRain(mood: Mood, look: Look, heroIcon: string | null, tone: Tone, year: number | null): readonly World[] {
  const isElsewhere = look in OWN_WORLDS || look === 'photo' || mood === 'space' || mood === 'winter' || homeOf(heroIcon) !== null;
  if (isElsewhere || (heroIcon !== null && (LIGHT_OF_THE_SKY.test(heroIcon) || NO_RAIN_BEHIND.test(heroIcon)))) return [];
  const suited = (worlds: readonly World[]): readonly World[] =>
    whereItCanBe(worldsOfFilm(worlds, tone, year), heroIcon).filter((world) => RAINY.includes(world));
  const ofMood = suited(SCENIC[mood]);
  return ofMood.length > 0 ? ofMood : suited(RAINY);
}

/** Colours of a day without sun. */
export const RAINY_PALETTES: readonly string[] = ['slate', 'midnight', 'noir'];

/** The same for what stands beside. */
export const withoutLights = (icons: readonly string[], world: World): readonly string[] =>
  LIT_WORLDS.includes(world) ? icons.filter((name) => !LIGHT_OF_THE_SKY.test(name)) : icons;

/** Beside and behind what may rain fall that a sentence before told of: not in a kitchen. */
const OUTDOORS = /^(?:animal-|plant-|place-|transport-ground|transport-water|sky-weather|person)/;
export const isOutdoors = (name: string | null): boolean =>
  name === 'umbrella' || OUTDOORS.test(iconsByName().get(name ?? '')?.subgroup ?? '');

const FLOATS = /^(longship|sailboat|canoe|speedboat|passenger-ship|ferry|motor-boat|ship)$/;
export const floats = (name: string): boolean => FLOATS.test(name);

/** What stands on the ground or floats on water: neither is at home below the sea, and what stands is none of the sky's. */
const GROUNDED_KINDS = /^(place-|transport-ground$)/;
const ON_GROUND = /^(fire|lighthouse|desert-island)$/;
const stands = (name: string): boolean => ON_GROUND.test(name) || GROUNDED_KINDS.test(iconsByName().get(name)?.subgroup ?? '');
/** Whether a drawing is of the world above the water. */
export const isAboveWater = (name: string): boolean => floats(name) || stands(name);

/** Towns of glass and lit windows are younger than that. */
const MODERN_TOWNS = 1950;
/** A stage for goods, and colours of a party. */
const LIGHT_SURFACES: readonly World[] = ['studio', 'cutout', 'rays', 'blobs'];

/** Places that suit the year and the tone of a film. */
export function worldsOfFilm(worlds: readonly World[], tone: Tone, year: number | null): readonly World[] {
  const ofYear = year !== null && year < MODERN_TOWNS ? worlds.map((world) => (world === 'city' ? 'ridges' : world)) : worlds;
  const suited = tone === 'grave' ? ofYear.filter((world) => !LIGHT_SURFACES.includes(world)) : ofYear;
  return suited.length > 0 ? [...new Set(suited)] : ['bokeh', 'rings'];
}

const OF_SPACE = /^(black-hole|burning-star|ringed-planet|comet|satellite|glowing-star|flying-saucer|rocket|astronaut)$/;
const OF_NIGHT = /^(crescent-moon|full-moon|.*-quarter-moon|closed-eye|person-in-bed)$/;

const AT_SEA = /^(ocean-wave|submarine)$/;

/** The place that a drawing belongs to, whatever else is said: a planet is not among trees, and a whale not in space. */
export function homeOf(name: string | null): Mood | null {
  if (name === null) return null;
  if (OF_SPACE.test(name)) return 'space';
  if (OF_NIGHT.test(name)) return 'night';
  return iconsByName().get(name)?.subgroup === 'animal-marine' || AT_SEA.test(name) ? 'sea' : null;
}

/** Beasts walk: not in the clouds, nor where fish are. */
const WALKS = /^animal-(mammal|reptile|amphibian)$/;
/** A drawing with its own water stands on no land. */
const hasOwnWater = (name: string): boolean => name === 'ocean-wave' || floats(name);
/** What may lie or live where fish are. */
const BELOW_WATER = /^(anchor|jar|chest|amphora|bubbles|coin|gem-stone|merperson|merman|mermaid|diving-mask|submarine)$/;
const isBelowWater = (name: string): boolean => BELOW_WATER.test(name) || iconsByName().get(name)?.subgroup === 'animal-marine';

/** The sea is seen from below: what floats on it would be a wreck there, and a house in the clouds is in the wrong place as well. */
export function whereItCanBe(worlds: readonly World[], heroIcon: string | null): readonly World[] {
  if (heroIcon === null) return worlds;
  if (hasOwnWater(heroIcon)) {
    const open = worlds.filter((world) => !LAND.includes(world) && world !== 'sea');
    return open.length > 0 ? open : ['bokeh', 'rings'];
  }
  const isGrounded = stands(heroIcon) || (WALKS.test(iconsByName().get(heroIcon)?.subgroup ?? '') && !isHead(heroIcon));
  const wrong: readonly World[] = [
    ...(isBelowWater(heroIcon) ? [] : ['sea' as const]),
    ...(isGrounded ? (['clouds', 'space', 'rings'] as const) : []),
  ];
  const right = worlds.filter((world) => !wrong.includes(world));
  if (right.length > 0) return right;
  return isGrounded ? ['ridges', 'hills', 'night'] : ['clouds', 'night'];
}

/** Where no ship sails and no wave breaks. */
const LAND: readonly World[] = ['hills', 'ridges', 'dunes', 'forest', 'snowfield', 'city', 'clouds', 'space'];
/** Of an animal of which nothing but that is drawn. */
const isHead = (name: string): boolean => /^(lion|.*-face|bear|panda|fox|wolf|koala|hamster|frog)$/.test(name);

const FURNITURE = /^(table|park-bench|fence|dresser|oven|washing-machine|carpet)$/;

/** Houses, furniture, carts and beasts: they float in no air, not even as something beside. */
export const isHeavy = (name: string): boolean =>
  isAboveWater(name) ||
  WALKS.test(iconsByName().get(name)?.subgroup ?? '') ||
  /^(deciduous-tree|evergreen-tree|palm-tree|pigeon)$/.test(name) ||
  FURNITURE.test(name);

/** Colours in which each world looks right. */
const PALETTES_OF_WORLD: Readonly<Record<ScenicWorld, readonly string[]>> = {
  hills: ['meadow', 'dawn', 'lime', 'savanna'],
  ridges: ['dawn', 'ember', 'slate', 'frost'],
  dunes: ['savanna', 'ember', 'dawn'],
  forest: ['mist', 'lime', 'dawn', 'meadow'],
  snowfield: ['frost', 'aurora', 'midnight'],
  clouds: ['dawn', 'meadow', 'peach', 'electric', 'frost'],
  night: ['midnight', 'aurora', 'cosmos'],
  space: ['cosmos', 'midnight', 'aurora'],
  sea: ['deepsea', 'lagoon', 'aurora'],
  city: ['ember', 'midnight', 'electric', 'slate'],
};

/** Colours of the designed surfaces follow the mood instead. */
const PALETTES_OF_MOOD: Readonly<Record<Mood, readonly string[]>> = {
  sea: ['lagoon', 'deepsea', 'mint'],
  space: ['cosmos', 'electric', 'midnight'],
  night: ['midnight', 'lilac', 'cosmos'],
  sky: ['frost', 'lilac', 'peach'],
  nature: ['mint', 'butter', 'lime'],
  mountain: ['slate', 'mint', 'dawn'],
  winter: ['frost', 'lilac', 'midnight'],
  fire: ['ember', 'coralpop', 'noir'],
  history: ['paper', 'noir', 'savanna'],
  city: ['electric', 'slate', 'butter'],
  business: ['mint', 'electric', 'slate', 'butter'],
  time: ['lilac', 'slate', 'butter'],
  tech: ['electric', 'neonblue', 'lilac'],
  idea: ['butter', 'electric', 'peach', 'lilac'],
  body: ['peach', 'coralpop', 'lilac'],
  sport: ['coralpop', 'electric', 'butter'],
  food: ['butter', 'peach', 'coralpop', 'savanna'],
  love: ['peach', 'coralpop', 'lilac'],
  party: ['electric', 'coralpop', 'cosmos'],
  home: ['peach', 'mint', 'butter'],
};

const PALETTES_OF_LOOK: Partial<Record<Look, readonly string[]>> = {
  flat: ['mint', 'butter', 'peach', 'lilac', 'frost', 'coralpop', 'slate'],
  paper: ['paper', 'seventies', 'peach', 'mint', 'savanna', 'slate'],
  blueprint: ['blueprint', 'blueprintdeep'],
  chalkboard: ['chalk', 'slateboard'],
  photo: ['slate', 'mist', 'dawn', 'deepsea', 'midnight', 'frost', 'noir', 'ember'],
  minimal: ['lilac', 'mint', 'peach', 'butter', 'frost', 'paper'],
  documentary: ['paper', 'slate', 'mist', 'dawn', 'deepsea', 'midnight', 'frost', 'noir'],
  retro: ['retro', 'seventies', 'ember', 'savanna', 'butter'],
  neon: ['neonrose', 'neonblue', 'cosmos'],
  cinematic: ['noir', 'ember', 'midnight', 'slate', 'deepsea', 'cosmos', 'aurora', 'mist', 'dawn'],
  playful: [
    'coralpop',
    'electric',
    'butter',
    'lime',
    'meadow',
    'lagoon',
    'peach',
    'lilac',
    'cosmos',
    'midnight',
    'deepsea',
    'savanna',
    'dawn',
  ],
};

export function palettesFor(world: World, mood: Mood, look: Look): readonly string[] {
  const natural = world in PALETTES_OF_WORLD ? PALETTES_OF_WORLD[world as ScenicWorld] : PALETTES_OF_MOOD[mood];
  const wanted = PALETTES_OF_LOOK[look];
  if (!wanted) return natural;
  if (look in OWN_WORLDS) return wanted;
  if (look === 'neon' || look === 'retro') return wanted.slice(0, 3);
  const both = natural.filter((name) => wanted.includes(name));
  return both.length > 0 ? both : wanted.slice(0, 4);
}

/** What drifts through the air. */
export function particlesFor(mood: Mood, world: World, look: Look, hero: string | null): ParticleKind {
  if (look in OWN_WORLDS) return 'none';
  if (world === 'sea') return 'bubbles';
  if (world === 'snowfield' || mood === 'winter') return 'snow';
  if (world === 'space' || world === 'night') return 'stars';
  if (mood === 'fire' || world === 'grid') return 'sparks';
  if (mood === 'love') return 'hearts';
  if (mood === 'party') return look === 'cinematic' ? 'dust' : 'confetti';
  if (world === 'forest' || (mood === 'nature' && look !== 'minimal')) return 'leaves';
  if (mood === 'sea') return hero !== null && isAboveWater(hero) ? 'dust' : 'bubbles';
  if (look === 'playful') return 'confetti';
  return look === 'minimal' ? 'none' : 'dust';
}
