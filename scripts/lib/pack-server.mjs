// Puts what an installed server needs into a folder of its own, and that into the archive that `npm install` takes.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { copyDrawings, DRAWINGS } from './drawings.mjs';

const run = promisify(execFile);
/** Commands of an installed server, and what they start by path. Whatever they import goes along. */
const COMMANDS = ['start', 'sign-in', 'backup', 'restore'];
const STARTED = ['scripts/bootstrap.cjs', 'scripts/lib/guard.mjs'];
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
    bundleDependencies: DRAWINGS,
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
