import fs from 'node:fs';
import path from 'node:path';

/** `#jobs` and the like, as package.json names them, in a compiled tree that may not be dist/ yet. @returns null: no such name */
function compiledFile(imports, compiled, id) {
  const target = imports[id]?.default;
  return target ? path.join(compiled, path.relative('dist', target)) : null;
}

/** The entry as the compiler wrote it, which loads module by module: for who wants to change one of them. */
const MODULES = 'main.modules.js';

/**
 * Installed packages of many small modules that go into a file as well: a quarter of a start's work. The others stay where they are,
 * and so do `pg` (telemetry patches it as it is loaded), and what others look up by its name (`typeorm`, `class-validator`): they would be
 * there twice.
 */
const BUNDLED = /^(@nestjs\/(?!microservices|websockets)|@nats-io\/|bullmq$|es-toolkit|jose$|rxjs)/;
/** Apart from ours, and without a map: the first stack trace that is read parses the whole map of each file that it names. */
const INSTALLED = 'installed';

/**
 * Puts the server's own modules, some 1,400, into one file in the place of its entry: Node finds, reads and links each of them at every
 * start, which is a third of a start's work. All files stay where they are too: workers and other entries load theirs by path.
 * @param {string} root holds package.json
 * @param {string} compiled what the compiler has written: apps/ and libs/ below it
 */
export async function bundleServer(root, compiled) {
  // An installed server brings what was bundled, and no bundler.
  const { rolldown } = await import('rolldown');
  const { imports } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const folder = path.join(compiled, 'apps/api/src');
  const ownPlaces = {
    name: 'own-places',
    resolveId: (id) => (id.startsWith('#') ? compiledFile(imports, compiled, id) : null),
    // A module goes on finding what lies beside it, and stack traces lead to the sources.
    load(id) {
      if (!id.startsWith(compiled)) return null;
      const code = fs
        .readFileSync(id, 'utf8')
        .replaceAll('import.meta.url', () => `new URL(${JSON.stringify(`./${relative(folder, id)}`)}, import.meta.url).href`)
        .replaceAll('import.meta.dirname', () => `__path.join(import.meta.dirname, ${JSON.stringify(relative(folder, path.dirname(id)))})`)
        .replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
      const withPath = code.includes('__path.join(') ? `${code}\nimport * as __path from 'node:path';\n` : code;
      return { code: withPath, map: fs.readFileSync(`${id}.map`, 'utf8') };
    },
  };
  const entry = fs.readFileSync(path.join(folder, 'main.js'), 'utf8');
  fs.writeFileSync(path.join(folder, MODULES), entry.replace('sourceMappingURL=main.js.map', `sourceMappingURL=${MODULES}.map`));
  fs.renameSync(path.join(folder, 'main.js.map'), path.join(folder, `${MODULES}.map`));
  const bundle = await rolldown({
    input: path.join(folder, MODULES),
    cwd: root,
    platform: 'node',
    external: (id) => !/^[./#]/.test(id) && !BUNDLED.test(id),
    plugins: [ownPlaces],
  });
  const { output } = await bundle.write({
    dir: folder,
    format: 'esm',
    keepNames: true, // handlers, errors and tokens are known by the names of their classes
    sourcemap: true,
    entryFileNames: 'main.js',
    chunkFileNames: 'main.[name]-[hash].js',
    codeSplitting: { groups: [{ name: INSTALLED, test: /node_modules/ }] },
  });
  await bundle.close();
  const { thinMap } = await import('./thin-map.mjs');
  for (const { fileName, name } of output.filter(({ type }) => type === 'chunk')) {
    const file = path.join(folder, fileName);
    const map = `${file}.map`;
    if (name === INSTALLED) {
      fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'));
      fs.rmSync(map);
    } else if (fs.existsSync(map)) fs.writeFileSync(map, thinMap(fs.readFileSync(map, 'utf8')));
  }
}

const relative = (from, to) => path.relative(from, to).split(path.sep).join('/');
