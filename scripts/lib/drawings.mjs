// What the server uses of the packages that hold its drawings.
import fs from 'node:fs';
import path from 'node:path';

const ICON_SETS = ['fluent-emoji', 'fluent-emoji-flat', 'fluent-emoji-high-contrast'].map((name) => `@iconify-json/${name}`);
const EMOJI_TEXTS = 'emojibase-data';
/** Names of these packages. */
export const DRAWINGS = [...ICON_SETS, EMOJI_TEXTS];

const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

/** A package with some of its files: what it is called, by whom it is and under what licence stays with it. */
function copyPackage(root, to, name, files) {
  const [from, into] = [root, to].map((folder) => path.join(folder, 'node_modules', name));
  const { version, license, author, homepage, description } = readJson(path.join(from, 'package.json'));
  fs.mkdirSync(into, { recursive: true });
  const about = { name, version, license, author, homepage, description: `${description ?? name} (those that Kadr uses)` };
  fs.writeFileSync(path.join(into, 'package.json'), JSON.stringify(about, null, 2));
  for (const notice of fs.readdirSync(from).filter((file) => /^(licen[sc]e|notice|info\.json)/i.test(file))) {
    fs.copyFileSync(path.join(from, notice), path.join(into, notice));
  }
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(into, file)), { recursive: true });
    fs.writeFileSync(path.join(into, file), text);
  }
}

/** Lines of the catalogue: name, emoji code points, … @returns {Map<string, string>} code points by name */
function catalogueOf(root) {
  const text = fs.readFileSync(path.join(root, 'libs/media/src/illustrator/catalogue/fluent-icons.generated.ts'), 'utf8');
  return new Map([...text.matchAll(/^([\w-]+) ([0-9A-F-]+) [\w-]+ \d+ \d+$/gm)].map(([, name, hexcode]) => [name, hexcode]));
}

/** The drawings and their words that the catalogue names, as packages of the same names: 10 MB in place of 160. */
export function copyDrawings(root, to) {
  const catalogue = catalogueOf(root);
  for (const name of ICON_SETS) {
    const { icons, ...set } = readJson(path.join(root, 'node_modules', name, 'icons.json'));
    const used = Object.fromEntries(Object.entries(icons).filter(([icon]) => catalogue.has(icon)));
    const { aliases: _others, lastModified: _when, ...about } = set;
    copyPackage(root, to, name, { 'icons.json': JSON.stringify({ ...about, icons: used }, null, '\t') });
  }
  const hexcodes = new Set(catalogue.values());
  const files = {};
  for (const file of fs.globSync('*/data.json', { cwd: path.join(root, 'node_modules', EMOJI_TEXTS) })) {
    const emojis = readJson(path.join(root, 'node_modules', EMOJI_TEXTS, file)).filter(({ hexcode }) => hexcodes.has(hexcode));
    files[file] = JSON.stringify(emojis.map(({ hexcode, label, tags }) => ({ hexcode, label, tags })));
  }
  copyPackage(root, to, EMOJI_TEXTS, files);
}
