import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { iconsByName } from './icons.js';

/** The same drawings with light and depth, in flat colours, and in one colour. */
export type IconSet = 'fluent' | 'flat' | 'contrast';
const PACKAGES = { flat: '@iconify-json/fluent-emoji-flat', contrast: '@iconify-json/fluent-emoji-high-contrast' } as const;

/** The drawing as an SVG document of `sizePx` square. @throws Error for a name that is not in the catalogue */
export function iconSvg(name: string, sizePx: number, drawn: IconSet = 'fluent'): string {
  const size = Math.round(sizePx);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${size}" height="${size}" viewBox="0 0 32 32" color="#ffffff">` +
    `${drawn === 'fluent' ? iconBody(name) : (plainBody(name, drawn) ?? iconBody(name))}</svg>`
  );
}

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

/** One drawing out of the 100 MB file by its known place; a file of another version is searched instead. */
function iconBody(name: string): string {
  const icon = iconsByName().get(name);
  if (!icon) throw new Error(`No drawing is called ${name}`);
  const path = createRequire(import.meta.url).resolve('@iconify-json/fluent-emoji/icons.json');
  const bytes = Buffer.alloc(icon.length);
  const file = openSync(path, 'r');
  try {
    readSync(file, bytes, 0, icon.length, icon.offset);
  } finally {
    closeSync(file);
  }
  return bodyOf(bytes.toString('utf8'), name) ?? bodyInWholeFile(path, name);
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

function bodyInWholeFile(path: string, name: string): string {
  const parsed = JSON.parse(readFileSync(path, 'utf8')) as { icons: Record<string, { body: string } | undefined> };
  const icon = parsed.icons[name];
  if (!icon) throw new Error(`The installed icon set has no ${name}`);
  return icon.body;
}
