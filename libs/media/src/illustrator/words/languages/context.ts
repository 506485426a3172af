import { table } from '../../../text/table.js';
import { isUnspaced } from '../stems.js';
import { hasTable } from './forms.js';

/** What stands around a noun of one of these languages. All lower case. */
interface Context {
  /** Behind them stands a thing, whatever else the word may mean; empty where a language has none. */
  readonly articles: RegExp | null;
  /** Right before what is not there; two words as well. */
  readonly denials: RegExp;
  /** At most three words before, in the same part of the sentence: "no quedaban perros". */
  readonly negations?: RegExp;
  /** Right behind it. */
  readonly denialsBehind?: RegExp;
  /** At most three words before what is only compared. */
  readonly comparisons: RegExp;
  /** Compare only behind "more" and its like. */
  readonly than?: RegExp;
  readonly more?: RegExp;
  readonly comparisonsBehind?: RegExp;
  /** Sayings in which no word means what could be drawn. */
  readonly sayings: string;
}

const CONTEXTS: Readonly<Record<string, Context>> = table({
  de: {
    articles: null,
    denials:
      /^(?:ohne|kein|keine|keinen|keinem|keiner|keines|nicht|nie|weder|noch|statt|(?:ohne|nicht|statt|nie) (?:ein|eine|einen|einem|einer|das|die|den|der|dem))$/,
    comparisons: /^(?:wie|als ob|ähnlich)$/,
    than: /^als$/,
    more: /(?:er|anders|mehr|weniger)$/,
    sayings:
      'katze im sack|schwein gehabt|auf den hund|da liegt der hund|aus einer mücke|perlen vor die säue|ins auge|unter vier augen|aus den augen|im auge|auf der hand|zur hand|in die hand|an der hand|hand in hand|aus erster hand|ins wasser (?:fällt|fiel|gefallen)|ins herz|am herzen|im herzen|das herz (?:der|des|von)|herz der|schlüssel zu[rm]?|licht am ende|ans licht|unter dem strich|auf dem spiel|im handumdrehen|vor der tür|tür und tor|zwischen tür|wer a sagt|tomaten auf den augen|das eis gebrochen|feuer und flamme|auf wolke sieben|am anfang war|welle (?:der|von)|flut von|sturm der|steht in den sternen|der stein des anstoßes|die nadel im|ins schwarze|brücken bauen|goldene mitte|mit kind und kegel|freund und feind|im grunde',
  },
  fr: {
    articles:
      /^(?:l|d|le|la|les|un|une|des|du|de|au|aux|ce|cet|cette|ces|mon|ma|mes|ton|ta|tes|son|sa|ses|notre|nos|votre|vos|leur|leurs|chaque|quelques|plusieurs|deux|trois|grand|grande|petit|petite|bon|bonne|premier|première|en|avec|sur|par)$/,
    denials: /^(?:sans|ni|pas|aucun|aucune|jamais|(?:pas|plus|jamais|sans|ni|point) (?:d|de|du|des|le|la|les|un|une|l))$/,
    comparisons: /^(?:comme|tel|telle|tels|telles|semblable|pareil)$/,
    than: /^(?:qu|que)$/,
    more: /^(?:plus|moins|aussi|autant|mieux|pire|meilleur|meilleure)$/,
    sayings:
      "pommes? de terre|coup d['’]œil|coup d['’]oeil|au cœur d\\p{L}+|au coeur d\\p{L}+|le cœur d\\p{L}+|par cœur|de bon cœur|pleut des cordes|chat dans la gorge|donner sa langue|coup de main|main dans la main|en main|sous la main|d['’]un côté|clé d\\p{L}+|clés d\\p{L}+|la porte ouverte|vague d\\p{L}+|vagues d\\p{L}+|pluie d\\p{L}+|tempête d\\p{L}+|brise la glace|briser la glace|goutte d['’]eau|tomber dans les pommes|poser un lapin|posé un lapin|quand les poules|mettre le feu|feu vert|en feu|au pied d\\p{L}+|bouche à oreille|lumière sur|à la lumière|sous les yeux|aux yeux|les yeux fermés|étoile montante|film d\\p{L}+ plastique|tout feu tout flamme|la part du lion",
  },
  es: {
    articles:
      /^(?:el|la|los|las|lo|un|una|unos|unas|del|al|de|este|esta|estos|estas|ese|esa|su|sus|mi|mis|tu|tus|nuestro|nuestra|cada|dos|tres|con|en|por|gran|buen|buena|mal|primer|primera|muchos|muchas|mucho|mucha)$/,
    denials:
      /^(?:sin|ni|nada de|ningún|ninguna|ningun|nunca|tampoco|no|(?:sin|no hay|no es|no son|ni) ?(?:el|la|los|las|un|una|ningún|ninguna)?)$/,
    negations: /^no$/,
    comparisons: /^(?:como|cual|parecido|parecida)$/,
    than: /^que$/,
    more: /^(?:más|menos|mayor|menor|mejor|peor|mayores|menores)$/,
    sayings:
      'dar gato por liebre|gato por liebre|gato encerrado|media naranja|pan comido|tomar el pelo|echar una mano|a mano|mano a mano|de la mano|en manos de|de primera mano|ojo por ojo|en un abrir y cerrar de ojos|a ojos|en el corazón de|el corazón de la|de memoria|romper el hielo|gota de agua|ola de|olas de|lluvia de|tormenta de ideas|la llave de|la clave de|las claves de|puerta abierta|a puerta cerrada|de estrella|estrella de|salir a la luz|a la luz de|a la luz|dar a luz|luz verde|al pie de|poner los puntos|matar dos pájaros|más vale pájaro|mosca muerta|ser pan|llover a cántaros|en el ojo de|mar de dudas|un mar de',
  },
  it: {
    articles:
      /^(?:il|lo|la|i|gli|le|l|un|uno|una|del|dello|della|dei|degli|delle|dell|d|di|al|allo|alla|ai|agli|alle|all|nel|nello|nella|nei|nelle|nell|sul|sulla|sui|sulle|sull|dal|dalla|questo|questa|questi|queste|quest|ogni|suo|sua|suoi|sue|mio|mia|due|tre|con|in|buon|buono|gran|grande|primo|prima)$/,
    denials: /^(?:senza|né|nessun|nessuno|nessuna|non|mai|(?:senza|non|né|nessun) (?:il|lo|la|i|gli|le|l|un|una|uno|è|sono|c))$/,
    negations: /^non$/,
    comparisons: /^(?:come|simile|simili|quanto)$/,
    than: /^(?:di|del|dello|della|dei|degli|delle|dell|d|che)$/,
    more: /^(?:più|meno|maggiore|minore|meglio|peggio)$/,
    sayings:
      "in bocca al lupo|gatto nero|acqua in bocca|acqua passata|a mano|di mano|in mano|mano a mano|dare una mano|man mano|a cuore|nel cuore d\\p{L}+|il cuore d\\p{L}+|a occhio|colpo d['’]occhio|d['’]occhio|in un batter d['’]occhio|rompere il ghiaccio|goccia d['’]acqua|ondata di|un mare di|pioggia di|tempesta di|chiave d\\p{L}+|alla luce|alla porta|a piede|ai piedi|stella del|piovere sul bagnato|prendere fuoco|fuoco incrociato|pezzo di pane|buono come il pane|due piccioni|pecora nera|vita da cani|tempo da lupi",
  },
  pt: {
    articles:
      /^(?:o|a|os|as|um|uma|uns|umas|do|da|dos|das|de|no|na|nos|nas|ao|à|aos|às|num|numa|este|esta|estes|estas|esse|essa|seu|sua|seus|suas|meu|minha|cada|dois|duas|três|com|em|por|pelo|pela|bom|boa|grande|primeiro|primeira|muito|muita|muitos|muitas)$/,
    denials: /^(?:sem|nem|nada de|nenhum|nenhuma|nunca|não|(?:sem|não há|não é|não tem|nem) ?(?:o|a|os|as|um|uma|nenhum|nenhuma)?)$/,
    negations: /^não$/,
    comparisons: /^(?:como|feito|parecido|parecida|tal|qual|igual)$/,
    than: /^que$/,
    more: /^(?:mais|menos|maior|menor|melhor|pior|maiores|menores)$/,
    sayings:
      "gato por lebre|pagar o pato|engolir sapos?|mão na massa|de mãos dadas|em mãos|à mão|em primeira mão|dar uma mão|num piscar de olhos|aos olhos de|de olho|olho no olho|no coração d\\p{L}+|o coração d\\p{L}+|quebrar o gelo|quebrou o gelo|gota d['’]água|onda de|ondas de|chuva de|tempestade de|um mar de|a chave d\\p{L}+|à luz d\\p{L}+|à luz|dar à luz|luz verde|porta aberta|às portas|ao pé d\\p{L}+|estrela d\\p{L}+|pão duro|cavalo de batalha|tirar o cavalo|no fundo do coração|dois coelhos|vaca foi pro",
  },
  nl: {
    articles:
      /^(?:de|het|een|dit|dat|deze|die|zijn|haar|hun|mijn|jouw|uw|ons|onze|elk|elke|ieder|iedere|twee|drie|veel|van|met|in|op|uit|bij|goede|goed|grote|groot|kleine|klein)$/,
    denials: /^(?:zonder|geen|niet|nooit|noch|(?:zonder|niet|noch) (?:de|het|een))$/,
    comparisons: /^(?:zoals|als een|als de|als het|net als|alsof)$/,
    than: /^dan$/,
    more: /./,
    sayings:
      'kat in de zak|de kat uit de boom|appels met peren|appeltje voor|hart onder de riem|in het hart van|het hart van|ter harte|van harte|uit het hoofd|hand in hand|aan de hand|voor de hand|op handen|uit de eerste hand|in de hand|onder ogen|in het oog|uit het oog|onder vier ogen|het ijs (?:breken|gebroken)|in het water|golf van|regen van|storm van|zee van tijd|sleutel tot|achter de deur|de deur open|voor de deur|aan het licht|in het licht|groen licht|aan de voet|vis noch vlees|de aap uit|als een vis|helpt geen moedertje|in vuur en vlam|over de brug|met de deur',
  },
  pl: {
    articles: null,
    denials: /^(?:bez|nie|ani|ni|żaden|żadna|żadne|żadnego|żadnej|nigdy|zamiast|nie ma|nie jest|nie było)$/,
    negations: /^nie$/,
    comparisons: /^(?:jak|niczym|jakby|niż|podobny|podobna|podobne)$/,
    sayings:
      'kota w worku|wodzić za nos|bułka z masłem|z ręki|od ręki|pod ręką|ręka w rękę|na rękę|na oko|na oczach|w oczach|rzut oka|w cztery oczy|w sercu|z serca|serce miasta|klucz do|kluczem do|kropla w morzu|morze możliwości|fala krytyki|burza mózgów|burza oklasków|przełamać lody|przełamać lód|czarna owca|w ogniu|słomiany ogień|gwiazda filmowa|kamień z serca|kamień węgielny|u stóp|na dłoni|pies pogrzebany|zejść na psy|pod psem',
  },
  uk: {
    articles: null,
    denials: /^(?:без|не|ні|ані|нема|немає|жоден|жодна|жодного|жодної|ніколи|замість)$/,
    negations: /^не$/,
    comparisons: /^(?:як|мов|немов|наче|неначе|ніби|ніж|схожий|схожа|схоже)$/,
    sayings:
      'кота в мішку|кіт наплакав|водити за ніс|як риба|з рук|від руки|під рукою|рука об руку|на очах|в очах|з очей|на око|в серці|серце міста|серці міста|від серця|ключ до|ключем до|крапля в морі|море емоцій|хвиля критики|буря емоцій|біла ворона|розтопити лід|у вогні|зірка кіно|камінь спотикання|де собака зарита|на долоні',
  },
  tr: {
    articles: null,
    denials: /^(?:ne|hiçbir)$/,
    denialsBehind: /^(?:yok|yoktu|değil|değildir|olmadan|olmaksızın|yerine)$/,
    comparisons: /^(?:sanki|tıpkı|adeta)$/,
    comparisonsBehind: /^(?:gibi|kadar|misali)$/,
    sayings:
      'el ele|göz göze|gözden|göz ardı|kalbinde|anahtarıdır|kapıda|ateş pahası|su gibi|ekmek parası|ekmek kapısı|gün ışığına|taş kalpli|denizde damla|yağmurdan kaçarken|dünya kadar',
  },
  sv: {
    articles: null,
    denials: /^(?:utan|ingen|inget|inga|inte|aldrig|varken|eller|(?:utan|inte) (?:en|ett|någon|något))$/,
    comparisons: /^(?:som en|som ett|liksom|likt)$/,
    than: /^än$/,
    more: /./,
    sayings:
      'köpa grisen|i hjärtat av|hjärtat av|hand i hand|till hands|för hand|i handen|på ögat|ögat mot|bryta isen|en droppe i havet|våg av|storm av|nyckeln till|i ljuset av|grönt ljus|vid foten|ingen fara på|för dörren',
  },
  zh: {
    articles: null,
    denials: /^(?:没有|没|不|无|别|不是|没 有|沒有|沒|無|不 是|不 要|不要|除了)$/,
    comparisons: /^(?:像|好像|如同|如|仿佛|好比|比)$/,
    sayings:
      '对牛弹琴|画蛇添足|守株待兔|狐假虎威|虎头蛇尾|九牛一毛|鸡毛蒜皮|马马虎虎|井底之蛙|鱼目混珠|雪中送炭|水到渠成|心如刀割|门当户对|一石二鸟|如鱼得水|杯水车薪|风水|山水|山寨|花钱|花时间|马上|牛仔|黄牛|吹牛|电脑病毒',
  },
  ja: {
    articles: null,
    denials: /^(?!)/,
    denialsBehind: /^(?:なし|無し|抜き)$/,
    comparisons: /^(?:まるで)$/,
    comparisonsBehind: /^(?:みたい|より)$/,
    sayings: '猫の手|猫をかぶ|馬の耳に|犬猿の仲|水に流|気が付|猿も木から|花より団子|目を通|手を出|目の前|山のよう|海のよう|口コミ|心の中',
  },
  ko: {
    articles: null,
    denials: /^(?:안|못)$/,
    denialsBehind: /^(?:없\p{L}*|아니\p{L}*|아닌|말고|대신)$/u,
    comparisons: /^(?:마치)$/,
    comparisonsBehind: /^(?:같은|같이|처럼|같\p{L}*)$/u,
    sayings: '누워서 떡|소 잃고|고양이에게 생선|하늘의 별|그림의 떡|손에 땀|눈 깜짝|발 벗고|물 건너',
  },
  id: {
    articles: null,
    denials: /^(?:tanpa|bukan|tidak|tak|belum|jangan|tidak ada|tak ada)$/,
    comparisons: /^(?:seperti|bagai|bagaikan|laksana|ibarat|mirip)$/,
    sayings:
      'kambing hitam|buah hati|buah tangan|buah bibir|kaki tangan|mata pelajaran|matahari kedua|air mata|kepala sekolah|rumah tangga|orang tua|bunga bank|kutu buku|naik daun|anak buah|ulang tahun|besar kepala|jam karet',
  },
});

