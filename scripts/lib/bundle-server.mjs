import fs from 'node:fs';
import path from 'node:path';
import { lateBuiltins, rewritten, staysOutside } from './bundled-packages.mjs';

/** `#jobs` and the like, as package.json names them, in a compiled tree that may not be dist/ yet. @returns null: no such name */
function compiledFile(imports, compiled, id) {
  const target = imports[id]?.default;
  return target ? path.join(compiled, path.relative('dist', target)) : null;
}

/** An entry as the compiler wrote it, which loads module by module: for who wants to change one of them. */
const modulesOf = (entry) => `${entry}.modules.js`;

/** Apart from ours, and without a map: the first stack trace that is read parses the whole map of each file that it names. */
const INSTALLED = 'installed';

/**
 * Puts the server's own modules, some 1,400, and installed packages of many small ones into few files in the place of its entries: Node
 * finds, reads and links each of them at every start, which is half of a start's work. All files stay where they are too: workers and other
 * entries load theirs by path. Telemetry comes first and has files of its own.
 * @param {string} root holds package.json
 * @param {string} compiled what the compiler has written: apps/ and libs/ below it
 */
export async function bundleServer(root, compiled) {
  const { imports } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const folder = path.join(compiled, 'apps/api/src');
  for (const entry of ['main', 'otel']) {
    if (fs.existsSync(path.join(folder, `${entry}.js`)))
      await bundleEntry(entry, { root, folder, plugins: [lateBuiltins, ownPlaces(imports, compiled, folder), rewritten] });
  }
}

/**
 * Parameters that have types of Express: the compiler takes their names for those of the web, which Node loads when they are looked at. Nobody
 * reads what they are said to be.
 */
const WEB_TYPES = /typeof (Request|Response) === "undefined" \? Object : \1/g;

/** A module goes on finding what lies beside it, and stack traces lead to the sources. */
const ownPlaces = (imports, compiled, folder) => ({
  name: 'own-places',
  resolveId: (id, importer) => (id.startsWith('#') && importer?.startsWith(compiled) ? compiledFile(imports, compiled, id) : null),
  load(id) {
    if (!id.startsWith(compiled)) return null;
    const code = fs
      .readFileSync(id, 'utf8')
      .replaceAll('import.meta.url', () => `new URL(${JSON.stringify(`./${relative(folder, id)}`)}, import.meta.url).href`)
      .replaceAll('import.meta.dirname', () => `__path.join(import.meta.dirname, ${JSON.stringify(relative(folder, path.dirname(id)))})`)
      .replace(WEB_TYPES, 'Object')
      .replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
    const withPath = code.includes('__path.join(') ? `${code}\nimport * as __path from 'node:path';\n` : code;
    return { code: withPath, map: fs.readFileSync(`${id}.map`, 'utf8') };
  },
});

async function bundleEntry(entry, { root, folder, plugins }) {
  // An installed server brings what was bundled, and no bundler.
  const { rolldown } = await import('rolldown');
  const modules = modulesOf(entry);
  const code = fs.readFileSync(path.join(folder, `${entry}.js`), 'utf8');
  fs.writeFileSync(path.join(folder, modules), code.replace(`sourceMappingURL=${entry}.js.map`, `sourceMappingURL=${modules}.map`));
  fs.renameSync(path.join(folder, `${entry}.js.map`), path.join(folder, `${modules}.map`));
  const bundle = await rolldown({ input: path.join(folder, modules), cwd: root, platform: 'node', external: staysOutside, plugins });
  const { output } = await bundle.write({
    dir: folder,
    format: 'esm',
    charset: 'ascii', // a text with a single other letter is held with two bytes a letter
    comments: { legal: true, annotation: false, jsdoc: false },
    keepNames: true, // handlers, errors and tokens are known by the names of their classes
    sourcemap: true,
    entryFileNames: `${entry}.js`,
    chunkFileNames: `${entry}.[name]-[hash].js`,
    codeSplitting: { groups: [{ name: INSTALLED, test: /node_modules/ }] },
  });
  await bundle.close();
  const { thinMap } = await import('./thin-map.mjs');
  for (const { fileName, name } of output.filter(({ type }) => type === 'chunk')) {
    const file = path.join(folder, fileName);
    const map = `${file}.map`;
    fs.writeFileSync(file, withPlainComments(fs.readFileSync(file, 'utf8')));
    if (name === INSTALLED) {
      fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'));
      fs.rmSync(map);
    } else if (fs.existsSync(map)) fs.writeFileSync(map, thinMap(fs.readFileSync(map, 'utf8')));
  }
}

/** The names of authors in their licences are no code to the bundler, which leaves them as they are. */
const withPlainComments = (code) =>
  code.replace(/\/\*[^]*?\*\//g, (comment) =>
    comment.replace(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );

const relative = (from, to) => path.relative(from, to).split(path.sep).join('/');
