/**
 * A number in [0, 1) that belongs to a name: the same for the same seed and name, whatever else was asked for before. So two
 * installations are compared over the very same films.
 * FNV-1a over the name, then the finalizer of MurmurHash3, which spreads neighbouring names over the whole range.
 */
export function chance(seed, ...name) {
  let hash = 0x811c9dc5 ^ seed;
  for (const character of name.join('/')) hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
