import { createHash } from 'node:crypto';
import fs from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from '@swc/core';

const root = path.resolve(import.meta.dirname, '../..');
const rootUrl = `${pathToFileURL(root).href}/`;
const globalsUrl = pathToFileURL(path.join(import.meta.dirname, 'jest-globals.mjs')).href;
const cacheDir = path.join(root, 'node_modules/.cache/specs');
const options = {
  swcrc: false,
  configFile: false,
  sourceMaps: true,
  module: { type: 'es6' },
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    keepClassNames: true,
  },
};

/** By path and by address: where the source map of what was loaded lies. Jest shows failures by it. */
export const sourceMaps = new Map();

const isOurs = (url) => url?.startsWith(rootUrl) && !url.includes('/node_modules/');

/** `./x.js` means `./x.ts` where that is the source, and so does `./x`, as bundlers read it. */
function sourceOf(specifier, parentURL) {
  if (!/^\.{1,2}\//.test(specifier)) return null;
  const bare = specifier.replace(/\.js$/, '');
  if (/\.(ts|tsx|mjs|cjs|json)$/.test(bare)) return null;
  const found = ['.ts', '.tsx'].map((ending) => new URL(`${bare}${ending}`, parentURL)).find((url) => fs.existsSync(fileURLToPath(url)));
  return found?.href ?? null;
}

/** A file beside the kept ones, whole or not at all: two workers may write the same one. */
function keep(file, text) {
  const part = `${file}.${process.pid}`;
  fs.writeFileSync(part, text);
  fs.renameSync(part, file);
}

/** Compiled once for each content; the names of the kept files are the digests of what they were made from. */
function compiled(file) {
  const source = fs.readFileSync(file, 'utf8');
  const key = createHash('sha1').update(JSON.stringify(options)).update(file).update(source).digest('hex');
  const [kept, map] = [path.join(cacheDir, `${key}.mjs`), path.join(cacheDir, `${key}.map`)];
  sourceMaps.set(file, map).set(pathToFileURL(file).href, map);
  try {
    return fs.readFileSync(kept, 'utf8');
  } catch {
    const made = transformSync(source, { ...options, filename: file });
    fs.mkdirSync(cacheDir, { recursive: true });
    keep(map, made.map);
    keep(kept, made.code);
    return made.code;
  }
}

module.registerHooks({
  resolve(specifier, context, next) {
    if (!isOurs(context.parentURL)) return next(specifier, context);
    if (specifier === '@jest/globals') return { url: globalsUrl, format: 'module', shortCircuit: true };
    const sdk = /^@kadr\/([a-z]+)$/.exec(specifier);
    if (sdk) return { url: `${rootUrl}packages/${sdk[1]}/src/index.ts`, format: 'module', shortCircuit: true };
    if (specifier.startsWith('#')) return next(specifier, { ...context, conditions: ['source', ...context.conditions] });
    const source = sourceOf(specifier, context.parentURL);
    return source ? { url: source, format: 'module', shortCircuit: true } : next(specifier, context);
  },
  load(url, context, next) {
    if (!isOurs(url) || !url.endsWith('.ts')) return next(url, context);
    return { format: 'module', source: compiled(fileURLToPath(url)), shortCircuit: true };
  },
});
module.enableCompileCache(path.join(root, 'node_modules/.cache/compiled'));
