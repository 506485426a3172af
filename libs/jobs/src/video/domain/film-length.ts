import { FASTEST_TEMPO, speakingSeconds } from '#steps/plan';
import { type VideoRequest } from '../../contracts/video-request.js';

export const MIN_FILM_SECONDS = 5;
export const MAX_FILM_SECONDS = 600;
/** A clip between two pictures, where models have no lengths of their own. */
export const MIN_PAIR_SECONDS = 1;
export const MAX_PAIR_SECONDS = 15;
/** Picture that stays after the last word when the film follows its narration. */
const CLOSING_SECONDS = 0.8;

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
export function filmSeconds(request: VideoRequest, script: string): number {
  if (request.durationSeconds !== null) return request.durationSeconds;
  const follows = ceilToTenth(narrationSeconds(request, script) + CLOSING_SECONDS);
  return Math.min(Math.max(follows, MIN_FILM_SECONDS), MAX_FILM_SECONDS);
}
