import { iconsByName } from '../catalogue/icons.js';
import { isDenied, withoutSayings } from '../words/figurative.js';
import { hasTable, meaningOfForm } from '../words/languages/forms.js';
import { baseLanguage, plainWord, isUnspaced, stemOf, tokensOf } from '../words/stems.js';
import { isCheerfulWord, isGraveWord } from './grave-words.js';

/** What a text feels like, as far as its pictures must not contradict it. */
export type Tone = 'grave' | 'neutral' | 'cheerful';

/** How much of a film is grave. */
export type Gravity = 'none' | 'some' | 'most';

const GRAVE_WORDS =
  'die died dying dead death deadly kill killed murder war battle storm disaster tragedy tragic grief grave funeral bury lose losing lost loss farewell gone vanish victim ' +
  'wound injury cancer disease ill illness plague famine hunger poverty suffer pain sorrow sad sadness mourn weep cry tears drown wreck collapse ' +
  'chernobyl hiroshima nagasaki auschwitz stalingrad leningrad genocide massacre holocaust refugee orphan orphanage kidnap kidnapped hostage bombing bombed bombard shelling tumour tumor overdose ' +
  'assassinate assassination deport deportation epidemic pandemic casualty casualties fatal fatally perish corpse coffin cemetery widow ' +
  'torture rape starve starvation wildfire shipwreck ' +
  'siege besieged blockade trapped evacuated evacuation ration rationing bombardment crash destroy ruin fear terror attack crime prison slavery extinct extinction flood earthquake suicide depression lonely loneliness cruel ' +
  'умереть умер умирать погиб погибнуть гибель смерть мертвый мертв убить убит убийство война битва бой шторм буря катастрофа трагедия трагический горе ' +
  'скорбь похороны прощание потеря потерять потерял исчез исчезнуть жертва рана ранен рак болезнь болен чума голод нищета страдать страдание боль печаль печальный ' +
  'грусть плакать слезы утонуть крушение рухнуть разрушить руины страх ужас нападение преступление тюрьма рабство вымереть наводнение землетрясение ' +
  'чернобыль хиросима нагасаки освенцим сталинград ленинград разбомбить разбомбили геноцид резня холокост беженец беженцы сирота сироты похитить похитили похищение похищен заложник бомбежка бомбить бомбили бомбардировка ' +
  'обстрел опухоль расстрел расстрелять расстреляли казнь казнить казнили эпидемия пандемия погром пытка пытать насилие гроб кладбище вдова ' +
  'депортация разбиться разбился разбилась голодать пожар инсульт ' +
  'самоубийство депрессия одинокий одиночество жестокий блокада осада осажденный эвакуация паек';
const CHEERFUL_WORDS =
  'happy happiness joy joyful celebrate celebration birthday festival fun laugh laughter smile holiday carnival wedding congratulations cheer ' +
  'delight merry christmas ' +
  'счастье счастливый радость радостный праздник праздновать отмечать вечеринка рождение фестиваль веселый весело веселье смех смеяться улыбка улыбаться ' +
  'каникулы карнавал свадьба поздравлять рождество новогодний';

/** Forms whose stems are not those of the words above: a stemmer leaves погибли and погиб apart. */
const GRAVE_FORM =
  /^(?:slain|mourners?|grieving|injured|tsunamis?|hurricanes?|terrorists?|bereaved|obituar(?:y|ies)|condolences?|graveyards?|hanged|stabbed|shootings|погиб\p{L}*|гибн\p{L}+|умер(?:л[аио]|ш\p{L}+)|умира\p{L}+|убит\p{L}*|убива\p{L}+|ранен\p{L}+|утону\p{L}+|оплакива\p{L}+|траур\p{L}*|скорб\p{L}+|теракт\p{L}*|террорис\p{L}+|рыда\p{L}+|плач(?:ет|ут|у)|заболе(?:л[аи]?|вш\p{L}+)|больн(?:ой|ая|ые|ых|ого)|воева\p{L}+|сража\p{L}+|сражени\p{L}+|замуч\p{L}+|зарез\p{L}+|застрел\p{L}+|повесил(?:ся|ась)|цунами|ураган(?:а|ы|ом|ов|е)?|смертельн\p{L}+|предсмертн\p{L}+|могил(?:а|ы|е|у|ой)?|поминк\p{L}+|некролог\p{L}*|соболезнован\p{L}+|вымер(?:л[аио]|ш\p{L}+)?|вымира\p{L}+)$/u;

