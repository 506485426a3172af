import { createRandom } from '../music/random.js';
import { MediaError } from '../contracts.js';
import { estimateSpeechSeconds } from '../speech/speech-rate.js';
import { type Line } from './lines.js';
import { layParagraphs } from './paragraphs.js';
import { readPrompt, splitSentences, titleOf } from './read-prompt.js';
import { ENGLISH } from './templates.en.js';
import { RUSSIAN } from './templates.ru.js';
import { briefly } from './write-briefly.js';

export interface OutlineRequest {
  readonly prompt: string;
  /** BCP 47. Templates exist for en and ru; in other languages the prompt's own text is used when it is long enough. */
  readonly language: string;
  readonly style?: string;
  readonly tone?: string;
  readonly audience?: string;
  /** Length of the film: 5-600. The narration takes 97 % of it at most, and less where the prompt brings less. Null: as it comes. */
  readonly durationSeconds: number | null;
  /** Most paragraphs, at least 1: none is cut inside a sentence. Null: one for each few sentences. */
  readonly beats: number | null;
  /** Chooses among the templates. */
  readonly seed: number;
  readonly title?: string;
}

export interface Outline {
  readonly title: string;
  /** The first sentence that is spoken. */
  readonly hook: string;
  readonly tone: string;
  readonly style: string;
  /** question, tips, how-to, story, promotion, history, comparison, topic, or text for a prompt spoken as it is. */
  readonly format: string;
  readonly audience: string;
  /** One line per paragraph: its role and how it begins. */
  readonly outline: readonly string[];
  /** As many as `beats`, unless there are fewer sentences than that. */
  readonly paragraphs: readonly string[];
  /** The paragraphs, separated by blank lines. */
  readonly script: string;
  readonly language: string;
}

const MIN_SHARE = 0.8;
const MAX_SHARE = 0.97;
/** A prompt of a whole page is spoken so far, where no length was asked for. */
const LONGEST_BRIEF_SECONDS = 90;
/** Less is no film, in a language in which nothing can be added. */
const SHORTEST_OWN_SECONDS = 5;
/** A paragraph of a script without a wanted number of them. */
const SECONDS_PER_PARAGRAPH = 6;
/** The constant part of an estimate. */
const LEAD_SECONDS = 0.25;

/**
 * Writes a narration around the prompt: it asks and invites, and claims no facts but those the prompt itself brings, which it says
 * word for word. Pure: the same request gives the same outline.
 * @throws MediaError `language_unsupported` when there are no templates for the language and the prompt is too short to be the script.
 */
export function writeOutline(request: OutlineRequest): Outline {
  const base = request.language.toLowerCase().split('-')[0] ?? '';
  if (base !== 'en' && base !== 'ru') return ownText(request);
  const templates = base === 'ru' ? RUSSIAN : ENGLISH;
  const reading = readPrompt(request.prompt, base);
  const random = createRandom(request.seed, request.prompt.slice(0, 200));
  const known = new Map<string, number>();
  // Sentence by sentence, which adds up to the estimate of the whole: each ends in its own mark.
  const secondsOf = (text: string): number => {
    const seconds = known.get(text) ?? estimateSpeechSeconds(text, base) - LEAD_SECONDS;
    known.set(text, seconds);
    return seconds;
  };
  const seconds = (lines: readonly Line[]): number => lines.reduce((sum, line) => sum + secondsOf(line.text), LEAD_SECONDS);
  const filmSeconds = request.durationSeconds;
  const length = { filmSeconds, mostSeconds: filmSeconds === null ? LONGEST_BRIEF_SECONDS : MAX_SHARE * filmSeconds };
  return finish(request, reading.kind, titleIn(request, base), briefly(reading, templates, random, seconds, length), base);
}

const titleIn = ({ title, prompt }: OutlineRequest, language: 'en' | 'ru'): string => title ?? titleOf(prompt, language);

/** In a language without templates the prompt speaks for itself, as far as it fits. */
function ownText(request: OutlineRequest): Outline {
  const { language, durationSeconds } = request;
  const sentences = splitSentences(request.prompt.replace(/[\p{Cc}\s]+/gu, ' ').trim());
  const lines: Line[] = [];
  let seconds = 0;
  for (const text of sentences) {
    // Sentence by sentence, which adds up to the estimate of the whole.
    const longer = seconds + Math.max(0, estimateSpeechSeconds(text, language) - (lines.length > 0 ? LEAD_SECONDS : 0));
    if (longer > (durationSeconds === null ? LONGEST_BRIEF_SECONDS : MAX_SHARE * durationSeconds)) break;
    seconds = longer;
    lines.push({ text, role: 'Text' });
  }
  if (seconds < (MIN_SHARE * (durationSeconds ?? SHORTEST_OWN_SECONDS)) / 2) {
    throw new MediaError(
      'language_unsupported',
      `The local script writer has templates for English and Russian, not for "${language}". Send the finished narration as the script, ` +
        'or a longer prompt in that language, or use another script model.',
      false,
    );
  }
  return finish(request, 'text', request.title ?? lines[0]?.text.slice(0, 80) ?? '', lines, language);
}

function finish(request: OutlineRequest, format: string, title: string, lines: readonly Line[], language: string): Outline {
  const seconds = estimateSpeechSeconds(lines.map(({ text }) => text).join(' '), language);
  const beats = request.beats ?? Math.max(1, Math.round(seconds / SECONDS_PER_PARAGRAPH));
  const paragraphs = layParagraphs(lines, Math.min(beats, Math.max(1, lines.length)), language);
  return {
    title,
    hook: lines[0]?.text ?? '',
    tone: request.tone ?? 'curious',
    style: request.style ?? 'plain',
    format,
    audience: request.audience ?? 'general',
    outline: paragraphs.map(({ role, text }) => `${role}: ${splitSentences(text)[0] ?? text}`),
    paragraphs: paragraphs.map(({ text }) => text),
    script: paragraphs.map(({ text }) => text).join('\n\n'),
    language: request.language,
  };
}
