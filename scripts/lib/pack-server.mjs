// Puts what an installed server needs into a folder of its own, and that into the archive that `npm install` takes.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Commands of an installed server, and what they start by path. Whatever they import goes along. */
const COMMANDS = ['start', 'sign-in', 'backup', 'restore'];
const STARTED = ['scripts/bootstrap.cjs', 'scripts/lib/guard.mjs'];
const ICON_SETS = ['fluent-emoji', 'fluent-emoji-flat', 'fluent-emoji-high-contrast'].map((name) => `@iconify-json/${name}`);
const EMOJI_TEXTS = 'emojibase-data';
/** The Node of these versions is fetched where the one that is there is too old (scripts/bootstrap.cjs). */
const NODES = /^node-(bin-)?(darwin|linux)-/;

const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

/** The files that a script imports by path, and theirs. @throws Error for one outside scripts/: it would not be there */
function withImports(root, file, found = new Set()) {
  if (found.has(file)) return found;
  if (!file.startsWith('scripts/')) throw new Error(`${file} is imported by a script of the installed server`);
  found.add(file);
  const code = fs.readFileSync(path.join(root, file), 'utf8');
  for (const [, from] of code.matchAll(/^(?:import|export)\s(?:[^'"]*?\sfrom\s)?'(\.[^']+)'/gm)) {
    withImports(root, path.posix.join(path.posix.dirname(file), from), found);
  }
  return found;
}

/** What was compiled. Specs' helpers stay out, and source maps but those of the entry, which nearly all stack traces lead into. */
function copyCompiled(root, to) {
  const filter = (file) => {
    const name = path.relative(path.join(root, 'dist'), file).split(path.sep).join('/');
    if (/^\.(?!studio-stamp)|(^|\/)testing(\/|$)|^packages\/server/.test(name)) return false;
    return !name.endsWith('.map') || /^apps\/api\/src\/main\.(?!modules)/.test(name);
  };
  for (const name of ['apps', 'libs', 'packages/sdk', 'packages/mcp']) {
    fs.cpSync(path.join(root, 'dist', name), path.join(to, 'dist', name), { recursive: true, filter });
  }
}

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
function copyDrawings(root, to) {
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

function manifestOf(root) {
  const { name, version, description, license, type, engines, imports, dependencies, optionalDependencies } = readJson(
    path.join(root, 'package.json'),
  );
  const optional = Object.entries(optionalDependencies);
  return {
    ...{ name, version, description, license, type, engines },
    bin: { 'kadr-server': 'scripts/bootstrap.cjs' },
    files: ['dist', 'libs', 'scripts', 'npm-shrinkwrap.json', 'LICENSE', 'NOTICE'],
    imports: Object.fromEntries(
      Object.entries(imports)
        .filter(([door]) => !door.endsWith('/testing'))
        .map(([door, place]) => [door, place.default]),
    ),
    dependencies,
    bundleDependencies: [...ICON_SETS, EMOJI_TEXTS],
    optionalDependencies: Object.fromEntries(optional.filter(([one]) => !NODES.test(one))),
    kadr: { node: Object.fromEntries(optional.filter(([one]) => NODES.test(one))) },
  };
}

/** The versions that were tried: those of the repository's lock file, without what only developers need. */
function shrinkwrapOf(root, manifest) {
  const { lockfileVersion, packages } = readJson(path.join(root, 'package-lock.json'));
  const { name, version, license, bin, engines, dependencies, optionalDependencies, bundleDependencies } = manifest;
  const kept = Object.entries(packages).filter(([place, { dev, link }]) => {
    const [, of = ''] = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(place) ?? [];
    return of !== '' && !dev && !link && !NODES.test(of) && !bundleDependencies.includes(of);
  });
  const bundled = bundleDependencies.map((of) => [
    `node_modules/${of}`,
    { version: packages[`node_modules/${of}`].version, inBundle: true },
  ]);
  const own = { name, version, license, bin, engines, dependencies, optionalDependencies, bundleDependencies };
  return { name, version, lockfileVersion, requires: true, packages: { '': own, ...Object.fromEntries([...bundled, ...kept]) } };
}

/**
 * @param {string} root the repository, compiled
 * @param {string} to where the archive is put
 * @returns {Promise<{ archive: string, bytes: number, unpackedBytes: number }>}
 */
export async function packServer(root, to) {
  const folder = path.join(root, 'dist', `.package-${process.pid}`);
  fs.rmSync(folder, { recursive: true, force: true });
  try {
    fs.mkdirSync(folder, { recursive: true });
    const scripts = new Set(STARTED);
    for (const name of COMMANDS) withImports(root, `scripts/${name}.mjs`, scripts);
    withImports(root, 'scripts/lib/guard.mjs', new Set()).forEach((file) => scripts.add(file));
    for (const file of scripts) {
      fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      fs.copyFileSync(path.join(root, file), path.join(folder, file));
    }
    copyCompiled(root, folder);
    fs.cpSync(path.join(root, 'libs/jobs/templates'), path.join(folder, 'libs/jobs/templates'), { recursive: true });
    for (const name of ['LICENSE', 'NOTICE']) fs.copyFileSync(path.join(root, name), path.join(folder, name));
    const manifest = manifestOf(root);
    for (const [name, content] of [
      ['package.json', manifest],
      ['npm-shrinkwrap.json', shrinkwrapOf(root, manifest)],
    ]) {
      fs.writeFileSync(path.join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
    }
    copyDrawings(root, folder);
    fs.mkdirSync(to, { recursive: true });
    const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', to], {
      cwd: folder,
      maxBuffer: 64 * 1024 * 1024,
    });
    const said = JSON.parse(stdout);
    const [{ filename, size, unpackedSize }] = Array.isArray(said) ? said : Object.values(said);
    return { archive: path.join(to, filename), bytes: size, unpackedBytes: unpackedSize };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
