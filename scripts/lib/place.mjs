// Whether these scripts stand in the repository or in an installed @kadr/server, and what commands are called there.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with package.json. */
export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** True in a package that npm has installed: it brings what was compiled, no sources and no lock file of its own to install from. */
export const isInstalled = !fs.existsSync(path.join(repositoryRoot, 'package-lock.json'));

/** What a person types to start Kadr. */
export const startCommand = isInstalled ? 'npx kadr up' : 'npm start';

/** What a person types for another command of scripts/. @param {string} [words] that come after it */
export function commandOf(name, words = '') {
  const [command, separator] = isInstalled ? [`npx @kadr/server ${name}`, ''] : [`npm run ${name}`, ' --'];
  return words === '' ? command : `${command}${separator} ${words}`;
}
