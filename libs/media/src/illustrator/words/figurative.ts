import { OWN_LINES } from '../../outline/index.js';
import { withCompounds } from './compounds.js';
import { isDeniedIn, sayingsOf } from './languages/context.js';
import { hasTable } from './languages/forms.js';
import { baseLanguage, type Token } from './stems.js';

/** Sayings, and times of day that only say when, in which no word means the thing that could be drawn. */
const SAYINGS =
  "(?:поз[аыуе]|позой) (?:собаки|кошки|коровы|кобры|реб[её]нка|дерева|горы|моста|воина|голубя|лука)(?: мордой (?:вниз|вверх))?|(?:downward|upward)(?:[- ]facing)? dog|child[’']s pose|(?:cat|cow|cobra|tree|mountain|bridge|pigeon|cat-cow|eagle|boat|fish|camel|warrior) pose|" +
  'in town|in front of|на (?:новый|свой|старый|другой) лад|с л[её]гким паром|glove (?:box|compartment)|in (?:loving )?memory of|in his memory|in her memory|(?:светлой|вечной|доброй) памяти|в память об?|вечная память|' +
  'piece of cake|break(?:s|ing)? the ice|broke the ice|under the weather|heat of the moment|at the heart of|the heart of the|heart of (?:his|her|its|their|the)|on fire|catch(?:es)? fire|caught fire|' +
  'once in a blue moon|cats and dogs|cold feet|elephant in the room|spill(?:ed|s)? the beans|by heart|hand in hand|on the other hand|on the one hand|' +
  'slip of the tongue|crack(?:s|ed)? the code|cold war|cold calls?|eggs in one basket|walk in the park|straight face|black box|walls have ears|opens? a door|close[sd]? a door|breaks? bread|the tip of|at the edge|food for thought|elephant in the|' +
  'at hand|in hand|first[- ]hand|second[- ]hand|by hand|face to face|in the face of|keep(?:s)? an eye on|in the eyes of|in the blink of an eye|tip of the iceberg|' +
  'under (?:heavy |enemy )?fire|(?:on|across) the (?:whole )?planet|on earth|на (?:всей )?планете|под огн[её]м|под обстрелом|' +
  'turn(?:s|ed)? the (?:page|tables|tide)|bite the bullet|bit the bullet|burn(?:ed|t|s)? bridges|root cause|roots? of|the foot of|mouth of the|leg of the|branch(?:es)? of|' +
  'shed(?:s)? light|in (?:the )?light of|come(?:s)? to light|came to light|cloud nine|silver lining|perfect storm|storm of (?:protest|criticism)|a flood of|sea of (?:people|change|faces)|' +
  'time flies|flies by|on the same page|in a nutshell|nuts and bolts|rule of thumb|rat race|cat nap|wild goose chase|white elephant|snake oil|crocodile tears|' +
  '(?:cards |back )?on(?:to)? the (?:negotiating )?table|to the (?:negotiating )?table|(?:pa(?:y|ys|id)|money|cash) under the table|(?:periodic|times|multiplication|league|truth|pivot|data|look ?up|round) tables?|tables? of (?:contents|data|values|figures)|' +
  'on the fence|throw(?:s|n|ing)? in the towel|threw in the towel|under the (?:rug|carpet)|red carpet|ivory tower|call(?:s|ed)? a spade a spade|' +
  'карты на стол|за (?:круглым столом|стол\\p{L}{0,3} переговоров)|шведск\\p{L}+ стол\\p{L}*|стол находок|настольн\\p{L}+|красн\\p{L}+ ковров\\p{L}+ дорожк\\p{L}+|башн\\p{L}* из слоновой кости|' +
  'kick(?:s|ed)? the bucket|burn(?:s|ed|t|ing)? the midnight oil|cats? out of the bag|beat(?:s|ing)? around the bush|an arm and a leg|rings? a bell|the last straw|ball is in|skeletons? in the|a chip on|bit(?:e|es)? off more|' +
  'by (?:morning|night|noon|evening|day)|(?:that|this|next|last|one|each|every) (?:morning|night|evening|day)|(?:in|at) the (?:morning|evening)|at full steam|in the same boat|all in one boat|rock(?:s|ed|ing)? the boat|(?:wolf|wolves) in sheep.s clothing|pig in a poke|garbage in|garbage out|cocktails? of|(?:good|bad|rotten|tough) egg|rock bottom|on the rocks|a drop in the (?:ocean|bucket)|ball park|ballpark|in the long run|the bottom line|red tape|green light|' +
  'back burner|melting pot|hot potato|low[- ]hanging fruit|apple of|bread and butter|cup of tea|icing on the cake|smoking gun|silver bullet|house of cards|domino effect|' +
  'key (?:to|role|factor|question|point|reason|figure|idea|player|part|(?:interest |policy )?rates?|issue|problem|word|term|skill|step|takeaway|feature|metric|moment|fact|lesson|message|market|change|difference|decision|witness|element|ingredient|data|result|finding|date|component|concept)s?|star of the|can of worms|in (?:plain|simple|other|a few|short) words?|простыми словами|другими словами|in stock|out of stock|(?:take|took|takes|taking) stock|rising star|shooting for the stars|over the moon|' +
  '(?<=\\s)с умом|не рой(?:те)? другому ям[уы]|на первый взгляд|с первого взгляда|в двух словах|из рук вон|под рукой|из первых рук|своими руками|взять себя в руки|лицом к лицу|в лицо|на носу|вешать нос|' +
  'сломя голову|с головой|в голове|прийти в голову|по душам|от руки|рукой подать|время от времени|в корне|яблоко раздора|медвежью? услуг[аиу]|кот наплакал|потеря\\p{L}+ голову|детск\\p{L}+ сад\\p{L}*|мать учения|капля камень точит|хлеб всему голова|яйца в одну корзину|из головы|держите себя в руках|на пороге|в тупик|из последних сил|в стороне?|' +
  'лапш\\p{L}* на уши|из мухи слона|бисер перед свиньями|кота? в мешке|в одной лодке|волк\\p{L}* в овечьей шкуре|водит\\p{L}* (?:\\p{L}+ )?за нос|в лужу|дело в шляпе|собака зарыта|ловит\\p{L}* ворон|по шапке|воз и ныне там|палец о палец|' +
  'как рыба в воде|белая ворона|бить баклуши|капля в море|в сердце|сердце города|всем сердцем|за тридевять земель|ни рыба ни мясо|след простыл|' +
  'пальцем в небо|как две капли|на седьмом небе|плыть по течению|подлить масла в огонь|играть с огнём|между двух огней|в огне|звёзды сошлись|звезда экрана|' +
  'камень преткновения|краеугольный камень|ключев(?:ой|ая|ое|ые|ую)|глаза разбегаются|в глазах|на глазах|с глазу на глаз|море (?:людей|эмоций|вариантов)|буря эмоций|шквал критики|волна (?:критики|интереса)|поток (?:людей|информации)';
