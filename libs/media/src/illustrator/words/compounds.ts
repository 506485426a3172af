/**
 * Things that have two words, neither of which means what both do: an ice cream is no ice. One a line: pattern = the word that stands for it in
 * `things.ts`, which is never longer than what it replaces.
 */
const TABLE = `
ice[ -]creams? = ice-cream
hot[ -]dogs? = hot-dog
gun ?ports? = cannon
пушечн(?:ый|ого|ые|ых|ыми|ым) порт(?:а|ы|ов|ах|ами|ам)? = пушка
water tanks? = barrel
(?:fuel|gas) tanks? = gasoline
fish tanks? = goldfish
palm trees? = palm-tree
washing machines? = washer
vacuum cleaners? = vacuum
french fries = french-fries
(?:cinnamon|cardamom) (?:rolls?|buns?) = pastry
fire (?:engines?|trucks?|brigades?) = fire-truck
police cars? = police-car
alarm clocks? = alarm-clock
traffic lights? = stoplight
swimming pools? = swimming-pool
credit cards? = credit-card
debit cards? = credit-card
school bus(?:es)? = school-bus
(?:gas|petrol) stations? = gasoline
(?:coffee|tea) (?:shops?|houses?) = cafe
barber ?shops? = barber
book ?(?:shops?|stores?) = books
sewing machines? = needle
polar bears? = polar-bear
guinea pigs? = hamster
light bulbs? = light-bulb
clove hitch(?:es)? = knot
roller coasters? = roller-coaster
ferris wheels? = ferris-wheel
video games? = video-game
board games? = dice
(?:mobile|cell) phones? = phone
hot chocolates? = cocoa
(?:orange|apple) juice = juice
peanut butter = peanuts
olive oil = olive
bell peppers? = bell-pepper
teddy bears? = teddy-bear
(?:race|racing) cars? = race-car
love letters? = love-letter
first aid(?: kits?)? = bandage
sun (?:goes|went|is going) down|sun sets|setting sun = sunset
sun (?:comes|came|is coming) up|sun rises|rising sun = sunrise
скор(?:ая|ую|ой) помощ(?:ь|и|ью) = неотложка
стиральн\\p{L}+ машин\\p{L}+ = стиралка
швейн\\p{L}+ машин\\p{L}+ = игла
воздушн\\p{L}+ шар(?!ф)\\p{L}* = шарик
летуч\\p{L}+ мыш\\p{L}+ = летучая-мышь
божь\\p{L}+ коров\\p{L}+ = божья-коровка
мягк\\p{L}+ игруш\\p{L}+ = игрушка
(?:кредитн|банковск)\\p{L}+ карт(?:а|ы|е|у|ой|ам|ами)? = кредитка
(?:мобильн|сотов)\\p{L}+ телефон\\p{L}* = телефон
зубн\\p{L}+ щ[её]т\\p{L}+ = щётка
морск\\p{L}+ свин\\p{L}+ = хомяк
бел\\p{L}{2,3} медвед\\p{L}+ = белый-медведь
горяч\\p{L}+ шоколад\\p{L}* = какао
детск\\p{L}+ площад\\p{L}+ = горка
настольн\\p{L}+ игр\\p{L}+ = кубик
настольн\\p{L}+ ламп\\p{L}+ = лампа
(?:bottles?|jugs?) of water|water bottles? = tumbler
бутыл(?:ка|ки|ку|кой) (?:с )?вод(?:ы|ой) = стакан
tennis (?:balls?|rackets?) = tennis
golf (?:balls?|clubs?) = golf
(?:встало|взошло|поднялось|вставало) солнце = рассвет
(?:село|зашло|садилось) солнце = закат
солнце (?:садится|село|заходит|зашло|сядет) = закат
солнце (?:встает|встаёт|взошло|восходит|встало) = рассвет
`;

/** The drawings of words that only stand for two, as `things.ts` has them. */
export const THINGS_OF_TWO_WORDS = `
ice-cream / мороженое = ice-cream soft-ice-cream
hot-dog = hot-dog
palm-tree / пальма = palm-tree
laundry / стирка = soap bubbles
vacuum / пылесос = broom
french-fries = french-fries
pastry pastries / выпечка = croissant pretzel
fire-truck = fire-engine
police-car = police-car
alarm-clock = alarm-clock
stoplight = vertical-traffic-light
swimming-pool = person-swimming
credit-card / кредитка = credit-card
school-bus = bus
polar-bear / белый-медведь = polar-bear
roller-coaster = roller-coaster
ferris-wheel = ferris-wheel
video-game = video-game
bell-pepper = bell-pepper
teddy-bear = teddy-bear
race-car = racing-car
cocoa / какао = hot-beverage
/ шарик шарики = balloon
/ летучая-мышь = bat
/ божья-коровка = lady-beetle
/ щётка = toothbrush
/ горка = playground-slide
`;

const COMPOUNDS: readonly (readonly [pattern: RegExp, word: string])[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [pattern = '', word = ''] = line.split(' = ');
    return [new RegExp(`(?<!\\p{L})(?:${pattern})(?!\\p{L})`, 'giu'), word];
  });
const ANY = new RegExp(COMPOUNDS.map(([pattern]) => pattern.source).join('|'), 'iu');

/** @returns the text with one word for each of them: every other word stays at its place */
export function withCompounds(text: string): string {
  if (!ANY.test(text)) return text;
  return COMPOUNDS.reduce(
    (read, [pattern, word]) => read.replace(pattern, (found) => (word.length > found.length ? found : word.padEnd(found.length))),
    text,
  );
}
