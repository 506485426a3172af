import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { iconsByName } from './icons.js';

/** The drawing as an SVG document of `sizePx` square. @throws Error for a name that is not in the catalogue */
export function iconSvg(name: string, sizePx: number): string {
  const size = Math.round(sizePx);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${size}" height="${size}" viewBox="0 0 32 32">` +
    `${iconBody(name)}</svg>`
  );
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
