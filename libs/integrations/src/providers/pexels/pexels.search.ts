import { table } from '#platform/json';
import { keywordsOf } from '#media';
import { type PictureRequest } from '../../contracts/makers.js';
import { listOf, numberOf, objectOf, textOf } from '#platform';

/** A found video or photo, as far as it is used. */
export interface Found {
  readonly id: string;
  readonly link: string;
  readonly pageUrl: string;
  readonly author: string;
  readonly authorUrl: string | null;
}

const LOCALES: Readonly<Record<string, string>> = table({
  en: 'en-US',
  ru: 'ru-RU',
  de: 'de-DE',
  es: 'es-ES',
  fr: 'fr-FR',
  it: 'it-IT',
  pt: 'pt-BR',
  pl: 'pl-PL',
  nl: 'nl-NL',
  sv: 'sv-SE',
  tr: 'tr-TR',
  ja: 'ja-JP',
  ko: 'ko-KR',
  zh: 'zh-CN',
  uk: 'uk-UA',
});

/** What is searched for, one after the other until something is found: all that the segment names, its first word, the film's title. */
export function queriesFor({ narration, prompt, language, film }: PictureRequest): readonly string[] {
  const words = keywordsOf(narration === '' ? prompt : narration, language, 4);
  const title = keywordsOf(film?.title ?? '', language, 3);
  const queries = [words.slice(0, 3), words.slice(0, 1), title, title.slice(0, 1)].map((query) => query.join(' '));
  return [...new Set(queries)].filter((query) => query !== '');
}

export function searchParams(query: string, { widthPx, heightPx, language }: PictureRequest): URLSearchParams {
  const orientation = widthPx > heightPx ? 'landscape' : widthPx < heightPx ? 'portrait' : 'square';
  const locale = LOCALES[language.toLowerCase().split('-')[0] ?? ''];
  return new URLSearchParams({ query, orientation, per_page: '40', ...(locale && { locale }) });
}

interface VideoFile {
  readonly link: string;
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * The best video of an answer: long enough before too short, the wanted shape before others, then as the provider ranks them.
 * @returns null when there is none that is not excluded
 */
export function bestVideo(
  answer: unknown,
  wanted: { readonly widthPx: number; readonly heightPx: number; readonly durationSeconds: number; readonly exclude: readonly string[] },
): Found | null {
  const isUpright = wanted.heightPx >= wanted.widthPx;
  const candidates = listOf(objectOf(answer)['videos'])
    .map(objectOf)
    .flatMap((video, rank) => {
      const file = bestFile(listOf(video['video_files']), Math.min(wanted.widthPx, wanted.heightPx));
      const found = file && foundOf(video, file.link, objectOf(video['user']), 'name', 'url');
      if (!file || !found || wanted.exclude.includes(found.id)) return [];
      const lacks = Math.max(0, wanted.durationSeconds - (numberOf(video['duration']) ?? 0));
      const fits = file.heightPx >= file.widthPx === isUpright;
      return [{ found, order: [lacks > 0 ? 1 : 0, fits ? 0 : 1, lacks > 0 ? lacks : 0, rank] }];
    });
  return candidates.sort((a, b) => compare(a.order, b.order))[0]?.found ?? null;
}

export function bestPhoto(answer: unknown, exclude: readonly string[], widthPx: number): Found | null {
  for (const photo of listOf(objectOf(answer)['photos']).map(objectOf)) {
    const original = textOf(objectOf(photo['src'])['original']);
    const found = original && foundOf(photo, boundedLink(original, widthPx), photo, 'photographer', 'photographer_url');
    if (found && !exclude.includes(found.id)) return found;
  }
  return null;
}

/** By size and type, since several files are called "hd": the smallest that is sharp enough, else the largest. */
function bestFile(files: readonly unknown[], shortSidePx: number): VideoFile | null {
  const usable = files
    .map(objectOf)
    .flatMap((file): VideoFile[] => {
      const [link, widthPx, heightPx] = [textOf(file['link']), numberOf(file['width']), numberOf(file['height'])];
      return file['file_type'] === 'video/mp4' && link && widthPx && heightPx ? [{ link, widthPx, heightPx }] : [];
    })
    .sort((a, b) => Math.min(a.widthPx, a.heightPx) - Math.min(b.widthPx, b.heightPx));
  return usable.find((file) => Math.min(file.widthPx, file.heightPx) >= shortSidePx) ?? usable.at(-1) ?? null;
}

function foundOf(
  item: Readonly<Record<string, unknown>>,
  link: string,
  author: Readonly<Record<string, unknown>>,
  name: string,
  url: string,
): Found | null {
  const id = numberOf(item['id']);
  if (id === null) return null;
  return {
    id: `pexels:${id}`,
    link,
    pageUrl: textOf(item['url']) ?? 'https://www.pexels.com',
    author: textOf(author[name]) ?? 'Pexels',
    authorUrl: textOf(author[url]),
  };
}

/** Originals may be enormous; the service scales them down on the way. */
function boundedLink(link: string, widthPx: number): string {
  const url = new URL(link);
  url.searchParams.set('auto', 'compress');
  url.searchParams.set('w', String(widthPx));
  return url.href;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
