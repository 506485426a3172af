// The drawings of Lucide that the studio uses, as data: what is to be drawn, never markup.
import fs from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../services.mjs';

const NAMES = 'apps/web/src/ui/icon-names.json';
const MADE = 'apps/web/src/ui/icons.gen.ts';
const LOOK = new Set(['fill', 'stroke', 'stroke-linecap', 'stroke-linejoin', 'stroke-width']);

/** @returns `[tag, attributes]` of each shape. The look, the same for all, is the component's. */
function shapesOf(name, body) {
  const shapes = [...body.matchAll(/<(path|circle|rect|ellipse|line|polyline|polygon)\b([^>]*?)\/>/g)];
  if (shapes.length === 0) throw new Error(`Lucide's ${name} has no shape`);
  return shapes.map(([, tag, attributes]) => {
    const pairs = [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]);
    return [tag, Object.fromEntries(pairs.filter(([key]) => !LOOK.has(key)))];
  });
}

/** @throws Error naming a drawing that Lucide does not have */
export function iconFiles() {
  const names = JSON.parse(fs.readFileSync(path.join(repositoryRoot, NAMES), 'utf8'));
  const set = JSON.parse(fs.readFileSync(path.join(repositoryRoot, 'node_modules/@iconify-json/lucide/icons.json'), 'utf8'));
  const bodyOf = (name) => (set.icons[name] ?? set.icons[set.aliases?.[name]?.parent])?.body;
  const lines = names.map((name) => {
    const body = bodyOf(name);
    if (!body) throw new Error(`${NAMES} names ${name}, which Lucide does not have`);
    return `  '${name}': ${JSON.stringify(shapesOf(name, body))},`;
  });
  const text = [
    '// Made from icon-names.json by `npm run generate`; drawn by Lucide (ISC).',
    'type Shape = readonly [tag: string, attributes: Readonly<Record<string, string>>];',
    'export const ICONS = {',
    ...lines,
    '} as const satisfies Record<string, readonly Shape[]>;',
    '',
  ].join('\n');
  return [{ file: MADE, text }];
}
