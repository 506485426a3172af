/**
 * What a prompt says to us and not of its subject: "Make a 30 second TikTok about …, upbeat, no music". Pure. Repetitions are bounded, so
 * that the time a long prompt takes grows with it.
 */
import { withoutEnd } from '../text/without-end.js';

const MEDIUM =
  '(?:videos?|clips?|films?|movies?|reels?|shorts?|tik ?toks?|scripts?|explainers?|documentary|animations?|narrations?|speech|ads?|adverts?|commercials?|promos?|trailers?|teasers?|montages?|slideshows?|presentations?|lessons?|vlogs?|tutorials?)';
const PLEASE = '(?:(?:please|hey|hi|hello|kindly),?\\s+|(?:can|could|would|will) you\\s+(?:please\\s+)?){0,3}';
const LINKS =
  '(?:about|on|explaining|(?:that|which) (?:explains|shows|teaches|tells)|to explain|showing|describing|covering|titled|called|introducing|promoting|advertising|teaching|telling)';
/** Said with a verb the medium may be of or for something. */
const ORDER = new RegExp(
  `^${PLEASE}(?:make|create|generate|write|produce|do|film|shoot|prepare|build|give me|give us|i want|i need|we need|we want|i would like|i['’]d like|show me)\\s+(?:[\\w'’&-]{1,20}[,]?\\s+){0,7}?${MEDIUM}(?:\\s+(?:video|clip|film|script))?\\s+(?:${LINKS}|of|for)\\s+`,
  'i',
);
const STORY_ORDER = new RegExp(
  `^${PLEASE}(?:tell|write|give|make|create|show)\\s+(?:me\\s+|us\\s+)?(?=(?:the|a|an)\\s+(?:[\\w-]{1,20}\\s+){0,3}?(?:story|tale)\\b)`,
  'i',
);
const EXPLAIN = new RegExp(
  `^${PLEASE}(?:explain(?:\\s+to\\s+(?:me|us|kids|children|beginners))?|describe|tell\\s+(?:me|us)\\s+(?:more\\s+)?about|talk\\s+about|compare|teach\\s+(?:me|us))\\s+`,
  'i',
);
/** "A short film about whales": of and for belong to names as often. */
const NAMED_MEDIUM = new RegExp(
  `^(?:an?\\s+|the\\s+|our\\s+)?(?:[\\w'’&-]{1,20}\\s+){0,5}?${MEDIUM}\\s+(?:${LINKS}|for(?!\\s+(?:beginners|kids|children|students|adults|everyone|teens|seniors|women|men|parents|teachers)\\b))\\s+`,
  'i',
);
const ASKS = /^(?:why|how|what|when|where|who|which|whose|whom|do|does|did|is|are|was|were|can|could|will|would|should|has|have|had)\b/i;

const RU_MEDIUM =
  '(?:видео|видеоролик\\p{L}{0,2}|видос\\p{L}{0,2}|ролик\\p{L}{0,2}|клип\\p{L}{0,2}|фильм\\p{L}{0,2}|мультик\\p{L}{0,2}|мультфильм\\p{L}{0,2}|сценари\\p{L}{1,2}|рилс\\p{L}{0,2}|шортс\\p{L}{0,2}|тикток\\p{L}{0,2}|презентаци\\p{L}{1,2}|сторис)';
const RU_LENGTH = '(?:(?:на|длиной|длительностью)\\s+)?\\d{1,3}[-\\s]?(?:секунд\\p{L}{0,4}|сек\\.?|минут\\p{L}{0,4}|мин\\.?)';
const RU_FOR = 'для\\s+(?:детей|школьников|новичков|начинающих|взрослых|ютуба?|тиктока?|инстаграма?|соцсетей|вк)';
const RU_LINKS = '(?:(?:про\\s+то|о\\s+том),\\s+(?:что\\s+)?|про\\s+|на\\s+тему:?\\s+)';
const RU_ORDER = new RegExp(
  `^(?:пожалуйста,?\\s+)?(?:сделай|создай|напиши|сгенерируй|сними|придумай|подготовь|хочу|нужно|нужен|нужна|покажи|расскажи|объясни)(?:те)?\\s+(?:(?:мне|нам|интересн\\p{L}{2,3}|коротк\\p{L}{2,3}|красив\\p{L}{2,3}|смешн\\p{L}{2,3}|динамичн\\p{L}{2,3}|обучающ\\p{L}{2,3}|рекламн\\p{L}{2,3}|небольш\\p{L}{2,3}|историю|рассказ|${RU_MEDIUM}|${RU_LENGTH}|${RU_FOR})(?=[\\s,:]),?\\s+){0,8}${RU_LINKS}?`,
  'iu',
);
const RU_NAMED_MEDIUM = new RegExp(
  `^(?:\\p{L}{3,20}(?:ое|ый|ий|ая)\\s+){0,3}${RU_MEDIUM}\\s+(?:${RU_LENGTH}\\s+)?(?:${RU_FOR}\\s+)?(?:${RU_LINKS}|(?=обо?\\s|о\\s))`,
  'iu',
);

