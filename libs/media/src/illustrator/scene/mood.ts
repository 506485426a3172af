/** The world a text lives in; chooses backdrops, palettes and particles. */
export type Mood =
  | 'sea'
  | 'space'
  | 'night'
  | 'sky'
  | 'nature'
  | 'mountain'
  | 'winter'
  | 'fire'
  | 'history'
  | 'city'
  | 'business'
  | 'time'
  | 'tech'
  | 'idea'
  | 'body'
  | 'sport'
  | 'food'
  | 'love'
  | 'party'
  | 'home';

/** What stands in a picture of this mood when the text names nothing. */
export const MOOD_ICONS: Readonly<Record<Mood, readonly string[]>> = {
  sea: ['tropical-fish', 'turtle', 'coral', 'spiral-shell', 'dolphin', 'jellyfish', 'sailboat', 'whale', 'crab', 'anchor'],
  space: ['ringed-planet', 'rocket', 'telescope', 'satellite', 'glowing-star', 'astronaut', 'comet', 'full-moon', 'shooting-star'],
  night: ['crescent-moon', 'owl', 'candle', 'bed', 'glowing-star', 'thought-balloon', 'bat', 'person-in-bed'],
  sky: ['sun-behind-cloud', 'rainbow', 'kite', 'bird', 'balloon', 'airplane', 'sun-with-face', 'parachute'],
  nature: ['deciduous-tree', 'butterfly', 'sunflower', 'fox', 'mushroom', 'deer', 'seedling', 'tulip', 'evergreen-tree', 'lady-beetle'],
  mountain: ['snow-capped-mountain', 'tent', 'compass', 'backpack', 'eagle', 'hiking-boot', 'world-map', 'goat'],
  winter: ['snowman', 'snowflake', 'penguin', 'polar-bear', 'scarf', 'ice', 'evergreen-tree', 'gloves'],
  fire: ['fire', 'volcano', 'high-voltage', 'candle', 'collision', 'crossed-swords', 'shield', 'battery'],
  history: ['classical-building', 'scroll', 'amphora', 'castle', 'hourglass-not-done', 'crown', 'world-map', 'old-key', 'shield', 'coin'],
  city: ['office-building', 'automobile', 'bicycle', 'tram', 'houses', 'fountain', 'bus', 'taxi'],
  business: ['chart-increasing', 'briefcase', 'handshake', 'bullseye', 'money-bag', 'bar-chart', 'trophy', 'coin', 'bank', 'clipboard'],
  time: ['hourglass-not-done', 'alarm-clock', 'stopwatch', 'mantelpiece-clock', 'watch', 'spiral-calendar', 'sun'],
  tech: ['robot', 'laptop', 'gear', 'light-bulb', 'satellite-antenna', 'microscope', 'mobile-phone', 'battery', 'magnet', 'mechanical-arm'],
  idea: [
    'light-bulb',
    'puzzle-piece',
    'compass',
    'crystal-ball',
    'books',
    'magnifying-glass-tilted-left',
    'gem-stone',
    'key',
    'globe-showing-europe-africa',
    'rocket',
    'bullseye',
    'telescope',
  ],
  body: ['anatomical-heart', 'brain', 'dna', 'stethoscope', 'flexed-biceps', 'lungs', 'green-apple', 'pill', 'running-shoe'],
  sport: ['trophy', 'running-shoe', 'soccer-ball', 'stopwatch', 'sports-medal', 'basketball', 'person-running', 'boxing-glove'],
  food: [
    'shallow-pan-of-food',
    'bread',
    'red-apple',
    'hot-beverage',
    'croissant',
    'cheese-wedge',
    'pizza',
    'strawberry',
    'pot-of-food',
    'avocado',
  ],
  love: ['red-heart', 'two-hearts', 'bouquet', 'love-letter', 'rose', 'teddy-bear', 'heart-with-ribbon', 'ring'],
  party: ['party-popper', 'musical-notes', 'guitar', 'balloon', 'mirror-ball', 'clapper-board', 'microphone', 'confetti-ball', 'headphone'],
  home: ['house-with-garden', 'couch-and-lamp', 'potted-plant', 'teapot', 'door', 'candle', 'bed', 'key'],
};

/** Moods told by the kind of a drawing, for words that only the emoji tables know. */
export function moodOfSubgroup(subgroup: string): Mood | null {
  if (subgroup === 'animal-marine') return 'sea';
  if (/^(animal|plant)/.test(subgroup)) return 'nature';
  if (/^(food|drink|dishware)/.test(subgroup)) return 'food';
  if (/^(place-building|place-religious|transport-ground)$/.test(subgroup)) return 'city';
  if (/^(transport-air|sky-weather)$/.test(subgroup)) return 'sky';
  if (/^(transport-water)$/.test(subgroup)) return 'sea';
  if (/^(computer|phone|science|tool|light-video)$/.test(subgroup)) return 'tech';
  if (/^(money|office)$/.test(subgroup)) return 'business';
  if (/^(medical|body-parts)$/.test(subgroup)) return 'body';
  if (/^(sport|award-medal)$/.test(subgroup)) return 'sport';
  if (/^(music|musical-instrument|event|arts-crafts)$/.test(subgroup)) return 'party';
  if (/^(heart|emotion|face-affection)$/.test(subgroup)) return 'love';
  if (/^(household|clothing|mail|lock)$/.test(subgroup)) return 'home';
  return null;
}
