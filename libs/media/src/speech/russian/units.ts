/** What Russian numbers count: units, money and large numbers, each with its gender and its three forms. */
import { table } from '../../text/table.js';
import type { Gender, Plurals } from './numbers.js';

export interface Counted {
  readonly gender: Gender;
  readonly plurals: Plurals;
  /** What is said behind it: "в час". */
  readonly behind: string;
}

const TABLE: Readonly<Record<string, string>> = table({
  '%': 'm процент процента процентов',
  '‰': 'n промилле промилле промилле',
  '₽ руб рубль рубля рублей р': 'm рубль рубля рублей',
  коп: 'f копейка копейки копеек',
  '$ usd долл': 'm доллар доллара долларов',
  '€ eur': 'm евро евро евро',
  '£ gbp': 'm фунт фунта фунтов',
  '¥ jpy': 'f иена иены иен',
  '₴': 'f гривна гривны гривен',
  '₸': 'm тенге тенге тенге',
  '°': 'm градус градуса градусов',
  '°c °с': 'm градус градуса градусов Цельсия',
  '°f': 'm градус градуса градусов Фаренгейта',
  км: 'm километр километра километров',
  м: 'm метр метра метров',
  дм: 'm дециметр дециметра дециметров',
  см: 'm сантиметр сантиметра сантиметров',
  мм: 'm миллиметр миллиметра миллиметров',
  'м² м2 кв.м': 'm квадратный_метр квадратных_метра квадратных_метров',
  'м³ м3': 'm кубический_метр кубических_метра кубических_метров',
  'см³ см3': 'm кубический_сантиметр кубических_сантиметра кубических_сантиметров',
  'см² см2': 'm квадратный_сантиметр квадратных_сантиметра квадратных_сантиметров',
  'км² км2': 'm квадратный_километр квадратных_километра квадратных_километров',
  га: 'm гектар гектара гектаров',
  т: 'f тонна тонны тонн',
  ц: 'm центнер центнера центнеров',
  кг: 'm килограмм килограмма килограммов',
  г: 'm грамм грамма граммов',
  мг: 'm миллиграмм миллиграмма миллиграммов',
  л: 'm литр литра литров',
  мл: 'm миллилитр миллилитра миллилитров',
  'ч час': 'm час часа часов',
  мин: 'f минута минуты минут',
  'с сек': 'f секунда секунды секунд',
  мс: 'f миллисекунда миллисекунды миллисекунд',
  'км/ч': 'm километр километра километров в_час',
  'м/с': 'm метр метра метров в_секунду',
  'км/с': 'm километр километра километров в_секунду',
  вт: 'm ватт ватта ватт',
  квт: 'm киловатт киловатта киловатт',
  мвт: 'm мегаватт мегаватта мегаватт',
  квт·ч: 'm киловатт-час киловатт-часа киловатт-часов',
  в: 'm вольт вольта вольт',
  гц: 'm герц герца герц',
  кгц: 'm килогерц килогерца килогерц',
  мгц: 'm мегагерц мегагерца мегагерц',
  ггц: 'm гигагерц гигагерца гигагерц',
  'кб kb': 'm килобайт килобайта килобайт',
  'мб mb': 'm мегабайт мегабайта мегабайт',
  'гб gb': 'm гигабайт гигабайта гигабайт',
  'тб tb': 'm терабайт терабайта терабайт',
  шт: 'f штука штуки штук',
  чел: 'm человек человека человек',
  мкг: 'm микрограмм микрограмма микрограммов',
  мкм: 'm микрометр микрометра микрометров',
  нм: 'm нанометр нанометра нанометров',
  гвт: 'm гигаватт гигаватта гигаватт',
  мвт·ч: 'm мегаватт-час мегаватт-часа мегаватт-часов',
  дб: 'm децибел децибела децибел',
  кдж: 'm килоджоуль килоджоуля килоджоулей',
  ма·ч: 'm миллиампер-час миллиампер-часа миллиампер-часов',
  'кбит/с': 'm килобит килобита килобит в_секунду',
  'мбит/с': 'm мегабит мегабита мегабит в_секунду',
  'гбит/с': 'm гигабит гигабита гигабит в_секунду',
  'м/с²': 'm метр метра метров на_секунду_в_квадрате',
  ppm: 'f часть части частей на_миллион',
  fps: 'm кадр кадра кадров в_секунду',
  'кадр/с': 'm кадр кадра кадров в_секунду',
  гпа: 'm гектопаскаль гектопаскаля гектопаскалей',
  кпа: 'm килопаскаль килопаскаля килопаскалей',
  мпа: 'm мегапаскаль мегапаскаля мегапаскалей',
  'об/мин': 'm оборот оборота оборотов в_минуту',
  'уд/мин': 'm удар удара ударов в_минуту',
  ккал: 'f килокалория килокалории килокалорий',
  'л.с': 'f лошадиная_сила лошадиные_силы лошадиных_сил',
});
const SCALES: Readonly<Record<string, string>> = table({
  тыс: 'f тысяча тысячи тысяч',
  'млн миллион миллиона миллионов': 'm миллион миллиона миллионов',
  'млрд миллиард миллиарда миллиардов': 'm миллиард миллиарда миллиардов',
  'трлн триллион триллиона триллионов': 'm триллион триллиона триллионов',
});

