/** What kind of thing a prompt asks for, and which of its own words may stand in a sentence without being bent. Pure. */
import { withoutEnd } from '../text/without-end.js';
import { clean, CLOSING, closeSentence, countOf, cutAtWord, splitSentences, unquoted, upperFirst } from './prompt-text.js';
import { noticeOf, saidByUs } from './notices.js';
import type { PromptKind, PromptReading } from './prompt-reading.js';
import { readElsewhere, titleElsewhere } from './read-elsewhere.js';
import { withoutRequest } from './requests.js';
import { writtenLanguage, type WrittenLanguage } from './written-language.js';

const SUBJECT_CHARS = 90;
/** The kind of a prompt shows at its beginning; patterns that look ahead for the end of a sentence are not let loose on a whole novel. */
const KIND_CHARS = 600;
const EN_AUXILIARY =
  /^(?:do|does|did|is|are|was|were|am|can|could|will|would|should|shall|may|might|must|has|have|had|don't|doesn't|isn't|aren't|can't)\b/i;
const EN_QUESTION = /^(?:why|how|what|when|where|who|which|whose|whom)\b/i;
const RU_QUESTION = /^(?:почему|зачем|как|что|чем|когда|где|куда|откуда|кто|какой|какая|какое|какие|сколько|чей|отчего)(?=[\s,?]|$)/iu;

/** Never throws; any text gives a reading. */
export function readPrompt(prompt: string, language: WrittenLanguage): PromptReading {
  if (language !== 'en' && language !== 'ru') return readElsewhere(prompt, language);
  const text = clean(prompt);
  const sentences = splitSentences(text);
  const first = firstOf(sentences, language);
  const notice = noticeOf(sentences, language);
  if (notice)
    return { ...NOTHING_ASKED, kind: 'promotion', subject: notice.title, notice: notice.sentences, substance: notice.sentences.slice(1) };
  const stripped = strip(first, language);
  const kind = kindOf(first.slice(0, KIND_CHARS), stripped.slice(0, KIND_CHARS), language);
  const isQuestion = kind === 'question';
  const core = withoutEnd(stripped, CLOSING);
  const short = core.length <= SUBJECT_CHARS;
  const rest = sentences.length > 1 || !short || text.length > 160;
  return {
    kind,
    subject: upperFirst(cutAtWord(core, SUBJECT_CHARS)),
    // "Why octopuses have three hearts" is a clause, not a question, until its words are turned round.
    question: isQuestion && short && (language === 'ru' || inverted(core)) ? `${upperFirst(core)}?` : null,
    clause: isQuestion && short ? clauseOf(core, language) : null,
    about: short && language === 'ru' ? aboutOf(first) : null,
    count: countOf(stripped),
    notice: null,
    substance: rest ? (short ? sentences.slice(1) : sentences).map((sentence) => closeSentence(sentence)) : [],
  };
}

const NOTHING_ASKED = { question: null, clause: null, about: null, count: null };

function firstOf(sentences: readonly string[], language: 'en' | 'ru'): string {
  const first = sentences[0] ?? '';
  return language === 'ru' ? saidByUs(first) : first;
}

/** A title from the prompt: its first sentence without the request, at most 80 characters, cut at a word. */
export function titleOf(prompt: string, language: WrittenLanguage): string {
  if (language !== 'en' && language !== 'ru') return titleElsewhere(prompt, language);
  const sentences = splitSentences(clean(prompt));
  const notice = noticeOf(sentences, language);
  if (notice) return notice.title;
  const first = firstOf(sentences, language);
  const stripped = (language === 'ru' ? aboutOf(first) : null) ?? strip(first, language);
  const question = /\?$/.test(stripped) ? '?' : '';
  const title = cutAtWord(withoutEnd(stripped, CLOSING), 80);
  return (upperFirst(title) || (language === 'ru' ? 'Без названия' : 'Untitled')) + question;
}

/** The same in any language; what a request is in others is not known. */
export function titleFromPrompt(prompt: string, language: string): string {
  const known = writtenLanguage(language);
  if (known) return titleOf(prompt, known);
  return upperFirst(cutAtWord(withoutEnd(splitSentences(clean(prompt))[0] ?? '', CLOSING), 80)) || 'Untitled';
}

function strip(sentence: string, language: 'en' | 'ru'): string {
  const bare = unquoted(withoutRequest(sentence, language));
  // "расскажи о кофе" would leave a word in another case than a title needs: then the prompt stays as it is.
  if (
    language === 'ru' &&
    bare !== sentence &&
    (/^(?:об?|обо|для|со?|на|в)\s/iu.test(bare) || /\sпро\s/iu.test(sentence.slice(0, sentence.length - bare.length)))
  ) {
    return sentence;
  }
  return /[\p{L}\p{N}]/u.test(bare) ? bare : sentence;
}

function kindOf(sentence: string, stripped: string, language: 'en' | 'ru'): PromptKind {
  const s = stripped.toLowerCase();
  if (language === 'en') {
    if (/^how to\b/.test(s)) return 'how-to';
    if (/\b\d+\s+(?:\w+\s+){0,3}(?:tips|ways|ideas|steps|habits|tricks|rules|lessons)\b|^tips\b/.test(s)) return 'tips';
    if (/\bhistory of\b|\borigins? of\b/.test(s)) return 'history';
    if (/\bvs\.?\b|\bversus\b|\bor\b.*\?$|\bdifference between\b/.test(s) || /\bcompar/i.test(sentence)) return 'comparison';
    if (EN_QUESTION.test(s) || (EN_AUXILIARY.test(s) && /\?$/.test(s))) return 'question';
    if (/\bstory\b|\btale\b|^once upon|\bfairy/.test(sentence.toLowerCase())) return 'story';
    if (
      /\b(?:buy|sale|discount|launch|introducing|promo|advert|commercial|our (?:new )?(?:app|product|service|shop|store|course|brand|coffee|company))\b/.test(
        s,
      )
    )
      return 'promotion';
    return 'topic';
  }
  if (
    /\d+\s+(?:\p{L}+\s+){0,3}(?:советов|совета|способов|способа|идей|идеи|шагов|шага|привычек|привычки|правил|лайфхаков)|^советы/u.test(s)
  )
    return 'tips';
  if (/^как\s+(?:\p{L}+\s+){0,2}\p{L}+(?:ть|ться|чь|ти|тись)(?=[\s,?.]|$)/u.test(s)) return 'how-to';
  if (/истори[яю]\s+\p{L}+|происхождение/u.test(s) && !/^(?:расскажи|жила?-был|однажды)/u.test(s)) return 'history';
  if (/\sили\s.*\?$|\sпротив\s|\svs\.?\s|сравнени|чем отлича|разниц/u.test(s)) return 'comparison';
  if (RU_QUESTION.test(s)) return 'question';
  if (/сказк|рассказ(?:\s|$)|притч|однажды|жили?-был|легенд/u.test(sentence.toLowerCase())) return 'story';
  if (
    /купи|скидк|акци[яи]|реклам|наш[аеиу]?\s+(?:\p{L}+\s+)?(?:приложени|продукт|товар|сервис|магазин|курс|бренд|кофейн|компани)|запуск|новинк|представляем/u.test(
      s,
    )
  )
    return 'promotion';
  return 'topic';
}

/** The question inside a sentence. English turns word order round in questions, so only those that do not may be embedded. */
function clauseOf(core: string, language: 'en' | 'ru'): string | null {
  if (language === 'ru') return RU_QUESTION.test(core) ? lowerFirst(core) : null;
  if (!EN_QUESTION.test(core)) return null;
  const definition = /^what\s+(is|are|was|were)\s+((?:an?\s|the\s)?(?:[\p{L}'’-]+\s?){1,3})$/iu.exec(core);
  if (definition?.[1] && definition[2]) return `what ${definition[2].trim()} ${definition[1]}`;
  return inverted(core) ? null : lowerFirst(core);
}

/** Whether an English question has its verb before its subject, as questions that stand alone do. */
function inverted(core: string): boolean {
  const [head = '', ...tail] = core.split(' ');
  const rest = tail.join(' ');
  if (EN_AUXILIARY.test(head) || EN_AUXILIARY.test(rest) || /^who$/i.test(head)) return true;
  return /^(?:how|what|which|whose)$/i.test(head) && /\s(?:do|does|did|can|will|is|are|was|were|has|have)\s/i.test(` ${rest} `);
}

function aboutOf(sentence: string): string | null {
  const rest = withoutRequest(sentence, 'ru');
  if (rest === sentence) return null;
  const core = withoutEnd(rest, CLOSING);
  if (/^(?:об?|обо)\s\S/iu.test(core)) return core;
  return /\sпро\s+$/iu.test(sentence.slice(0, sentence.length - rest.length)) ? `про ${core}` : null;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
