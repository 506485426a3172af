import { table } from '#platform/json';
import { MAX_SCRIPT_WORDS, countWords } from '../../shared/script-words.js';
import { listOf, numberOf, objectOf, textOf, type Json } from '#platform';

/** One scene: what is seen, what is said over it, how long it lasts. */
export interface SceneOrder {
  readonly text: string;
  /** Address of a video or a picture; null: something is found or drawn for the words. */
  readonly url: string | null;
  readonly searchTerms: readonly string[];
  /** Null: as long as the words, or the media. */
  readonly seconds: number | null;
}

/** An order in the protocol of FantaProjekt, read and with its defaults filled in. */
export interface ShortVideoOrder {
  readonly scenes: readonly SceneOrder[];
  readonly isUpright: boolean;
  readonly voice: { readonly speed: number } | null;
  readonly showsSubtitles: boolean;
  readonly captionPosition: 'top' | 'center' | 'bottom';
  /** Null: no music. */
  readonly music: { readonly mood: string; readonly gainDb: number } | null;
  /** Silence after each scene's words. */
  readonly paddingSeconds: number;
  /** Kadr's additions: exact size and rate, and whom to tell. */
  readonly format: { readonly widthPx: number; readonly heightPx: number; readonly fps: number };
  readonly callbackUrl: string | null;
}

const MAX_SCENES = 120;
const MAX_SECONDS = 600;
/** What all scenes say together: as for a script. */
const MAX_CHARACTERS = 100_000;
const MAX_TERMS = 50;
const MAX_TERM_CHARACTERS = 200;
const MUSIC_GAIN_DB: Readonly<Record<string, number>> = table({ low: -24, medium: -18, high: -14, very_high: -10, ultra: -6 });
const MIN_PX = 64;
const MAX_PX = 3840;

/** @returns the order, or every member that is missing or wrong with the reason */
export function readOrder(body: unknown): ShortVideoOrder | { readonly missingFields: Readonly<Record<string, string>> } {
  const faults: Record<string, string> = {};
  const { scenes: rawScenes, config: rawConfig } = objectOf(body);
  const config = objectOf(rawConfig);
  if (!Array.isArray(rawScenes) || rawScenes.length === 0) faults['scenes'] = 'at least one scene is required';
  else if (rawScenes.length > MAX_SCENES) faults['scenes'] = `at most ${MAX_SCENES} scenes`;
  const scenes = listOf(rawScenes)
    .slice(0, MAX_SCENES)
    .map((scene, i) => readScene(objectOf(scene), `scenes.${i}`, faults));
  if (scenes.reduce((sum, { seconds }) => sum + Math.min(seconds ?? 0, MAX_SECONDS), 0) > MAX_SECONDS) {
    faults['scenes'] = `the film would be longer than ${MAX_SECONDS} seconds`;
  }
  const said = scenes.map(({ text }) => text);
  if (said.join('').length > MAX_CHARACTERS || countWords(said.join(' ')) > MAX_SCRIPT_WORDS) {
    faults['scenes'] = `at most ${MAX_CHARACTERS} characters and ${MAX_SCRIPT_WORDS} words in all`;
  }
  const isUpright = config['orientation'] !== 'landscape';
  if (config['orientation'] !== undefined && !['portrait', 'landscape'].includes(String(config['orientation']))) {
    faults['config.orientation'] = 'portrait or landscape';
  }
  const skipsVoice = config['skipVoiceover'] === true;
  if (!skipsVoice && !textOf(config['voice'])) faults['config.voice'] = 'is required unless skipVoiceover is true';
  const speed = numberOf(config['voiceSpeed']) ?? 1;
  if (speed < 0.5 || speed > 2) faults['config.voiceSpeed'] = '0.5 to 2';
  const volume = textOf(config['musicVolume']) ?? 'medium';
  if (volume !== 'muted' && MUSIC_GAIN_DB[volume] === undefined)
    faults['config.musicVolume'] = `muted, ${Object.keys(MUSIC_GAIN_DB).join(', ')}`;
  const format = readFormat(objectOf(config['format']), isUpright, faults);
  if (Object.keys(faults).length > 0) return { missingFields: faults };
  return {
    scenes,
    isUpright,
    voice: skipsVoice ? null : { speed },
    showsSubtitles: config['skipSubtitles'] !== true,
    captionPosition: positionOf(config['captionPosition']),
    music: volume === 'muted' ? null : { mood: textOf(config['music']) ?? 'calm', gainDb: MUSIC_GAIN_DB[volume] ?? -18 },
    paddingSeconds: Math.min(10, Math.max(0, (numberOf(config['paddingBack']) ?? 0) / 1000)),
    format,
    callbackUrl: textOf(config['callbackUrl']),
  };
}

function readScene(scene: Json, at: string, faults: Record<string, string>): SceneOrder {
  const media = objectOf(scene['media']);
  const url = media['type'] === 'url' ? textOf(media['url']) : null;
  if (media['type'] === 'url' && url === null) faults[`${at}.media.url`] = 'is required for media of type url';
  if (media['type'] === 'files') faults[`${at}.media.type`] = 'files are not taken; upload them as assets and send their url';
  const text = textOf(scene['text']) ?? '';
  if (/\0/.test(text) || !text.isWellFormed()) faults[`${at}.text`] = 'holds NUL or broken surrogates';
  const searchTerms = listOf(scene['searchTerms'] ?? media['searchTerms']).flatMap((term) => textOf(term) ?? []);
  if (searchTerms.length > MAX_TERMS || searchTerms.some((term) => term.length > MAX_TERM_CHARACTERS)) {
    faults[`${at}.searchTerms`] = `at most ${MAX_TERMS} of ${MAX_TERM_CHARACTERS} characters`;
  }
  const seconds = numberOf(scene['sceneDuration']) ?? numberOf(scene['mediaDuration']);
  if (seconds !== null && (seconds <= 0 || seconds > MAX_SECONDS))
    faults[`${at}.sceneDuration`] = `more than 0, at most ${MAX_SECONDS} seconds`;
  if (text === '' && seconds === null) faults[`${at}.text`] = 'text or sceneDuration is required';
  if (text === '' && url === null && searchTerms.length === 0) faults[`${at}.media`] = 'media, searchTerms or text is required';
  return { text, url, searchTerms, seconds };
}

function readFormat(given: Json, isUpright: boolean, faults: Record<string, string>): ShortVideoOrder['format'] {
  const [short, long] = [1080, 1920];
  const widthPx = numberOf(given['width']) ?? (isUpright ? short : long);
  const heightPx = numberOf(given['height']) ?? (isUpright ? long : short);
  const fps = numberOf(given['fps']) ?? 30;
  const isSize = (px: number): boolean => Number.isInteger(px) && px % 2 === 0 && px >= MIN_PX && px <= MAX_PX;
  if (!isSize(widthPx) || !isSize(heightPx)) faults['config.format'] = `even sizes from ${MIN_PX} to ${MAX_PX} pixels`;
  if (![24, 25, 30, 50, 60].includes(fps)) faults['config.format.fps'] = '24, 25, 30, 50 or 60';
  return { widthPx, heightPx, fps };
}

const positionOf = (value: unknown): ShortVideoOrder['captionPosition'] => (value === 'top' || value === 'center' ? value : 'bottom');
