import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { isDebian, libraryPathOf, unpackPackages } from './debian.mjs';
import { findProgram, writeAtomically } from './files.mjs';

const run = promisify(execFile);
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
const answers = (file) => run(file, ['--version', '--no-sandbox']).then(Boolean, () => false);

/** Debian's, unpacked beside the other programs: it finds its libraries and fonts through this script. */
async function unpacked(programsDir, say) {
  const root = path.join(programsDir, 'debian-chromium');
  const isComplete = (directory) => fs.existsSync(path.join(directory, 'usr/lib/chromium/chromium'));
  if (!isComplete(root)) {
    if (process.env.KADR_NO_DOWNLOADS || !isDebian()) return null;
    say(`Fetching chromium (unpacked into ${programsDir}, the system stays as it is) …`);
    await unpackPackages(['chromium'], root, isComplete);
  }
  const libraries = libraryPathOf(root);
  const fonts = path.join(root, 'etc/fonts');
  const lines = ['#!/bin/sh'];
  if (libraries) lines.push(`LD_LIBRARY_PATH=${quoted(libraries)}`, 'export LD_LIBRARY_PATH');
  if (fs.existsSync(fonts) && !fs.existsSync('/etc/fonts/fonts.conf'))
    lines.push(`FONTCONFIG_PATH=${quoted(fonts)}`, 'export FONTCONFIG_PATH');
  const wrapper = path.join(programsDir, 'bin', 'chromium');
  writeAtomically(wrapper, [...lines, `exec ${quoted(path.join(root, 'usr/lib/chromium/chromium'))} "$@"`, ''].join('\n'), 0o755);
  return wrapper;
}

/**
 * A browser for specs: KADR_CHROMIUM, the system's, or the distribution's, unpacked privately.
 * @returns {Promise<{ path: string | null, missing: string | null }>} `missing`: what to tell whoever runs the specs
 */
export async function obtainChromium({ programsDir, say = () => {} }) {
  const given = process.env.KADR_CHROMIUM;
  if (given)
    return (await answers(given)) ? { path: given, missing: null } : { path: null, missing: `KADR_CHROMIUM=${given} does not run.` };
  const system = findProgram(...NAMES);
  if (system && (await answers(system))) return { path: system, missing: null };
  let why = 'KADR_NO_DOWNLOADS is set, or there is no apt';
  try {
    const file = await unpacked(programsDir, say);
    if (file && (await answers(file))) return { path: file, missing: null };
    if (file) why = 'it does not run here';
  } catch (error) {
    why = (error.stderr || error.message).trim().split('\n').at(-1);
  }
  return { path: null, missing: `Chromium is missing and could not be fetched (${why}). To have it: sudo apt-get install -y chromium` };
}
