import { estimateSpeechSeconds } from '#media/plan';
import { type ShortVideoOrder } from './short-video-order.js';

/** Films are made up to this length. */
const MAX_SECONDS = 600;
const SILENT_SCENE_SECONDS = 5;

/** How long the film will be, as far as that can be said before anything is spoken. */
export function expectedSeconds({ scenes, voice, paddingSeconds }: ShortVideoOrder): number {
  const sum = scenes.reduce((total, { text, seconds }) => {
    if (seconds !== null) return total + seconds;
    if (text === '') return total + SILENT_SCENE_SECONDS;
    const spoken = estimateSpeechSeconds(text, /\p{Script=Cyrillic}/u.test(text) ? 'ru' : 'en');
    return total + (voice ? spoken / voice.speed + paddingSeconds : spoken);
  }, 0);
  return Math.min(MAX_SECONDS, sum);
}
