import { plainWord, type Token } from './stems.js';

/**
 * Words that stand for something else as often as for themselves mean themselves where somebody does with them what is done with such things:
 * "a cat sits by the window", "he slammed the door", "кот спит на плите".
 */
interface Kind {
  readonly things: RegExp;
  /** What is done by them, or with them. */
  readonly doings: RegExp;
}

const KINDS: readonly Kind[] = [
  {
    things:
      /^(?:(?:dog|cat|horse|wolf|fox|bear|bull|cow|goat|lamb|sheep|duck|bird|fish|mouse|snail|snake|turtle|spider|ant|elephant|lion|tiger|monkey|crow|eagle|dove)s?|собак[аиуе]|собакой|кот(?:а|у|ом|е|ы)?|кошк[аиуе]|кошкой|лошад[ьи]|лошадью|кон(?:ь|я|ю|и)|волк(?:а|и)?|лис[аыу]|медвед[ья]|коров[аыу]|коз[аыу]|утк[аиу]|птиц[аыу]|рыб[ауы]|мыш[ьи]|змея|черепах[аиу]|слон(?:а|ы)?|лев|тигр(?:а|ы)?|обезьян[аыу]|ворон[аыу]|голуб[ьия])$/,
    doings:
      /^(?:sits?|sat|sitting|sleeps?|slept|sleeping|lies|lay|lying|runs?|ran|running|jumps?|jumped|jumping|eats?|ate|eating|drinks?|drank|drinking|barks?|barked|barking|purrs?|purred|purring|meows?|meowed|walks?|walked|walking|feeds?|fed|feeding|pets?|petted|strok(?:es?|ed|ing)|hugs?|hugged|wakes?|woke|chas(?:es?|ed|ing)|bites?|bit|licks?|licked|growls?|growled|sniffs?|sniffed|swims?|swam|flies|flew|sings?|sang|rides?|rode|riding|shod|сид(?:ит|ят|ел|ела|ели)|сп(?:ит|ят|ал|ала|али)|леж(?:ит|ат|ал|ала|али)|беж(?:ит|ал|ала|али)|бег(?:ут|ает|ают|ал|ала|али)|прыга(?:ет|ют|л|ла|ли)|прыгну(?:л|ла)|ест|ел|ела|едят|пь[её]т|пил|пила|лает|лаял|лаяла|мурлы(?:чет|чут|кал|кала)|мяука(?:ет|л|ла)|гуля(?:ет|ют|л|ла|ли|ть|йте)|корми(?:т|ть|те|л|ла|ли)|глади(?:т|ть|л|ла|ли)|гладьте|играет|играют|просну(?:лся|лась)|потягивается|виляет|рычит|нюхает|облизал[аи]?|выгулива(?:ть|ет|йте)|плыв[её]т|летит|stands?|stood|standing|hid(?:es|ing)?|crept|climb(?:s|ed)|crawl(?:s|ed)|stare[sd]?|follow(?:s|ed)|hunt(?:s|ed)|plays?|played|playing|wander(?:s|ed)|dug|howl(?:s|ed)|roar(?:s|ed)|comes|came|waits?|waited|waiting|watch(?:es|ed)|стоит|стоял[аи]?|пря(?:чется|талась|тался)|спрятал(?:ась|ся)|жив[её]т|жил[аи]?|вернул(?:ась|ся)|убежал[аи]?|прибежал[аи]?|подбежал[аи]?|охотится|воет|выл[аи]?|бродит|бродил[аи]?|приход(?:ит|ят|ил|ила)|приш[её]л|пришла|жд[её]т|ждал[аи]?|встреча(?:ет|ют|л|ла)|смотрит|смотрел[аи]?|ловил[аи]?|поймал[аи]?|погладьте|погладил[аи]?|оставля(?:йте|ет|ть)|оставил[аи]?|leaves?|по[её]т|скачет|скакал[аи]?)$/,
  },
  {
    things:
      /^(?:(?:door|window|mirror|bottle|cup|glass|plate|spoon|fork|knife|pan|basket|bag|hat|dress|shirt|phone|camera|clock|bell)s?|knives|shoes?|glasses|двер[ьи]|дверью|окн[оауе]|окна|зеркал[оау]|бутылк[аиу]|чашк[аиу]|стакан(?:а|ы)?|тарелк[аиу]|ложк[аиу]|вилк[аиу]|нож(?:а|и|ом)?|сковород[аыу]|корзин[аыу]|сумк[аиу]|шляп[аыу]|плать[ея]|рубашк[аиу]|телефон(?:а|ы|ом)?|часы|будильник|камер[аыу]|звонок|колокол(?:а)?)$/,
    doings:
      /^(?:opens?|opened|clos(?:es?|ed|ing)|shuts?|slam(?:s|med)?|knock(?:s|ed|ing)?|locks?|locked|pours?|poured|drink|drank|wash(?:es|ed|ing)?|wip(?:es?|ed|ing)|clean(?:s|ed)?|hang(?:s|ing)?|hung|puts?|lays?|laid|fill(?:s|ed)?|break(?:s|ing)?|broke|wears?|wore|wearing|charg(?:es?|ed|ing)|unlocks?|dropp?(?:s|ed)?|fold(?:s|ed)?|iron(?:s|ed)?|off|rings?|rang|ticks?|ticked|strikes?|struck|grab(?:s|bed)?|pack(?:s|ed)?|открой(?:те)?|открыва(?:ет|йте|л|ла|ли|ть)|открыл[аи]?|закрой(?:те)?|закрыва(?:ет|йте|л|ла|ли|ть)|закрыл[аи]?|захлопну(?:л|ла|ли|ть)|хлопну(?:л|ла|ли)|стучит|стучал[аи]?|постучал[аи]?|постучите|запер(?:ла|ли)?|нал(?:ей|ейте|ил|ила|или)|наливает|выпил[аи]?|помой(?:те)?|моет|вымой(?:те)?|вытр(?:и|ите)|повесь(?:те)?|вешаем|вешает|повесил[аи]?|поставь(?:те)?|поставил[аи]?|ставим|положи(?:те|л|ла|ли)?|кладите|кладем|убер(?:и|ите|ет)|убрал[аи]?|разбил[аи]?|надень(?:те)?|надел[аи]?|наденет|зазвонил|звонит|гладит|погладь(?:те)?|завесьте|занавесь(?:те)?|протр(?:и|ите)|переведите|заведите|тикают|соберите|собрал[аи]?|заряди(?:те)?|заряжа(?:ет|йте)|возьми(?:те)?|взял[аи]?)$/,
  },
  {
    things:
      /^(?:(?:egg|apple|cake|pie|cherry|peach|cheese|meat|butter|honey|cream|salt|sugar|oil|water|fish)s?|cherries|peaches|яйц[оаеу]|яиц|яйца|яблок[оаиу]|торт(?:а|ом|ы)?|сыр(?:а|ом)?|мясо|мяса|масл[оаеу]|м[её]д(?:а|ом)?|сол[ьи]|солью|сахар(?:а|ом)?|вод[ауы]|водой|рыб[ауы]|рыбой)$/,
    doings:
      /^(?:boil(?:s|ed)?|cook(?:s|ed)?|fry|fried|fries|bake[sd]?|beat|whisk(?:ed)?|crack(?:ed)?|eats?|ate|add(?:s|ed)?|melt(?:s|ed)?|slice[sd]?|spread|stir(?:red)?|chop(?:ped)?|mix(?:ed)?|grate[sd]?|drinks?|drank|sprinkle[sd]?|peel(?:ed)?|buys?|bought|roast(?:ed)?|pours?|poured|вар(?:им|ите|ит)|свари(?:те|м)?|жар(?:им|ьте|ит)|пожарьте|обжарьте|добав(?:ьте|ляем|им|ил|ила)|взбей(?:те)?|взбиваем|нарежь(?:те)?|режем|ешьте|едим|съешь(?:те)?|съел[аи]?|едят|принесите|прин[её]с(?:ла|ли)?|испек(?:ите|ла|ли)?|натрите|смешай(?:те)?|посыпьте|посолите|намажьте|куп(?:ите|ил|ила|или)|пейте|пить|пь[её]т|пил[аи]?|налейте|запекаем|запеките|растопите)$/,
  },
  {
    things: /^(?:showers?|baths?|bridges?|мост(?:ы|у|ом|а|е)?|душ|ванн[уы])$/,
    doings:
      /^(?:takes?|took|taking|have|had|across|over|under|cross(?:es|ed)?|прими(?:те)?|принима(?:ет|ть|йте)|приня(?:л|ла|ть)|развод(?:ят|ит|или)|по|через|под|построил[аи]?|перейди(?:те)?)$/,
  },
  {
    things: /^(?:rivers?|lakes?|seas?|oceans?|рек[аиуе]|рекой|озер[оауе]|озером|мор[еяю]|морем|океан(?:а|у|ом|е)?)$/,
    doings:
      /^(?:along|beside|near|by|across|over|beneath|cross(?:es|ed|ing)?|sw[aiu]m(?:s|ming)?|sail(?:s|ed|ing)?|div(?:es?|ed|ing)|dove|flow(?:s|ed|ing)?|froze|freezes|bathed?|fish(?:ed|ing)?|boats?|ships?|row(?:ed|ing)?|вдоль|возле|около|через|над|у|к|берег(?:а|у|ом)?|плыв\p{L}+|плава\p{L}+|переплы\p{L}+|пересек\p{L}+|купа\p{L}+|теч[её]т|текла|впада\p{L}+|замерз\p{L}+|рыбач\p{L}+|нырн\p{L}+|ныря\p{L}+|лодк\p{L}+|корабл\p{L}+)$/u,
  },
  {
    things: /^(?:stars|зв[её]зды)$/,
    doings:
      /^(?:look(?:s|ed|ing)?|gaz(?:es?|ed|ing)|watch(?:es|ed|ing)?|count(?:s|ed|ing)?|shin(?:es?|ing)|shone|twinkl(?:es?|ed|ing)|под|смотр\p{L}+|счита\p{L}+|светят?|сия\p{L}+|мерца\p{L}+|горели|зажглись)$/u,
  },
];
/** Whose it is: "your dog", "моя кошка". Only of what lives: "your heart", "his key to success" are said of anything. */
const OWNED = /^(?:my|your|our|his|her|their|мо[йяюе]|моего|мою|тво[йяюе]|твою|наш(?:а|е|у|его|ей)?|ваш(?:а|е|у|его|ей)?)$/;
/** Of one that is looked at: nobody means anything else by "a stray dog". */
const OF_BEASTS =
  /^(?:stray|hungry|sleepy|fluffy|tiny|wild|tame|wet|frightened|injured|newborn|small|little|бездомн(?:ый|ая|ую|ого)|голодн(?:ый|ая|ую|ого)|пушист(?:ый|ая|ую|ого)|мокр(?:ый|ая|ую|ого)|маленьк(?:ий|ая|ую|ого)|дик(?:ий|ая|ую|ого)|спящ(?:ий|ая|ую|его))$/;
