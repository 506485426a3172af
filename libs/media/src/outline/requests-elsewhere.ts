/** What a prompt says to us in other languages than English and Russian. Pure; repetitions are bounded and nothing but the beginning and end is searched. */
import { withoutEnd } from '../text/without-end.js';
import { withoutManner } from './requests.js';
import { WRITTEN_LANGUAGES, type OtherLanguage } from './written-language.js';

interface RequestWords {
  readonly verbs: string;
  readonly articles: string;
  readonly medium: string;
  /** What leads from the film to its subject, white space included. */
  readonly links: string;
  readonly explain: string;
  readonly asks: string;
  /** Question words that no other of these languages, and no English sentence, begins with. */
  readonly sure: string;
  readonly tips: string;
  /** Articles that a link has swallowed: "sul caffè" is about "il caffè". */
  readonly bend?: Readonly<Record<string, string>>;
  /** Endings of a request that has its verb last. */
  readonly endings?: string;
}

const WORDS: Readonly<Record<Exclude<OtherLanguage, 'tr'>, RequestWords>> = {
  de: {
    verbs:
      'mache?|erstelle?|schreibe?|drehe?|produziere?|generiere|kannst du(?: bitte)?|könntest du(?: bitte)?|ich (?:möchte|brauche|will)',
    ...{
      articles: 'ein|eine|einen|das|unser',
      medium: '[\\p{L}\\p{N}-]{0,20}(?:videos?|clips?|films?|reels?|shorts?|tiktoks?|skript|animation)',
    },
    links: 'über\\s+|zum\\s+thema:?\\s+|darüber,\\s+|(?:,\\s*)?(?:das|der|die)\\s+(?:erklärt|zeigt),\\s+',
    ...{
      explain: 'erkläre?\\s+(?:(?:mir|uns|bitte)[\\s,]+){0,2}',
      asks: 'warum|wieso|weshalb|wie|was|wann|wo|woher|wohin|wer|welche[rsmn]?|wozu',
    },
    ...{ sure: 'warum|wieso|weshalb|woher|welche[rs]?', tips: 'tipps|wege|ideen|schritte|regeln|tricks|gewohnheiten' },
    endings: 'machen|erstellen|drehen|schreiben|haben',
  },
  fr: {
    verbs:
      'fais|faites|crée|créez|génère|générez|réalise|réalisez|écris|écrivez|produis|prépare|je (?:veux|voudrais)|il me faut|(?:peux-tu|pouvez-vous) (?:faire|créer)',
    ...{
      articles: 'une?|la|le|notre',
      medium: '(?:vidéos?|videos?|clips?|films?|reels?|shorts?|tiktoks?|scripts?|animation|court[- ]métrage)',
    },
    links: "sur\\s+|à\\s+propos\\s+(?:de\\s+|du\\s+|des\\s+|d[’'])|pour\\s+expliquer\\s+|qui\\s+(?:explique|montre)\\s+|expliquant\\s+",
    ...{ explain: 'expliquez?(?:-(?:moi|nous))?\\s+', asks: "pourquoi|comment|combien|quel(?:le)?s?|où|qu[’']est-ce que|est-ce que" },
    ...{
      sure: "pourquoi|combien|quel(?:le)?s?|qu[’']est-ce que|est-ce que",
      tips: 'conseils|astuces|idées|étapes|façons|règles|habitudes',
    },
    bend: { du: 'le ', des: 'les ' },
  },
  es: {
    verbs: 'crea|cree|haz|haga|genera|escribe|graba|produce|prepara|quiero|necesito|(?:puedes|podrías) (?:hacer|crear)(?:me)?',
    ...{ articles: 'una?|el|la|nuestro', medium: '(?:v[ií]deos?|clips?|películas?|cortos?|reels?|shorts?|tiktoks?|guion|guión|animación)' },
    links: 'sobre\\s+|acerca\\s+(?:de\\s+|del\\s+)|que\\s+(?:explique|explica|muestre)\\s+|explicando\\s+',
    ...{
      explain: '(?:explica(?:me)?|explícame)\\s+',
      asks: 'por qu[ée]|cómo|qué|cuándo|dónde|quién(?:es)?|cuál(?:es)?|cuánt[oa]s?|para qué|de dónde',
    },
    ...{
      sure: 'por qué|cómo|qué|cuándo|dónde|quién(?:es)?|cuál(?:es)?|cuánt[oa]s?',
      tips: 'consejos|trucos|ideas|pasos|formas|maneras|hábitos|reglas',
    },
    bend: { del: 'el ' },
  },
  it: {
    verbs: 'crea|fai|fammi|realizza|genera|scrivi|gira|produci|prepara|voglio|vorrei|mi serve|(?:puoi|potresti) (?:fare|creare)',
    ...{
      articles: "una?|un[’']|il|la|lo|nostro",
      medium: '(?:video|clip|film|filmato|cortometraggio|reels?|shorts?|tiktok|script|animazione)',
    },
    links: "su(?:l|i|lla|gli|lle|llo)?\\s+|sull[’']|che\\s+(?:spieghi|spiega|mostri)\\s+|riguardo\\s+a\\s+",
    ...{ explain: 'spiega(?:mi|ci)?\\s+', asks: 'perch[ée]|come|che cosa|cosa|dove|da dove|chi|quale|quali|quant[oaie]' },
    ...{ sure: 'perch[éè]|che cosa|quali', tips: 'consigli|trucchi|idee|passi|modi|abitudini|regole' },
    bend: { sul: 'il ', sui: 'i ', sulla: 'la ', sugli: 'gli ', sulle: 'le ', sullo: 'lo ', 'sull’': 'l’' },
  },
  pt: {
    verbs: 'faça|faz|crie|cria|gere|gera|escreva|grave|produza|prepare|quero|preciso de|(?:você )?(?:pode|poderia) (?:fazer|criar)',
    ...{ articles: 'uma?|o|a|nosso', medium: '(?:vídeos?|videos?|clipes?|filmes?|curtas?|reels?|shorts?|tiktoks?|roteiro|animação)' },
    links: 'sobre\\s+|acerca\\s+d(?:e|o|a|os|as)\\s+|que\\s+(?:explique|explica|mostre)\\s+|explicando\\s+',
    ...{
      explain: 'expli(?:que|ca)(?:-me)?\\s+',
      asks: 'por qu[eê]|porque|como|o que|quando|onde|de onde|quem|qual|quais|quant[oa]s?|para que',
    },
    ...{ sure: 'por que (?:os?|as?)|o que|quais', tips: 'dicas|ideias|passos|maneiras|formas|truques|hábitos|regras' },
    bend: { do: 'o ', da: 'a ', dos: 'os ', das: 'as ' },
  },
  nl: {
    verbs: 'maak|creëer|genereer|schrijf|produceer|ik wil(?: graag)?|ik heb|kun je|kan je|wil je',
    ...{
      articles: 'een|de|het|onze?',
      medium: "[\\p{L}\\p{N}-]{0,20}(?:video(?:[’']s)?|filmpje|films?|clips?|reels?|shorts?|tiktoks?|script|animatie)",
    },
    links: 'over\\s+|(?:waarin\\s+wordt\\s+uitgelegd|dat\\s+uitlegt|die\\s+uitlegt)\\s+',
    ...{ explain: 'leg\\s+(?:(?:me|mij|ons)\\s+)?uit\\s+', asks: 'waarom|hoe|wat|wanneer|waar|wie|welke?|waardoor|waarvoor' },
    ...{ sure: 'waarom|wanneer|welke|waardoor', tips: 'tips|manieren|ideeën|stappen|regels|trucs|gewoontes' },
    endings: 'maken|schrijven|nodig',
  },
  pl: {
    verbs: 'zrób|stwórz|przygotuj|napisz|nagraj|wygeneruj|nakręć|chcę|potrzebuję|(?:czy )?możesz (?:zrobić|stworzyć)',
    ...{ articles: 'mój|nasz', medium: '(?:film(?:ik|u)?|wideo|video|klip(?:u)?|rolk[ęi]|shorta?|tiktoka?|scenariusz|animacj[ęai])' },
    links: 'o\\s+tym,?\\s+|na\\s+temat:\\s+|(?=o\\s)|(?=na\\s+temat\\s)',
    ...{
      explain: '(?:wyjaśnij|wytłumacz)(?:\\s+(?:mi|nam))?,?\\s+',
      asks: 'dlaczego|czemu|jak|co|kiedy|gdzie|skąd|dokąd|kto|jaki|jaka|jakie|ile|czy|po co',
    },
    ...{
      sure: 'dlaczego|czemu|skąd|gdzie|kiedy',
      tips: 'porad|rad|sposobów|pomysłów|kroków|zasad|nawyków|rady|porady|sposoby|kroki|zasady|pomysły',
    },
  },
  uk: {
    verbs: 'зроби|зробіть|створи|створіть|напиши|напишіть|зніми|зніміть|згенеруй|підготуй|хочу|потрібне|потрібен|(?:чи )?можеш зробити',
    ...{ articles: 'моє|наше', medium: '(?:відео|відеоролик|ролик|кліп|фільм|мультик|мультфільм|сценарій|рілс|шортс|тікток)' },
    links: 'про\\s+те,?\\s+|на\\s+тему:?\\s+|(?=про\\s)',
    ...{
      explain: '(?:поясни|поясніть)(?:\\s+(?:мені|нам))?,?\\s+',
      asks: 'чому|навіщо|як|що|коли|де|куди|звідки|хто|який|яка|яке|які|скільки|чи|нащо',
    },
    ...{ sure: 'чому|навіщо|звідки|скільки', tips: 'порад|поради|способів|способи|ідей|ідеї|кроків|кроки|правил|звичок|звички' },
  },
};
const TR_ASKS = 'neden|niçin|niye|nasıl|kim|nerede|nereden|nereye|hangi|kaç';
const TR_MEDIUM = '(?:video|film|klip|animasyon|senaryo|reels|shorts|tiktok)\\p{L}{0,3}';
const TR_TIPS = 'ipucu|öneri|yol|fikir|adım|kural|alışkanlık';