/** What no single word says: those who did not come back, and how people are put to death. */
const GRAVE_PHRASE =
  /(?<!\p{L})(?:(?:never|did not|didn['’]t) (?:came?|return(?:ed)?|made?) (?:home|back)|shot (?:dead|down)|(?:was|were) executed (?:at|for|by|in)|in (?:loving )?memory of|rests? in peace|passed away|we will miss (?:you|him|her)|светлой памяти|(?<=^|[\n«"])памяти (?!не |мало|много|нужн|достаточ|на |для |хват)\p{L}+|вечная память|в память о|mass shooting|school shooting|прогремел взрыв|пропал[аи]? без вести|поконч\p{L}+ с собой|уш[её]л из жизни|ушла из жизни|скончал(?:ся|ась)|не вернул(?:ся|ась|ись))(?!\p{L})/iu;

const stemsOf = (words: string) => new Set(words.split(' ').map((word) => stemOf(word, 'en')));
const READ_CHARACTERS = 4000;
let tables: { readonly grave: ReadonlySet<string>; readonly cheerful: ReadonlySet<string> } | null = null;

/** One grave word outweighs any cheerful one: a party that ended in a fire is no party. */
export function toneOf(text: string, language: string): Tone {
  if (hasTable(baseLanguage(language))) return toneOfWords(text, baseLanguage(language));
  tables ??= { grave: stemsOf(GRAVE_WORDS), cheerful: stemsOf(CHEERFUL_WORDS) };
  const { grave, cheerful } = tables;
  const tokens = tokensOf(withoutSayings(text), language);
  // "Without fear", "no pain" are said to cheer up.
  const said = tokens.filter((_, place) => !isDenied(tokens, place));
  const stems = said.map(({ stem }) => stem);
  const isGrave = said.some(({ stem, written }) => grave.has(stem) || GRAVE_FORM.test(plainWord(written)));
  if (isGrave || GRAVE_PHRASE.test(text.slice(0, READ_CHARACTERS))) return 'grave';
  // Its stem is that of what any band or team does.
  return stems.some((stem) => cheerful.has(stem)) || /\bplayful\b/i.test(text.slice(0, READ_CHARACTERS)) ? 'cheerful' : 'neutral';
}

function toneOfWords(text: string, language: string): Tone {
  const tokens = tokensOf(withoutSayings(text, language), language);
  const said = tokens.filter((_, place) => !isDenied(tokens, place, language));
  if (said.some(({ written }) => isGraveWord(written, language))) return 'grave';
  return said.some(({ written }) => isCheerfulWord(written, language)) ? 'cheerful' : 'neutral';
}

const WAR =
  /(?<!\p{L})(?:army|armies|soldiers?|troops|tanks?|guns|siege|blockade|bomb(?:s|ed|ers?|ing)?|artillery|trench(?:es)?|regiment|front line|invasion|surrender(?:ed)?|арми[яию]|армией|солдат\p{L}*|войск\p{L}*|танк\p{L}*|пушк\p{L}*|осад\p{L}*|блокад\p{L}*|бомб\p{L}*|разбомб\p{L}*|артиллери\p{L}*|окоп\p{L}*|полк\p{L}{0,2}|фронт\p{L}{0,3}|вторжени\p{L}*|капитул\p{L}*)(?!\p{L})/giu;
const LEAST_OF_WAR = 3;
const READ_OF_FILM = 20_000;

/** Whether a film tells of war: by several words of it, for one is said of anything. */
export function tellsOfWar(texts: readonly string[], language = ''): boolean {
  if (hasTable(baseLanguage(language))) return namesWar(texts.join('\n').slice(0, READ_OF_FILM), language);
  const said = texts.join('\n').slice(0, READ_OF_FILM).toLowerCase().match(WAR) ?? [];
  return new Set(said.map((word) => word.slice(0, 4))).size >= LEAST_OF_WAR;
}

const OF_WAR = new Set(['soldier', 'tank', 'cannon', 'siege', 'barbed-wire']);

/** The same in another language, by what its words mean. */
function namesWar(text: string, language: string): boolean {
  const words = isUnspaced(language) ? tokensOf(text, language).map(({ written }) => written) : (text.match(/\p{L}+/gu) ?? []);
  const said = words.filter((word) => OF_WAR.has(meaningOfForm(word, baseLanguage(language))?.english ?? ''));
  return new Set(said.map((word) => word.slice(0, 4).toLowerCase())).size >= LEAST_OF_WAR;
}

const FACES = /^(face-|cat-face$|monkey-face$|emotion$)/;
const FESTIVE =
  /^(sun-with-face|full-moon-face|new-moon-face|.*-moon-face|balloon|party-popper|confetti-ball|partying-.*|mirror-ball|fireworks|sparkler|firecracker|jack-o-lantern|christmas-tree|santa-claus|mrs-claus|mx-claus|wrapped-gift|ribbon|heart-with-ribbon|birthday-cake|clown-.*|teddy-bear|rainbow|.*-dancing|people-with-bunny-ears|snowman|carousel-horse|circus-tent|ferris-wheel|clinking-.*|bottle-with-popping-cork|sparkles|musical-notes|magic-wand|tropical-drink)$/;
/** Light things that would mock grave words; plain food does not: a famine is told by its bread. */
const LIGHT_KINDS = /^(heart|food-(?:sweet|asian)|drink|game|award-medal|event|music|sport|person-activity|person-fantasy|arts-crafts)$/;
const LIGHT =
  /^(hamburger|pizza|french-fries|hot-dog|popcorn|taco|pretzel|pancakes|waffle|sandwich|croissant|sun|sun-.*|sunflower|sunrise|sunset|desert-island|beach-with-umbrella|palm-tree|kite|parachute|flexed-biceps|sunglasses|bouquet|cherry-blossom|tulip|hibiscus|tropical-fish|dolphin|penguin|lady-beetle|baby|baby-.*|teddy-bear|baby-chick|.*-person-in-tuxedo|thumbs-up|ok-hand|waving-hand|raising-hands|clapping-hands)$/;

/** Drawn as heads, but they feel nothing. */
const NO_FACE = /^(?:robot|skull|alien)$/;

/** A face shows a feeling, whosever it is: a cat's too. */
export const isFace = (name: string): boolean =>
  !NO_FACE.test(name) && (name.includes('face') || FACES.test(iconsByName().get(name)?.subgroup ?? ''));

/** Whether a drawing may stand in a picture of such a text. */
export function fits(name: string, tone: Tone): boolean {
  if (tone === 'cheerful') return true;
  const kind = iconsByName().get(name)?.subgroup ?? '';
  if ((FACES.test(kind) && !NO_FACE.test(name)) || FESTIVE.test(name)) return false;
  return tone === 'neutral' || !(LIGHT_KINDS.test(kind) || LIGHT.test(name));
}