/** A secret source, and who matters little. */
const SMALL_TALK = /^(?:little bird told|(?:small|little) fish )/;
/** What everybody has one of. */
const POCKETED = /^(?:phones?|телефон(?:а|ом)?)$/;
const COUNTED =
  /^(?:two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|hundred|dozen|две|два|три|четыре|пять|шесть|семь|восемь|девять|десять|двадцать|тридцать|сорок|сто)$/;
/** A cup of tea is one, whatever else cups stand for. */
const HOLDS = /^(?:(?:bottle|cup|glass|plate|spoon)s?|glasses|бутылк[аиу]|чашк[аиу]|стакан(?:а|ы)?|тарелк[аиу]|ложк[аиу])$/;
const CONTENTS =
  /^(?:water|wine|milk|beer|tea|coffee|juice|lemonade|champagne|soup|honey|sugar|salt|воды|вина|молока|пива|чая|чаю|кофе|сока|супа|м[её]да|сахара|соли)$/;
/** Behind these it is a way to something: "the door to success", "дверь в будущее". */
const LEADS_ELSEWHERE = /^(?:to|into|of|for|в|во|к|ко)$/;
const BEFORE = 3;
const BEHIND = 2;

/** Whether the word at this place is the thing itself, by what stands around it in its part of the sentence. @param text that was read */
export function isLiteral(tokens: readonly Token[], place: number, text: string): boolean {
  const token = tokens[place];
  if (!token) return false;
  const word = plainWord(token.written);
  const kind = KINDS.find(({ things }) => things.test(word));
  if (!kind) return false;
  const near = (offset: number): string => {
    const other = tokens[place + offset];
    if (!other) return '';
    const [first, second] = offset < 0 ? [other, token] : [token, other];
    // Another part of the sentence says something else.
    return /[.!?…;:,—–]/u.test(text.slice(first.start, second.start)) ? '' : plainWord(other.written);
  };
  if (HOLDS.test(word) && CONTENTS.test(near(1) === 'of' ? near(2) : near(1))) return true;
  if (LEADS_ELSEWHERE.test(near(1)) && kind !== KINDS[0]) return false;
  if (kind === KINDS[0] && OF_BEASTS.test(near(-1)) && !SMALL_TALK.test(`${near(-1)} ${word} ${near(1)}`)) return true;
  if ((kind === KINDS[0] || POCKETED.test(word)) && (OWNED.test(near(-1)) || COUNTED.test(near(-1)))) return true;
  for (let offset = -BEFORE; offset <= BEHIND; offset += 1) if (offset !== 0 && kind.doings.test(near(offset))) return true;
  return false;
}
