// node scripts/thin-modules.mjs <folder>   → the folder's node_modules without what a running server never reads. The image's build does it.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { copyDrawings, DRAWINGS } from './lib/drawings.mjs';

/** Types, sources that were compiled, and maps to them: for who writes programs, not for who runs them. Node runs no TypeScript of a package. */
const FOR_WRITERS = /\.(d\.[cm]?ts|[cm]?tsx?|([cm]?js|css|[cm]?ts)\.map)$/;

/** @returns {number} bytes of the files that were removed */
function removeBelow(folder) {
  let bytes = 0;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) bytes += removeBelow(file);
    else if (entry.isFile() && FOR_WRITERS.test(entry.name)) {
      bytes += fs.statSync(file).size;
      fs.rmSync(file);
    }
  }
  return bytes;
}

/** @param {string} root the compiled repository, with the packages that the server runs with */
export function thinModules(root) {
  const modules = path.join(root, 'node_modules');
  const used = fs.mkdtempSync(path.join(modules, '.drawings-'));
  try {
    copyDrawings(root, used);
    for (const name of DRAWINGS) {
      fs.rmSync(path.join(modules, name), { recursive: true });
      fs.renameSync(path.join(used, 'node_modules', name), path.join(modules, name));
    }
  } finally {
    fs.rmSync(used, { recursive: true, force: true });
  }
  return removeBelow(modules);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const bytes = thinModules(path.resolve(process.argv[2]));
  console.log(`${Math.round(bytes / 1e6)} MB of types, sources and maps removed`);
}