/** Behind a number with nothing between them these letters are a unit; apart from it they are a preposition or a name. */
export const ONLY_ATTACHED = new Set(['в', 'с', 'р']);

function countedOf(value: string): Counted {
  const [gender, one = '', few = '', many = '', behind = ''] = value.split(' ').map((part) => part.replaceAll('_', ' '));
  return { gender: gender as Gender, plurals: [one, few, many], behind };
}

function indexed(table: Readonly<Record<string, string>>): ReadonlyMap<string, Counted> {
  const entries = Object.entries(table).flatMap(([names, value]) => {
    const counted = countedOf(value);
    return names.split(' ').map((name): [string, Counted] => [name, counted]);
  });
  return new Map(entries);
}

const UNITS = indexed(TABLE);
const LARGE = indexed(SCALES);

/** The unit written so, in any case of letters. "мкг/мл" is so many of the one in one of the other. */
export function unitNamed(name: string): Counted | undefined {
  const known = UNITS.get(name.toLowerCase());
  if (known || !name.includes('/')) return known;
  const [, one = '', other = ''] = /^([^/]{1,4})\/([^/]{1,4})$/u.exec(name.toLowerCase().replace('./', '/')) ?? [];
  const [left, right] = [UNITS.get(one), UNITS.get(other)];
  return left && right && right.gender !== 'f' ? { ...left, behind: `на ${right.plurals[0]}` } : undefined;
}

/** Of two words, by their letters; behind them what stands after a fraction. */
const PHRASES = new Map(
  Object.entries({
    'ст л': 'f столовая_ложка столовые_ложки столовых_ложек столовой_ложки',
    'ч л': 'f чайная_ложка чайные_ложки чайных_ложек чайной_ложки',
    'д л': 'f десертная_ложка десертные_ложки десертных_ложек десертной_ложки',
    'п п': 'm процентный_пункт процентных_пункта процентных_пунктов процентного_пункта',
    'кв м': 'm квадратный_метр квадратных_метра квадратных_метров квадратного_метра',
    'кв км': 'm квадратный_километр квадратных_километра квадратных_километров квадратного_километра',
    'куб м': 'm кубический_метр кубических_метра кубических_метров кубического_метра',
  }).map(([name, value]): [string, Counted] => [name, countedOf(value)]),
);
export const phraseNamed = (name: string): Counted | undefined => PHRASES.get(name);
const SMALL_MONEY: ReadonlyMap<string, Counted> = new Map(
  Object.entries({
    'рубль гривна': 'f копейка копейки копеек',
    'доллар евро': 'm цент цента центов',
    фунт: 'm пенс пенса пенсов',
  }).flatMap(([names, value]) => names.split(' ').map((name): [string, Counted] => [name, countedOf(value)])),
);

/** What a hundred of make one of it. */
export const smallOf = ({ plurals: [one] }: Counted): Counted | undefined => SMALL_MONEY.get(one);
/** тыс., млн, млрд, трлн and their whole words. */
export const scaleNamed = (name: string): Counted | undefined => LARGE.get(name.toLowerCase());
