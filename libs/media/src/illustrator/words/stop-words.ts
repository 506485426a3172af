import { listedWords } from '../../text/listed-words.js';
import { baseLanguage, plainWord } from './stems.js';

/** Words that carry no picture. Compared before stemming, lower case, ё as е. */
const WORDS = `
a an the and or but if so as at by for from in into of off on onto out over to up with without about above after again against all also
am any anything are aren't around be became because become been before began begin being below between both bring but call called came can
cannot can't come could did didn't do does doesn't doing don't done down during each either else even ever every everyone everything few find
first found get gets getting give gives go goes going gone good got great had has have having he her here him his how however i if in instead
into is isn't it its it's itself just keep kept kind know known knows last later least less let let's like likely little long look looks lot made
main make makes making many may maybe me mean means might more most mostly much must my myself need needs never new next no nobody none not
nothing now of off often once one only open or other others our out over own part people perhaps place put quite rather real really right said
same say says see seen sees set several shall she should show since so some someone something sometimes soon start still stop such sure take
takes tell than that that's the their them then there these they they're thing things think this those though three through thus to today
together told too took toward try turn turned two under until up us use used uses using usually very want wants was wasn't way ways we well
went were what what's when where whether which while who whole whom whose why will with within without won't word would yes yet you your
yours yourself actually almost already although always another away back best better big easy enough example fact far full half hard high inside
left low near number order point possible second seem seems side simple small step ten thousand million billion hundred today top true turns
video film movie clip story short make stops stopped main fill filled every feed feeds show shows reach reached escapes escape become feel ready piece pieces matter matters start starts bend bends
man men case result reason problem answer sense moment form line sort level rate amount deal cover check build built said sure work works working
а без более больше будет будто бы был была были было быть в вам вас ваш ведь весь вместо во вот все всегда всего всем всех всю вся вы где
говорят да даже два две для до другой другие другого едва если есть еще же за здесь и из или им иначе именно иногда их к каждый каждого каждая как
какая какие какое какого какую какой каких каким какими когда конечно которая которое которые который которого которых кто куда ли лишь лучше любой люди людей между меня мне много многие
мог могут может можно мой мы на над надо наконец нас наш не него нее ней нельзя нет ни нибудь никогда ним них ничего но ну нужно о об один одна
одно одной одном однако он она они оно опять от очень перед по под пока после потом потому почти при про просто пусть ради раз разве с сам самая самое
самые самый своего своей своем свои своих свой свою себе себя сегодня сейчас сначала со совсем так также такая такие такой такого такое такую таких таким такими такому там те тебе тебя тем
теперь то тогда того тоже той только том тот три тут ты у уже хорошо хоть хотя чего чей чем через что чтоб чтобы чуть чья эта эти это этого этой этом
этот эту я является являются стал стала стали стать становится делает делать сделать например около поэтому затем целый всё ещё её видео фильм ролик
`;

/** English and Russian. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  WORDS.trim()
    .split(/\s+/)
    .map((word) => word.replaceAll('ё', 'е')),
);

const sets = new Map<string, ReadonlySet<string>>();

function stopWordsOf(language: string): ReadonlySet<string> {
  const list = listedWords(language);
  if (list === undefined) return STOP_WORDS;
  let words = sets.get(language);
  if (!words) {
    words = new Set(list.map(plainWord));
    sets.set(language, words);
  }
  return words;
}

/** Whether the word has no picture of its own in that language. German writes what does with a capital. */
export function isStopWord(written: string, language: string): boolean {
  const own = baseLanguage(language);
  return stopWordsOf(own).has(plainWord(written)) || (own === 'de' && /^\p{Ll}/u.test(written));
}

/** Words of emoji tags that say how a thing is drawn, or mean too much; never looked up as tags (labels still count). */
export const VAGUE_TAGS: ReadonlySet<string> = new Set(
  (
    'face person man woman symbol sign mark button animal object thing adult body activity cool awesome ok yes no wow lol omg color hand point ' +
    'лицо человек мужчина женщина символ знак кнопка животное круг цвет предмет рука эмоция жест'
  ).split(' '),
);