const SAYING = new RegExp(`(?<!\\p{L})(?:${SAYINGS})(?!\\p{L})`, 'giu');

const blank = (words: string): string => ' '.repeat(words.length);

const OWN = OWN_LINES.join('\n');
const SENTENCE = /[^\s.!?…][^.!?…]*[.!?…]*/gu;
/** Shorter parts of a sentence could be anybody's. */
const LEAST_OWN_CHARACTERS = 12;
const MOST_OWN_CHARACTERS = Math.max(...OWN_LINES.map(({ length }) => length));

/** Segments may end inside a sentence, so parts of what the writer says of any subject are known too. */
const isOwn = (sentence: string): boolean =>
  sentence.length >= LEAST_OWN_CHARACTERS && sentence.length <= MOST_OWN_CHARACTERS && OWN.includes(sentence);

/** @returns the text with sayings blanked, and what our own writer says of any subject; things of two words are one. Every other word stays at its place */
export const withoutSayings = (text: string, language = ''): string => {
  const read = text.slice(0, 8000).replace(SENTENCE, (sentence) => (isOwn(sentence.trim()) ? blank(sentence) : sentence));
  const said = read.replace(sayingsOf(baseLanguage(language)) ?? SAYING, blank);
  return hasTable(baseLanguage(language)) ? said : withCompounds(said);
};

