/** Prompts in other languages than English and Russian: a question, tips or a subject, and a wording that needs no inflection. Pure. */
import { withoutEnd } from '../text/without-end.js';
import { clean, CLOSING, closeSentence, countOf, cutAtWord, splitSentences, unquoted, upperFirst } from './prompt-text.js';
import type { PromptReading } from './prompt-reading.js';
import { asksIn, subjectElsewhere, wantsTipsIn } from './requests-elsewhere.js';
import type { OtherLanguage } from './written-language.js';

const SUBJECT_CHARS = 90;
const TITLE_CHARS = 80;
const KIND_CHARS = 300;
const UNTITLED: Readonly<Record<OtherLanguage, string>> = {
  ...{ de: 'Ohne Titel', fr: 'Sans titre', es: 'Sin título', it: 'Senza titolo', pt: 'Sem título' },
  ...{ nl: 'Zonder titel', pl: 'Bez tytułu', uk: 'Без назви', tr: 'Adsız' },
};
/** Without its mark "Warum Katzen schnurren" is a clause: its verb stands elsewhere in a question. */
const TURNS_QUESTIONS: ReadonlySet<OtherLanguage> = new Set(['de', 'nl']);

interface Core {
  readonly sentences: readonly string[];
  /** Without request and marks. */
  readonly core: string;
  readonly about: string | null;
  readonly isQuestion: boolean;
  readonly isMarked: boolean;
  readonly text: string;
}

function coreOf(prompt: string, language: OtherLanguage): Core {
  const text = tidy(prompt, language);
  const sentences = splitSentences(text);
  const { subject, about } = subjectElsewhere(sentences[0] ?? '', language);
  const bare = unquoted(subject, /["'»”“.!?]/u).replace(/^[¿¡\s]{1,8}/u, '');
  const core = withoutEnd(bare, CLOSING);
  const isMarked = /\?[\s"'»”“)]{0,4}$/u.test(subject.slice(-6));
  return {
    sentences,
    core,
    about: about && withoutEnd(about, CLOSING),
    isMarked,
    isQuestion: isMarked || asksIn(core.slice(0, KIND_CHARS), language),
    text,
  };
}

/** Never throws; any text gives a reading. */
export function readElsewhere(prompt: string, language: OtherLanguage): PromptReading {
  const { sentences, core, about, isQuestion, isMarked, text } = coreOf(prompt, language);
  const isShort = core.length <= SUBJECT_CHARS;
  const isTips = !isQuestion && wantsTipsIn(core.slice(0, KIND_CHARS), language);
  const isAsked = isQuestion && isShort && (isMarked || !TURNS_QUESTIONS.has(language));
  const said = isShort ? sentences.slice(1) : sentences;
  return {
    kind: isQuestion ? 'question' : isTips ? 'tips' : 'topic',
    subject: capital(cutAtWord(isShort && about ? about : core, SUBJECT_CHARS), language),
    question: isAsked ? asked(core, language) : null,
    clause: null,
    about: isShort ? about : null,
    count: isTips ? countOf(core) : null,
    notice: null,
    substance: sentences.length > 1 || !isShort || text.length > 160 ? said.map((sentence) => closeSentence(sentence)) : [],
  };
}

/** At most 80 characters, cut at a word. */
export function titleElsewhere(prompt: string, language: OtherLanguage): string {
  const { core, about, isMarked } = coreOf(prompt, language);
  const title = cutAtWord(about ?? core, TITLE_CHARS);
  if (title === '') return UNTITLED[language];
  return isMarked && !about ? asked(title, language) : capital(title, language);
}

function asked(core: string, language: OtherLanguage): string {
  const question = `${capital(core, language)}${language === 'fr' ? '\u00a0' : ''}?`;
  // "Entonces, ¿por qué?" has its mark where the question begins.
  return language === 'es' && !core.includes('¿') ? `¿${question}` : question;
}

const capital = (text: string, language: OtherLanguage): string =>
  language === 'tr' && /^\p{Ll}/u.test(text) ? text.slice(0, 1).toLocaleUpperCase('tr') + text.slice(1) : upperFirst(text);

/** French has a space before its marks that is part of them. */
const tidy = (prompt: string, language: OtherLanguage): string =>
  language === 'fr' ? clean(prompt, /\s([.,])/gu).replace(/\s([!?;:](?=\s|$))/gu, '\u00a0$1') : clean(prompt);
