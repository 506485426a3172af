import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Modules that a rebuild has named anew leave their code behind. What is older than this is made again, once. */
const KEPT_MS = 30 * 86_400_000;

/**
 * Where Node keeps the compiled code of this server. Entries go by the paths of modules, so a rebuild in the same place replaces its own;
 * that of a server elsewhere (an earlier release) or of another Node would stay for ever: it is removed.
 * @param {string} dataDir locked by this process
 * @param {string} root of the server
 * @returns {string}
 */
export function ownCompileCache(dataDir, root) {
  const all = path.join(dataDir, 'compile-cache');
  const own = createHash('sha256').update(`${root} ${process.version}`).digest('hex').slice(0, 16);
  for (const name of namesIn(all)) if (name !== own) remove(path.join(all, name));
  const before = Date.now() - KEPT_MS;
  for (const name of namesIn(path.join(all, own), { recursive: true })) {
    const file = path.join(all, own, name);
    const found = fs.statSync(file, { throwIfNoEntry: false });
    if (found?.isFile() && found.mtimeMs < before) remove(file);
  }
  return path.join(all, own);
}

function namesIn(folder, options = {}) {
  try {
    return fs.readdirSync(folder, options);
  } catch {
    return []; // there is none yet
  }
}

/** What cannot be removed costs room and nothing else: the next start tries again. */
function remove(file) {
  try {
    fs.rmSync(file, { recursive: true, force: true });
  } catch {
    // as said
  }
}