const contextOf = (language: string): Context | undefined => (hasTable(language) ? CONTEXTS[language] : undefined);

/** Words of a text around a place, lower case. */
type Near = (offset: number) => string;

/** Whether an article or its like stands right before; true where a language has none. */
export const isBehindArticle = (near: Near, language: string): boolean =>
  contextOf(language)?.articles?.test(near(-1).replace(/['’]$/, '')) ?? true;

export function isDeniedIn(near: Near, language: string): boolean {
  const context = contextOf(language);
  if (!context) return false;
  const [before, two, three] = [-1, -2, -3].map((offset) => near(offset).replace(/['’]$/, ''));
  const said = [`${before}`, `${two} ${before}`, `${three} ${two} ${before}`];
  if ([-1, -2, -3].some((offset) => context.negations?.test(near(offset)))) return true;
  return said.some((words) => context.denials.test(words)) || (context.denialsBehind?.test(near(1)) ?? false);
}

const WORDS_OF_COMPARISON = 3;
const WORDS_OF_MORE = 5;

/** @param begins whether the word at an offset begins its sentence: "Wie Katzen schnurren" asks */
export function isComparedIn(near: Near, begins: (offset: number) => boolean, language: string): boolean {
  const context = contextOf(language);
  if (!context) return false;
  if (context.comparisonsBehind?.test(near(1))) return true;
  for (let offset = -WORDS_OF_COMPARISON; offset < 0; offset++) {
    const word = near(offset);
    if ([word, `${word} ${near(offset + 1)}`].some((words) => context.comparisons.test(words)) && !begins(offset)) return true;
    if (context.than?.test(word.replace(/['’]$/, '')) && hasMore(near, offset, context)) return true;
  }
  return false;
}

function hasMore(near: Near, than: number, { more }: Context): boolean {
  for (let offset = than - 1; offset >= than - WORDS_OF_MORE; offset--) if (near(offset) !== '' && more?.test(near(offset))) return true;
  return false;
}

const patterns = new Map<string, RegExp>();

/** The sayings of a language; null: it has no table. */
export function sayingsOf(language: string): RegExp | null {
  const context = contextOf(language);
  if (!context) return null;
  const known =
    patterns.get(language) ??
    new RegExp(language === 'ko' || isUnspaced(language) ? context.sayings : `(?<!\\p{L})(?:${context.sayings})(?!\\p{L})`, 'giu');
  patterns.set(language, known);
  return known;
}
