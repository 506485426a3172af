import { table } from '../text/table.js';

/** Which voices there are, and which one reads a language. Pure. */

export interface Voice {
  /** Stable; what a request names. */
  readonly id: string;
  /** BCP 47, lower case. */
  readonly language: string;
  readonly gender: 'female' | 'male';
  readonly engine: 'flite' | 'espeak';
  readonly name: string;
  readonly engineVoice: string;
  /** flite: how much slower than the voice's own pace a narrator speaks. */
  readonly stretch: number;
  /** espeak-ng: words a minute at normal pace, and pitch (0-99, 50 is the voice's own). */
  readonly wordsPerMinute: number;
  readonly pitch: number;
}

const flite = (engineVoice: string, gender: Voice['gender'], name: string, stretch: number): Voice => ({
  id: `en-${engineVoice}`,
  language: 'en',
  gender,
  engine: 'flite',
  name,
  engineVoice,
  stretch,
  wordsPerMinute: 0,
  pitch: 0,
});

/** Stretched to one common pace (the phones of one text last 26 % longer in rms than in slt), so that one formula fits all. */
export const fliteVoices: readonly Voice[] = [
  flite('slt', 'female', 'SLT, US English', 1),
  flite('rms', 'male', 'RMS, US English', 0.82),
  flite('awb', 'male', 'AWB, Scottish English', 1),
  flite('kal', 'male', 'KAL, US English, diphone', 1),
];

/** One male and one female voice for each language that espeak-ng has data for. */
export function espeakVoicesFor(languages: readonly { readonly language: string; readonly name: string }[]): Voice[] {
  const seen = new Set<string>();
  return languages.flatMap(({ language, name }) => {
    if (seen.has(language)) return [];
    seen.add(language);
    const wordsPerMinute = language === 'ru' ? 160 : 155;
    const common = { language, engine: 'espeak', stretch: 1, wordsPerMinute } as const;
    return [
      { ...common, id: `${language}-male`, gender: 'male', name: `${name}, male`, engineVoice: language, pitch: 42 },
      { ...common, id: `${language}-female`, gender: 'female', name: `${name}, female`, engineVoice: `${language}+f2`, pitch: 50 },
    ];
  });
}

/**
 * The named voice, or the first that reads `language`: exactly, then its base language, then another region of it.
 * Null when there is none, or when the named one is unknown or reads another language.
 */
export function chooseVoice<T extends Pick<Voice, 'id' | 'language' | 'gender' | 'engineVoice'>>(
  voices: readonly T[],
  language: string,
  wanted?: string,
): T | null {
  const tag = language.toLowerCase();
  const base = tag.split('-')[0] ?? tag;
  const fits = (voice: T): boolean => voice.language === base || voice.language.startsWith(`${base}-`);
  const own = voices.filter((voice) => fits(voice));
  if (wanted !== undefined && wanted !== '' && wanted !== 'default') {
    const name = wanted.toLowerCase();
    const gender = name === 'male' || name === 'female';
    return own.find((voice) => (gender ? voice.gender === name : voice.id === name || voice.engineVoice === name)) ?? null;
  }
  return own.find((voice) => voice.language === tag) ?? own.find((voice) => voice.language === base) ?? own[0] ?? null;
}

const SCRIPTS: readonly (readonly [RegExp, string, readonly string[]])[] = [
  [/\p{Script=Cyrillic}/gu, 'ru', ['ru', 'uk', 'be', 'bg', 'sr', 'mk', 'kk', 'ky', 'tt', 'ba', 'cv', 'uz', 'mn']],
  [/\p{Script=Arabic}/gu, 'ar', ['ar', 'fa', 'ur', 'ug', 'sd', 'ku']],
  [/\p{Script=Hebrew}/gu, 'he', ['he', 'yi']],
  [/\p{Script=Greek}/gu, 'el', ['el', 'grc']],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja', ['ja']],
  [/\p{Script=Hangul}/gu, 'ko', ['ko']],
  [/\p{Script=Han}/gu, 'cmn', ['cmn', 'zh', 'yue', 'hak', 'ja']],
  [/\p{Script=Devanagari}/gu, 'hi', ['hi', 'mr', 'ne', 'kok']],
  [/\p{Script=Thai}/gu, 'th', ['th']],
  [/\p{Script=Georgian}/gu, 'ka', ['ka']],
  [/\p{Script=Armenian}/gu, 'hy', ['hy', 'hyw']],
];
const ESPEAK_NAMES: Readonly<Record<string, string>> = table({ zh: 'cmn', no: 'nb', 'pt-br': 'pt-br', fil: 'en', iw: 'he', in: 'id' });

/**
 * The language a text is read in: the one asked for, unless most of its letters are of a script that language does
 * not use (Arabic text sent as "en"), which would come out as silence.
 */
export function languageOfScript(text: string, language: string): string {
  const tag = language.toLowerCase();
  const base = tag.split('-')[0] ?? tag;
  const sample = text.slice(0, 20_000);
  const letters = (sample.match(/\p{L}/gu) ?? []).length;
  for (const [script, reader, users] of SCRIPTS) {
    if (users.includes(base)) continue;
    if ((sample.match(script) ?? []).length > letters / 2) return reader;
  }
  return ESPEAK_NAMES[tag] ?? ESPEAK_NAMES[base] ?? tag;
}