const A_WORD = "(?:[\\p{L}\\p{N}'’-]{1,24}[,:]?\\s+)";
const A_LENGTH = `(?:(?:${A_WORD})?\\d{1,3}[\\s-]?\\p{L}{1,10}\\s+)?`;
const PLEASE = "(?:(?:bitte|s[’']il (?:te|vous) plaît|por favor|per favore|alsjeblieft|proszę|будь ласка),?\\s+)?";

interface Patterns {
  readonly order: RegExp;
  readonly named: RegExp;
  readonly explain: RegExp;
  readonly asks: RegExp;
  readonly sure: RegExp;
  readonly tips: RegExp;
  readonly words: RequestWords | null;
}
/** A word ends where no letter follows; `\b` knows only Latin ones. */
const whole = (words: string): string => `(?:${words})(?=[\\s,?:!.]|$)`;
const tipsOf = (words: string): RegExp => new RegExp(`^\\d{1,2}\\s+(?:${A_WORD}){0,3}?${whole(words)}|^${whole(words)}`, 'iu');
const patternsOf = (language: OtherLanguage): Patterns => {
  if (language === 'tr') {
    // The verb comes last, and the subject first.
    const tail = `(?:hakkında|ile\\s+ilgili|üzerine|konulu)\\s+(?:${A_WORD}){0,6}?${TR_MEDIUM}`;
    return {
      order: new RegExp(`\\s${tail}(?:\\s+\\p{L}{1,20}){1,3}[.!?]?$`, 'iu'),
      named: new RegExp(`\\s${tail}[.!]?$`, 'iu'),
      explain: /^(?!)/u,
      ...{ asks: new RegExp(`^${whole(TR_ASKS)}`, 'iu'), sure: new RegExp(`^${whole('neden|niçin|niye|nasıl|nerede')}`, 'iu') },
      ...{ tips: tipsOf(TR_TIPS), words: null },
    };
  }
  const words = WORDS[language];
  const { verbs, articles, medium, links, asks, sure } = words;
  // What is explained may be bent where nouns are; a question is not.
  const bends = ['de', 'pl', 'uk'].includes(language) ? `(?=${whole(asks)})` : '';
  return {
    order: new RegExp(`^${PLEASE}(?:${verbs})\\s+${PLEASE}(?:${A_WORD}){0,7}?${medium},?\\s+(?:${A_WORD}){0,5}?(?:${links})`, 'iu'),
    named: new RegExp(`^(?!${whole(asks)})(?:(?:${articles})\\s+)?(?:${A_WORD}){0,2}?${medium}\\s+${A_LENGTH}(?:${links})`, 'iu'),
    explain: new RegExp(`^${PLEASE}${words.explain}${bends}`, 'iu'),
    ...{ asks: new RegExp(`^${whole(asks)}`, 'iu'), sure: new RegExp(`^${whole(sure)}`, 'iu') },
    ...{ tips: tipsOf(words.tips), words },
  };
};
const others = WRITTEN_LANGUAGES.filter((one): one is OtherLanguage => one !== 'en' && one !== 'ru');
const PATTERNS = new Map(others.map((language) => [language, patternsOf(language)]));

