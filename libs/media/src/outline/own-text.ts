/** Where the writer has no sentences of its own, the prompt speaks for itself. Pure. */
import { beginningOf } from '../text/beginning.js';
import { estimateSpeechSeconds } from '../speech/speech-rate.js';
import { SENTENCE_SIGNS, UNSPACED_SENTENCE_SIGNS } from '../text/sentence-signs.js';
import { MAX_SHARE, MIN_SHARE } from './lengths.js';
import { LONGEST_BRIEF_SECONDS } from './write-briefly.js';
import { WRITTEN_LANGUAGES } from './written-language.js';
import { MediaError } from '../contracts.js';

export interface OwnText {
  readonly prompt: string;
  /** BCP 47. */
  readonly language: string;
  /** Null: as long as it takes. */
  readonly durationSeconds: number | null;
}

/** The constant part of an estimate. */
const LEAD_SECONDS = 0.25;
/** What a sentence may lose at once while it is too long. */
const KEPT = 0.8;
const SENTENCE_END = new RegExp(`(?<=[${UNSPACED_SENTENCE_SIGNS}])\\s*|(?<=[${SENTENCE_SIGNS}][)»”"']?)\\s+`, 'u');

/** @returns sentences of the prompt, word for word, as many as fit; null when they do not fill half of the length that is wanted */
export function ownSentences({ prompt, language, durationSeconds }: OwnText): readonly string[] | null {
  const sentences = prompt
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .split(SENTENCE_END)
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
  const most = durationSeconds === null ? LONGEST_BRIEF_SECONDS : MAX_SHARE * durationSeconds;
  const said: string[] = [];
  let seconds = 0;
  for (const sentence of sentences) {
    // A page without a full stop is still said, as far as there is time.
    const text = durationSeconds === null && said.length === 0 ? shortened(sentence, language, most) : sentence;
    // Sentence by sentence, which adds up to the estimate of the whole.
    const longer = seconds + Math.max(0, estimateSpeechSeconds(text, language) - (said.length > 0 ? LEAD_SECONDS : 0));
    if (longer > most) break;
    seconds = longer;
    said.push(text);
    if (text !== sentence) break;
  }
  if (said.length === 0 || (durationSeconds !== null && seconds < (MIN_SHARE * durationSeconds) / 2)) return null;
  return said;
}

/** Whether a film can be told in the words of its prompt alone. */
export const speaksForItself = (text: OwnText): boolean => ownSentences(text) !== null;

export function noOwnWords(language: string): MediaError {
  return new MediaError(
    'language_unsupported',
    `The local script writer has templates for ${WRITTEN_LANGUAGES.join(', ')}, not for "${language}", and the prompt does not fill the film. ` +
      'Leave durationSeconds out, or send the finished narration as the script, or a longer prompt in that language, or use another script model.',
    false,
  );
}

function shortened(sentence: string, language: string, most: number): string {
  let text = sentence;
  while (text.length > 1 && estimateSpeechSeconds(text, language) > most) {
    const cut = [...beginningOf(text, Math.floor(text.length * KEPT))].join('');
    const atWord = cut.slice(0, Math.max(cut.lastIndexOf(' '), cut.lastIndexOf('、'), cut.lastIndexOf('，')));
    text = atWord.length > cut.length / 2 ? atWord : cut;
  }
  return text;
}