/** Words that are things in one sentence and doings in the next. */
const DOUBLE = new Set(
  (
    'spring match watch bear duck fly flies ring play park train drive book bat cook iron drink tie saw left rose fall falls leaves land face hand head eye foot back stand ' +
    'light fire plant water fish ship sail rock crash cross track trace star stamp stick swing turn lead present hammer nail brush dust ' +
    'store bank ground house board place key milk cut dress dream sleep travel run walk dance race swim box pitch score shoot shot ' +
    'snow rain storm flood shine crawl wave point mirror picture film record address note mark sign ticket target map name number crown ' +
    'trap hook pin lock seal anchor dock mine screw spell mean well'
  ).split(' '),
);
/** Past forms that are things too: after a name or a noun they are doings. */
const PAST = new Set('rose saw fell left ground found wound felt shot spoke drove bore lit cut hit set put ran'.split(' '));
const BEFORE_THING =
  /^(a|an|the|his|her|its|my|our|your|their|this|that|these|those|one|each|every|no|some|any|of|with|and|or|in|on|by|for|from|to|as|red|white|black|old|new|single)$/;
const BEFORE_DOING = new Set(
  "to will would can could should must may might shall not don't doesn't didn't won't can't couldn't i you he she it we they who let never always often also then and".split(
    ' ',
  ),
);
const INFLECTED = /^(.{3,}?)(?:ed|ing)$/;

/** Whether a word says what somebody does: English tells by what stands before it, and by its ending. */
export function isDoing(tokens: readonly Token[], index: number, language = ''): boolean {
  if (hasTable(baseLanguage(language))) return false;
  const written = tokens[index]?.written.toLowerCase() ?? '';
  if (!/^[a-z']+$/.test(written)) return false;
  const before = tokens[index - 1]?.written.toLowerCase();
  if (PAST.has(written)) return before !== undefined && !BEFORE_THING.test(before);
  const [, base] = INFLECTED.exec(written) ?? [];
  if (base !== undefined) return [base, `${base}e`, base.replace(/(.)\1$/, '$1'), base.replace(/i$/, 'y')].some((word) => DOUBLE.has(word));
  if (!DOUBLE.has(written) && !DOUBLE.has(written.replace(/e?s$/, ''))) return false;
  return BEFORE_DOING.has(before ?? '');
}

const DENIES = /^(?:without|no|never|neither|nor|без|нет|ни|не)$/;
const NOT_NEEDED = /^(?:нужен|нужна|нужно|нужны)$/;
const ARTICLE = /^(?:a|an|the|any|his|her|its|their|your|my)$/;

/** The words around a place, lower case, as far as only a space parts them. */
const nearIn =
  (tokens: readonly Token[], index: number) =>
  (offset: number): string => {
    const step = Math.sign(offset);
    for (let at = index; at !== index + offset; at += step) {
      const [first, second] = step > 0 ? [tokens[at], tokens[at + 1]] : [tokens[at - 1], tokens[at]];
      if (!first || !second || second.start - first.start - first.written.length > 1) return '';
    }
    return tokens[index + offset]?.written.toLowerCase() ?? '';
  };

/** Whether a thing is named only as what is not there: "without sleep", "no bread", "not a reward", "без хлеба", «телескоп не нужен». */
export function isDenied(tokens: readonly Token[], index: number, language = ''): boolean {
  const word = (place: number): string => tokens[place]?.written.toLowerCase() ?? '';
  if (hasTable(baseLanguage(language))) return isDeniedIn(nearIn(tokens, index), baseLanguage(language));
  const before = word(index - 1);
  if (word(index + 1) === 'не' && NOT_NEEDED.test(word(index + 2))) return true;
  return DENIES.test(before) || (ARTICLE.test(before) && /^(?:not|without|isn['’]t|aren['’]t|wasn['’]t)$/.test(word(index - 2)));
}
