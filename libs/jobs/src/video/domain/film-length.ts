import { FASTEST_TEMPO, SENTENCE_PAUSE_SECONDS, sentencesOf, speakingSeconds } from '#steps/plan';
import { type VideoRequest } from '../../contracts/video-request.js';

export const MIN_FILM_SECONDS = 5;
export const MAX_FILM_SECONDS = 600;
/** A clip between two pictures, where models have no lengths of their own. */
export const MIN_PAIR_SECONDS = 1;
export const MAX_PAIR_SECONDS = 15;
/** Picture that stays after the last word when the film follows its narration. */
const CLOSING_SECONDS = 0.8;

/** What an estimate that let the script in may be off. */
const HARDLY_TOO_LONG = 1.08;

const ceilToTenth = (seconds: number): number => Math.ceil(seconds * 10 - 1e-6) / 10;

/** @returns seconds that this script takes in this request's voice at its own speed. */
export function narrationSeconds(request: Pick<VideoRequest, 'language' | 'voice'>, script: string): number {
  return speakingSeconds(script, request.language) / (request.voice === false ? 1 : request.voice.speed);
}

/** @returns the shortest film, in tenths of a second, in which the script can be spoken at up to 1.3 x its speed. */
export function neededSeconds(request: Pick<VideoRequest, 'language' | 'voice'>, script: string): number {
  return ceilToTenth(narrationSeconds(request, script) / FASTEST_TEMPO);
}

/** @returns length of the film: as asked for, else as long as the narration takes, 5-600 s. */
export function filmSeconds(request: VideoRequest, script: string, sentenceSeconds: readonly number[] = []): number {
  if (request.durationSeconds !== null) return request.durationSeconds;
  const closing = isRecorded(request) && sentenceSeconds.length > 0 ? 0 : CLOSING_SECONDS;
  const follows = ceilToTenth(spokenSeconds(request, script, sentenceSeconds) + closing);
  return Math.min(Math.max(follows, MIN_FILM_SECONDS), MAX_FILM_SECONDS);
}

const isRecorded = ({ voice }: VideoRequest): boolean => voice !== false && voice.assetId !== undefined;

/** As it was spoken, where that is known; the sentences that are not known, at the pace of those that are. */
function spokenSeconds(request: VideoRequest, script: string, sentenceSeconds: readonly number[]): number {
  if (sentenceSeconds.length === 0) return narrationSeconds(request, script);
  const sentences = sentencesOf(script, request.language);
  const known = sentenceSeconds.reduce((sum, seconds) => sum + seconds, 0);
  const estimated = (from: number, to: number) => speakingSeconds(sentences.slice(from, to).join(' '), request.language);
  const pace = known / (estimated(0, sentenceSeconds.length) || 1);
  const rest = sentenceSeconds.length < sentences.length ? estimated(sentenceSeconds.length, sentences.length) * pace : 0;
  // A recording has its pauses in it.
  return known + rest + (isRecorded(request) ? 0 : Math.max(0, sentences.length - 1) * SENTENCE_PAUSE_SECONDS);
}

/** @returns whether a narration that was spoken has room in the film that was asked for, hurried as far as a listener can follow */
export function hasRoom(request: VideoRequest, script: string, sentenceSeconds: readonly number[]): boolean {
  if (sentenceSeconds.length === 0 || isRecorded(request)) return true;
  const pauses = Math.max(0, sentencesOf(script, request.language).length - 1) * SENTENCE_PAUSE_SECONDS;
  const needed = (spokenSeconds(request, script, sentenceSeconds) - pauses) / FASTEST_TEMPO;
  return needed <= (request.durationSeconds ?? MAX_FILM_SECONDS) * HARDLY_TOO_LONG;
}
