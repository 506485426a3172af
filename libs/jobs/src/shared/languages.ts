/**
 * Languages that a film can be in: those that a voice of Kadr's speaks (espeak-ng 1.51 has data for them, flite reads English) and those
 * whose script the captions' fonts or the system's can show. BCP 47 primary subtags; regions and scripts may follow.
 */
export const LANGUAGES: readonly string[] = (
  'af am an ar as az ba be bg bn bo bpy br bs ca ceb chr cmn crh cs cv cy da de el en eo es et eu fa fi fil fo fr fy ga gd gl gn grc gu ' +
  'ha hak haw he hi hr ht hu hy hyw ia id ig is it iw ja jbo jv ka kk kl km kn ko kok ku ky la lb lfn lo lt ltg lv mi mk ml mn mr ms mt ' +
  'my nb nci ne nl nn no nog nv om or pa pap pl ps pt qu quc qya ro ru rw sd shn si sjn sk sl smj sn so sq sr st su sv sw ta te tg th ' +
  'tk tl tn tr tt ug uk ur uz vi wo xh yi yo yue zh zu'
).split(' ');
const KNOWN = new Set(LANGUAGES);

/** @param tag well-formed BCP 47 */
export const isKnownLanguage = (tag: string): boolean => KNOWN.has(tag.toLowerCase().split('-')[0] ?? '');
