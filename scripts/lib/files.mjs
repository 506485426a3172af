import fs from 'node:fs';
import path from 'node:path';

/** Like mkdir -p. Node's own `recursive` never returns in a file system that answers ENOENT to mkdir, such as /proc. */
export function makeFolder(folder) {
  if (fs.existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
}

/** A reader sees the old or the new content, never a part. */
export function writeAtomically(file, content, mode = 0o644) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  fs.writeFileSync(temporary, content, { mode });
  fs.renameSync(temporary, file);
}

/**
 * A folder that others of this machine cannot look into: it holds keys, databases and films. One that is there already and is not ours
 * alone (/tmp, a home) is left as it is.
 * @param {number} [mode] 0o711 where another user must pass through
 */
export function makePrivateFolder(folder, mode = 0o700) {
  // What `npm test` has unpacked may be in it before the first start.
  const isOurs =
    !fs.existsSync(folder) || fs.existsSync(path.join(folder, 'run')) || fs.readdirSync(folder).every((name) => name === 'programs');
  makeFolder(folder);
  const { mode: found, uid } = fs.statSync(folder);
  const isShared = (found & 0o1000) !== 0 || (process.getuid && uid !== process.getuid());
  if (isOurs && !isShared && (found & 0o777) !== mode) fs.chmodSync(folder, mode);
}

/** The content of the file; made by `make` and kept, readable by its owner only, when it is not there yet. */
export function keptSecret(file, make) {
  try {
    const kept = fs.readFileSync(file, 'utf8').trim();
    if (kept !== '') return kept;
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const secret = make();
  writeAtomically(file, `${secret}\n`, 0o600);
  return secret;
}

/** The first of the names that is an executable file in PATH or in the folders where package managers put servers. */
export function findProgram(...names) {
  const extra = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/local/bin', '/opt/homebrew/bin', '/usr/bin'];
  const folders = [...new Set([...(process.env.PATH ?? '').split(path.delimiter), ...extra])];
  for (const name of names) {
    for (const folder of folders) {
      const file = path.join(folder, name);
      try {
        fs.accessSync(file, fs.constants.X_OK);
        if (path.isAbsolute(folder) && fs.statSync(file).isFile()) return file;
      } catch {
        /* not here */
      }
    }
  }
  return null;
}