const MANNER = new RegExp(
  `(?:,\\s{0,3}|\\s{1,3}\\()(?:${[
    '(?:\\p{L}{1,12}\\s+)?\\d{1,3}[-\\s]?(?:s|sek|sec|seg|min|сек|хв|sn|dk|sekund\\p{L}{0,2}|second[ei]\\p{L}?|secondes?|segundos?|seconden|секунд\\p{L}?|saniye|minut\\p{L}{0,3}|хвилин\\p{L}?|dakika)\\.?',
    '(?:ohne|sans|sin|senza|sem|zonder|bez|без)\\s+(?:musik|musique|música|musica|muziek|muzyki|музики|stimme|voix|voz|voce|stem|głosu|голосу|untertitel|sous-titres|subtítulos|sottotitoli|legendas|ondertiteling|napisów|субтитрів)',
    'müziksiz|hochformat|querformat|vertical|verticale|verticaal|pionowo|вертикально|dikey|9:16|16:9|1:1|4:5',
  ].join('|')})\\)?$`,
  'iu',
);
/** Turkish says at the end of a sentence what is wanted. */
const READ_OF_END = 200;
/** A request is said at the beginning. */
const READ_OF_START = 400;
const CLOSING = /[\s.!?…,;:]/u;

export interface SubjectElsewhere {
  /** Without the request, word for word, with its closing mark. */
  readonly subject: string;
  /** With the preposition it was asked for with, where its case fits no title. */
  readonly about: string | null;
}