/** How it should look and sound, behind a comma at the end. */
const MANNER = new RegExp(
  `(?:,\\s{0,3}|\\s{1,3}\\(|\\s{1,3}[–—-]\\s{1,3})(?:and\\s+)?(?:${[
    '(?:very\\s+)?(?:upbeat|funny|cinematic|epic|calm|cheerful|serious|dark|inspiring|inspirational|motivational|engaging|professional|dramatic|energetic|emotional|educational|minimalist|fast[- ]paced)(?:\\s+(?:tone|style|mood))?',
    '(?:no|without|with)\\s+(?:music|voice|voice-?over|subtitles|captions|text)',
    '(?:about\\s+|max\\.?\\s+|up to\\s+)?\\d{1,3}[-\\s]?(?:s|secs?|seconds?|mins?|minutes?)(?:\\s+long)?',
    'vertical|horizontal|portrait|landscape|square|9:16|16:9|1:1|4:5|in (?:4k|hd|1080p|720p)',
    '(?:for\\s+)?(?:tik ?tok|youtube|instagram|reels|shorts|linkedin)(?:\\s+(?:style|format|shorts))?',
    'весело|смешно|вертикальн\\p{L}{2,3}|горизонтальн\\p{L}{2,3}|без\\s+(?:музыки|голоса|субтитров|текста)|с\\s+(?:музыкой|субтитрами)|(?:примерно\\s+|до\\s+)?\\d{1,3}\\s?(?:сек\\p{L}{0,5}|мин\\p{L}{0,4})\\.?|для\\s+(?:тиктока?|ютуба?|инстаграма?|рилс|шортс)',
  ].join('|')})\\)?$`,
  'iu',
);
const MOST_MANNERS = 8;
const CLOSING = /[\s.!?…,;:]/u;
/** "Explain black holes to kids". */
const TO_WHOM =
  /\s{1,3}to\s{1,3}(?:kids|children|beginners|teenagers|(?:a|my)\s(?:child|kid|beginner|grandmother|grandma)|(?:a\s)?(?:five|5|ten|10)[- ]year[- ]olds?)(?=\s{0,3}(?:[,.!]|$))/i;
/** "Explain inflation like I'm five". */
const LIKE_A_CHILD = /\s{1,3}(?:like|as if|as though)\s(?:i['’]?m|i am|we are|we['’]re|to a)\s.{1,30}$/i;
/** Further back in a prompt nobody says how a film should look. */
const READ_OF_END = 300;

/** @param sentence the first of a prompt @returns what it is about, word for word; the sentence itself where nothing of it is said to us */
export function withoutRequest(sentence: string, language: 'en' | 'ru'): string {
  const subject = withoutManner(withoutOrder(sentence, language));
  return /[\p{L}\p{N}]/u.test(subject) ? subject : sentence;
}

function withoutOrder(sentence: string, language: 'en' | 'ru'): string {
  const orders = language === 'ru' ? [RU_ORDER] : [ORDER, STORY_ORDER, EXPLAIN];
  for (const order of orders) if (order.test(sentence)) return sentence.replace(order, '').replace(TO_WHOM, '').replace(LIKE_A_CHILD, '');
  // "How to make a video about cats" asks; it orders none.
  if (language === 'en' && ASKS.test(sentence)) return sentence;
  return sentence.replace(language === 'ru' ? RU_NAMED_MEDIUM : NAMED_MEDIUM, '');
}

/** @param manner what may be said of the film behind a comma at the end */
export function withoutManner(sentence: string, manner = MANNER): string {
  const mark = /[?!]\s*$/u.test(sentence);
  if (mark) return sentence;
  let rest = withoutEnd(sentence, CLOSING);
  for (let pass = 0; pass < MOST_MANNERS; pass += 1) {
    const at = Math.max(0, rest.length - READ_OF_END);
    const found = manner.exec(rest.slice(at));
    if (!found) return pass === 0 ? sentence : rest;
    rest = withoutEnd(rest.slice(0, at + found.index), CLOSING);
  }
  return rest;
}
