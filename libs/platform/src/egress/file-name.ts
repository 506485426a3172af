import { beginningOf } from '../json/short-text.js';

const MAX_LENGTH = 200;

/**
 * The name a file should be shown by: from `Content-Disposition`, else from the address. For the eye only, never for a path: without
 * folders, control characters and what would end a header.
 */
export function fileNameOf(contentDisposition: string, url: URL): string | null {
  const extended = /filename\*\s*=\s*UTF-8''([^;]+)/i.exec(contentDisposition)?.[1];
  const plain = /filename\s*=\s*("([^"]*)"|[^;]+)/i.exec(contentDisposition);
  const said = (extended !== undefined && decoded(extended.trim())) || plain?.[2] || plain?.[1];
  return shownName(said ?? decoded(url.pathname.split('/').pop() ?? ''));
}

/** @returns null when nothing is left to show. */
export function shownName(name: string): string | null {
  const last = name.split(/[/\\]/).pop() ?? '';
  // Control characters, and marks that reverse the direction of writing ("gpj.exe").
  const shown = beginningOf(last.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029"]/gu, '').trim(), MAX_LENGTH);
  return /^\.*$/.test(shown) ? null : shown;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
