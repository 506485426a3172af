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
