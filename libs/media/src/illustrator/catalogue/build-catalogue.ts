/**
 * Writes `fluent-icons.generated.ts`: which emoji have a drawing worth showing, and where each lies in the 100 MB icon file, so that
 * a renderer reads a few kilobytes instead of parsing all of it. Run it after a bump of @iconify-json/fluent-emoji or emojibase-data:
 * `node libs/media/src/illustrator/catalogue/build-catalogue.ts`
 */
import { table } from '../../text/table.js';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

interface Emoji {
  readonly label: string;
  readonly hexcode: string;
  readonly group?: number;
  readonly subgroup?: number;
}

const SUBGROUPS_LEFT_OUT = new Set(
  (
    'family person-symbol skin-tone hair-style hand-single-finger hand-fingers-partial transport-sign arrow religion zodiac av-symbol gender ' +
    'math punctuation currency keycap alphanum geometric flag country-flag subdivision-flag face-tongue'
  ).split(' '),
);
/** Drawings that are coarse, say something else than their words, or are only text in a box. */
const LEFT_OUT = new Set(
  (
    'sweat-droplets pile-of-poo eggplant anger-symbol hundred-points left-speech-bubble right-anger-bubble name-badge ' +
    'japanese-post-office love-hotel no-one-under-eighteen circled-m copyright registered trade-mark hot-springs ' +
    'japanese-symbol-for-beginner part-alternation-mark double-curly-loop curly-loop ballot-box-with-check'
  ).split(' '),
);
/** Same emoji, other name in Fluent. */
const RENAMED: Readonly<Record<string, string>> = table({
  'black-bird': 'blackbird',
  phoenix: 'phoenix-bird',
  mage: 'person-mage',
  fairy: 'person-fairy',
});

function slug(label: string): string {
  return label
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[’'.“”!():,&]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function isShown(name: string, subgroup: string): boolean {
  if (SUBGROUPS_LEFT_OUT.has(subgroup) || LEFT_OUT.has(name)) return false;
  if (/-oclock$|-thirty$|^japanese-.*-button$|-button$|^(wo)?men-|^keycap/.test(name)) return false;
  return !/^(man|woman)-/.test(name);
}

const require = createRequire(import.meta.url);
const json = <T>(file: string): T => JSON.parse(readFileSync(require.resolve(file), 'utf8')) as T;
const emojis = json<Emoji[]>('emojibase-data/en/data.json');
const { subgroups } = json<{ subgroups: Record<string, string> }>('emojibase-data/meta/groups.json');
const file = readFileSync(require.resolve('@iconify-json/fluent-emoji/icons.json'));

const positions = new Map<string, { offset: number; length: number }>();
for (let at = file.indexOf('\n\t\t"'); at >= 0; at = file.indexOf('\n\t\t"', at + 1)) {
  const name = /^\n\t\t"([^"]+)": \{\n\t\t\t"body": /.exec(file.toString('utf8', at, at + 120))?.[1];
  if (name) positions.set(name, { offset: at + 3, length: file.indexOf('\n\t\t}', at) + 4 - (at + 3) });
}
const lines: string[] = [];
for (const { label, hexcode, group, subgroup } of emojis) {
  if (group === undefined || subgroup === undefined) continue;
  const name = RENAMED[slug(label)] ?? slug(label);
  const position = positions.get(name);
  const subgroupName = subgroups[String(subgroup)] ?? '';
  if (position && isShown(name, subgroupName)) lines.push([name, hexcode, subgroupName, position.offset, position.length].join(' '));
}
const target = fileURLToPath(new URL('./fluent-icons.generated.ts', import.meta.url));
writeFileSync(
  target,
  '// Written by build-catalogue.ts; do not edit. One icon a line: name, emoji code points, subgroup, byte offset and length in icons.json.\n' +
    `export const FLUENT_ICONS = \`\n${lines.join('\n')}\n\`;\n`,
);
process.stdout.write(`${lines.length} icons\n`);
