import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { iconsByName } from './icons.js';
import { ownBody } from './own-drawings.js';

/** The same drawings with light and depth, in flat colours, and in one colour. */
export type IconSet = 'fluent' | 'flat' | 'contrast';
const PACKAGES = { flat: '@iconify-json/fluent-emoji-flat', contrast: '@iconify-json/fluent-emoji-high-contrast' } as const;

/** The drawing as an SVG document of `sizePx` square. @throws Error for a name that is not in the catalogue */
export function iconSvg(name: string, sizePx: number, drawn: IconSet = 'fluent'): string {
  const size = Math.round(sizePx);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${size}" height="${size}" viewBox="0 0 32 32" color="#ffffff">` +
    `${ownBody(name, drawn) ?? bodyIn(name, drawn)}</svg>`
  );
}

const bodyIn = (name: string, drawn: IconSet): string => (drawn === 'fluent' ? iconBody(name) : (plainBody(name, drawn) ?? iconBody(name)));

const plainSets = new Map<string, Readonly<Record<string, { readonly body: string } | undefined>>>();

/** Null for the few drawings that a plain set lacks. */
function plainBody(name: string, drawn: 'flat' | 'contrast'): string | null {
  let icons = plainSets.get(drawn);
  if (!icons) {
    const path = createRequire(import.meta.url).resolve(`${PACKAGES[drawn]}/icons.json`);
    icons = (JSON.parse(readFileSync(path, 'utf8')) as { icons: Record<string, { body: string } | undefined> }).icons;
    plainSets.set(drawn, icons);
  }
  return icons[name]?.body ?? null;
}

/** One drawing out of the 100 MB file by its known place; in a file of another version, or with fewer drawings, it is looked for. */
function iconBody(name: string): string {
  const icon = iconsByName().get(name);
  if (!icon) throw new Error(`No drawing is called ${name}`);
  const path = createRequire(import.meta.url).resolve('@iconify-json/fluent-emoji/icons.json');
  const found = bodyOf(textAt(path, icon), name);
  if (found !== null) return found;
  places ??= placesIn(readFileSync(path));
  const place = places.get(name);
  const body = place ? bodyOf(textAt(path, place), name) : null;
  if (body === null) throw new Error(`The installed icon set has no ${name}`);
  return body;
}

/** Where a drawing lies in its file, in bytes. */
interface Place {
  readonly offset: number;
  readonly length: number;
}

/** Of a file that is not the one of the catalogue; found once in a process. */
let places: ReadonlyMap<string, Place> | null = null;

function textAt(path: string, { offset, length }: Place): string {
  const bytes = Buffer.alloc(length);
  const file = openSync(path, 'r');
  try {
    readSync(file, bytes, 0, length, offset);
  } finally {
    closeSync(file);
  }
  return bytes.toString('utf8');
}

/** The places of all drawings in an icons.json as Iconify writes it, indented by tabs. */
export function placesIn(bytes: Buffer): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>();
  for (let at = bytes.indexOf('\n\t\t"'); at >= 0; at = bytes.indexOf('\n\t\t"', at + 1)) {
    const [, name] = /^\n\t\t"([^"]+)": \{\n/.exec(bytes.toString('utf8', at, at + 120)) ?? [];
    if (name !== undefined) found.set(name, { offset: at + 3, length: bytes.indexOf('\n\t\t}', at) + 4 - (at + 3) });
  }
  return found;
}

function bodyOf(text: string, name: string): string | null {
  if (!text.startsWith(`"${name}": {`)) return null;
  try {
    const parsed = JSON.parse(`{${text}}`) as Record<string, { body?: unknown }>;
    const body = parsed[name]?.body;
    return typeof body === 'string' ? body : null;
  } catch {
    return null;
  }
}
