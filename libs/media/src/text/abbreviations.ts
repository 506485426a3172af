/** Words whose dot ends no sentence by itself: one list for speech and captions. Without their last dot, in lower case. */
const BEFORE_NAMES = new Set(
  (
    'mr mrs ms dr prof st mt ft sr vs e.g i.e approx dept gen sgt capt lt sen gov rev col ' +
    'z.b d.h u.a v.a bzw nr hr evtl ggf inkl vgl mme mlle chap p.ex p.ej p.es sra srta dña dra núm pág sig dott avv bijv dhr mevr np tzn tzw m.in ' +
    'т.е т.к г им пр см ул обл пл пер св акад проф напр'
  ).split(' '),
);
/** "No. 5" is a number, "No." is an answer. */
const BEFORE_NUMBERS = new Set(
  'no fig vol pp ch c ca est jan feb mar apr jun jul aug sep sept oct nov dec ext op eq tab apt rm bldg nos pop b d mon tue tues wed thu thur thurs fri sat sun осн род ум пн вт ср чт пт сб вс рис стр д кв корп табл гл ок с т доб соч оп п ст ч тел абз прил'.split(
    ' ',
  ),
);
const BEHIND_OTHERS = new Set(
  'jr etc inc ltd co est a.m p.m u.s u.k т.д т.п гг в вв др млн млрд тыс руб коп с.ш ю.ш н.э кг км мм'.split(' '),
);

/** Measures: behind a number their dot ends a sentence only where a capital follows ("20 см. В городе", "6 ft. He"). */
const MEASURES = new Set(
  (
    'мм см дм м км мг г кг ц т мл л с сек мин ч сут мес г гг в вв руб коп р тыс млн млрд трлн чел шт экз га кв куб стр ' +
    'in ft yd mi lb lbs oz pt qt gal sec min hr hrs yr yrs mph cm mm km kg sq cu hp'
  ).split(' '),
);
const COUNTED = /^[^\p{L}\p{N}]*(?:[^\s\p{L}]*\d[^\s\p{L}]*|[IVXLХ]+(?:[–—-][IVXLХ]+)?|(?:тыс|млн|млрд|трлн|кв|куб|sq|cu)\.?)$/u;
const ERA = /^(?:г|гг|в|вв)$/u;
/** "В 1812 г. Наполеон", "К концу XIX в. Россия": so a sentence begins, and its subject is still to come. */
const OPENS_A_DATE = /^(?:В|Во|С|Со|К|Ко|До|От|Из|На|По|Около|После|Летом|Зимой|Весной|Осенью|Между|Накануне)$/u;
const DATE_WORDS = 4;

/** Ordinals of German, Polish, Czech, Danish, Turkish and others have a dot: "3. Oktober", "3. maja", "XX. wiek". */
const ORDINAL = /^(?:\d{1,3}|[IVXL]+)$/u;
/** Behind these a German ordinal stands before its noun, which has a capital. "I am 3." is English. */
const GERMAN_BEFORE_ORDINAL =
  /^[„"»(]*(?:am|vom|zum|zur|bis|der|die|das|den|dem|des|ab|seit|im|beim|ins|ein|eine|einen|einem|einer|eines|jeder|jede|jedes|jeden|ihr|ihre|sein|seine|unser|mein|dieser|diese|dieses)$/iu;
const GERMAN_MONTH = /^(?:Januar|Jänner|Februar|März|Mai|Juni|Juli|Oktober|Dezember)(?!\p{L})/u;

function isOrdinal(word: string, next: string, before: readonly string[]): boolean {
  if (!ORDINAL.test(word)) return false;
  const isEnglish = /^I$/.test(before.at(-2) ?? '') && before.at(-1) === 'am';
  return (
    BEGINS_SMALL.test(next) ||
    GERMAN_MONTH.test(next) ||
    (!isEnglish && /^\p{Lu}/u.test(next) && GERMAN_BEFORE_ORDINAL.test(before.at(-1) ?? ''))
  );
}

/** Stands before what it belongs to ("Mt. Everest", "д. 5"): no sentence ends between the two. */
export function standsBefore(word: string, next: string): boolean {
  const name = word.toLowerCase();
  return BEFORE_NAMES.has(name) || (BEFORE_NUMBERS.has(name) && /^(?:\d|[IVXL]{1,6}(?!\p{L}))/u.test(next));
}

/** Any abbreviation of the list; those that stand behind ("etc.", "руб.") may end a sentence too. */
export const isAbbreviation = (word: string, next: string): boolean => standsBefore(word, next) || BEHIND_OTHERS.has(word.toLowerCase());

const BEGINS_SMALL = /^[^\p{L}\p{N}]*\p{Ll}/u;

/** Whether this is a measure behind its number. @param before the words before it, the nearest last */
const isMeasured = (word: string, before: readonly string[]): boolean =>
  MEASURES.has(word.toLowerCase()) && COUNTED.test((before.at(-1) ?? '').slice(0, 40));

/**
 * Whether the dot of an abbreviation leads on to `next`: "Mt. Everest", "т. д.", "др. и", "U. S.". One small letter with a dot is part
 * of one, and so is a capital before another ("А. С."); before a word it may as well end a sentence ("vitamin C. It helps"). A measure
 * leads on unless a capital follows: "5 ч. 30 мин.", "20 см. в ширину", but "20 см. В городе".
 * @param word without its dot
 * @param before the words before it in the text, the nearest last; the last few are looked at
 */
export function leadsOn(word: string, next: string, before: readonly string[] = []): boolean {
  if (isMeasured(word, before)) {
    if (BEGINS_SMALL.test(next) || /^[^\p{L}\p{N}]*\d/u.test(next)) return true;
    return ERA.test(word) && before.slice(-DATE_WORDS).some((one) => OPENS_A_DATE.test(one));
  }
  if (standsBefore(word, next) || isOrdinal(word, next, before)) return true;
  // "А. С.", "z. B."
  if (/^\p{L}$/u.test(word) && /^\p{Lu}\./u.test(next)) return true;
  // "J.R.R. Tolkien", "P.O. Box": initials, but for those that end sentences as well.
  if (
    /^(?:\p{Lu}\.){1,4}\p{Lu}$/u.test(word) &&
    !/^(?:U\.S|U\.K|U\.S\.A|U\.N|E\.U|D\.C|L\.A|N\.Y|B\.C|A\.D|A\.M|P\.M|B\.C\.E|U\.S\.S\.R)$/u.test(word) &&
    /^\p{Lu}/u.test(next)
  )
    return true;
  if (/^\p{Lu}$/u.test(word)) return false;
  // "2 ст. л.", "мм рт. ст."
  if (/^\p{Ll}{1,3}$/u.test(word) && /^\p{Ll}{1,2}\.(?:[,;:.)\s]|$)/u.test(next)) return true;
  return BEGINS_SMALL.test(next) && (/^\p{Ll}$/u.test(word) || isAbbreviation(word, next));
}