export const asksIn = (text: string, language: OtherLanguage): boolean => PATTERNS.get(language)?.asks.test(text) ?? false;
export const wantsTipsIn = (text: string, language: OtherLanguage): boolean => PATTERNS.get(language)?.tips.test(text) ?? false;

/** @param sentence the first of a prompt */
export function subjectElsewhere(sentence: string, language: OtherLanguage): SubjectElsewhere {
  const found = PATTERNS.get(language);
  const plain = withoutManner(sentence, MANNER);
  if (!found) return { subject: plain, about: null };
  const read = orderIn(plain, language, found);
  return /[\p{L}\p{N}]/u.test(read.subject) ? read : { subject: plain, about: null };
}

function orderIn(sentence: string, language: OtherLanguage, { order, named, explain, asks, words }: Patterns): SubjectElsewhere {
  if (!words) return { subject: withoutTurkishOrder(sentence, [order, named]), about: null };
  const start = sentence.slice(0, READ_OF_START);
  const [said] = order.exec(start) ?? named.exec(start) ?? explain.exec(start) ?? [];
  if (said === undefined) return { subject: sentence, about: null };
  const rest = sentence.slice(said.length);
  // "Kannst du ein Video über Katzen machen?" asks for a film and not about cats.
  if (asks.test(rest)) return { subject: rest, about: null };
  const core = withoutLast(withoutEnd(rest, CLOSING), words.endings);
  const link = /\S+\s*$/u.exec(said.slice(-30))?.[0].trim().toLowerCase().replace("'", '’') ?? '';
  if (language === 'de' && link === 'über' && /^\p{Ll}{1,20}en\s/u.test(core)) return { subject: core, about: `über ${core}` };
  if ((language === 'pl' && /^(?:o|na\s+temat)\s/iu.test(core)) || (language === 'uk' && /^про\s/iu.test(core)))
    return { subject: core, about: core };
  return { subject: `${words.bend?.[link] ?? ''}${core}`, about: null };
}

function withoutLast(core: string, endings: string | undefined): string {
  const [last = ''] = /\s\S{1,20}$/u.exec(core.slice(-30)) ?? [];
  return endings && new RegExp(`^(?:${endings})$`, 'iu').test(last.trim()) ? core.slice(0, -last.length) : core;
}

function withoutTurkishOrder(sentence: string, orders: readonly RegExp[]): string {
  const at = Math.max(0, sentence.length - READ_OF_END);
  for (const order of orders) {
    const found = order.exec(sentence.slice(at));
    if (found) return sentence.slice(0, at + found.index).replace(/^(?:lütfen\s+)?(?:bana\s+|bize\s+)?/iu, '');
  }
  return sentence;
}

/** The language that a wish is said in, where its first word or its request leaves no doubt. Three words are enough for that. */
export function languageAskedIn(wish: string): OtherLanguage | null {
  const said = wish.trim().slice(0, READ_OF_START);
  if (/^¿/u.test(said)) return 'es';
  for (const [language, { order, sure, words }] of PATTERNS) {
    if (sure.test(said) || order.test(words ? said : said.slice(-READ_OF_END))) return language;
  }
  return null;
}
