import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { findProgram, writeAtomically } from './files.mjs';
import { isDebian, libraryPathOf, unpackPackages } from './debian.mjs';

const run = promisify(execFile);
const NEEDED_FILTERS = ['subtitles', 'loudnorm'];

/** Asked of the program itself: version numbers of static builds say nothing ("N-47683"). */
async function isGoodEnough(file) {
  try {
    const [filters, encoders] = await Promise.all([run(file, ['-hide_banner', '-filters']), run(file, ['-hide_banner', '-encoders'])]);
    const has = (list, name) => new RegExp(`^\\s*\\S+\\s+${name}\\s`, 'm').test(list);
    return NEEDED_FILTERS.every((name) => has(filters.stdout, name)) && has(encoders.stdout, 'libx264');
  } catch {
    return false;
  }
}

function bundled() {
  try {
    const require = createRequire(import.meta.url);
    const folder = path.dirname(require.resolve(`@ffmpeg-installer/${process.platform}-${process.arch}/package.json`));
    const file = path.join(folder, 'ffmpeg');
    if ((fs.statSync(file).mode & 0o111) !== 0o111) fs.chmodSync(file, 0o755);
    return file;
  } catch {
    return null;
  }
}

/** ffprobe is a help where there is one that runs; nothing depends on it. */
async function withProbe(ffmpeg) {
  const beside = path.join(path.dirname(ffmpeg), 'ffprobe');
  const ffprobe = process.env.FFPROBE_PATH ?? (fs.existsSync(beside) ? beside : findProgram('ffprobe'));
  const answers = ffprobe && (await run(ffprobe, ['-version']).then(Boolean, () => false));
  return { ffmpeg, ffprobe: answers ? ffprobe : null };
}

const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

/** A program of the unpacked packages finds its libraries, and the fonts of the subtitles their settings, through this script. */
function wrapped(root, name, programsDir) {
  const libraries = libraryPathOf(root);
  const fonts = path.join(root, 'etc/fonts');
  const lines = [
    '#!/bin/sh',
    ...(libraries ? [`LD_LIBRARY_PATH=${quoted(libraries)}`, 'export LD_LIBRARY_PATH'] : []),
    ...(fs.existsSync(fonts) && !fs.existsSync('/etc/fonts/fonts.conf')
      ? [`FONTCONFIG_PATH=${quoted(fonts)}`, 'export FONTCONFIG_PATH']
      : []),
    `exec ${quoted(path.join(root, 'usr/bin', name))} "$@"`,
  ];
  const wrapper = path.join(programsDir, 'bin', name);
  writeAtomically(wrapper, `${lines.join('\n')}\n`, 0o755);
  return wrapper;
}

/** Debian's FFmpeg, unpacked beside the other programs: nothing is installed. @returns null where it cannot be had */
export async function unpackedFfmpeg({ programsDir, say = () => {} }) {
  const root = path.join(programsDir, 'debian-ffmpeg');
  const isComplete = (directory) => ['ffmpeg', 'ffprobe'].every((name) => fs.existsSync(path.join(directory, 'usr/bin', name)));
  if (!isComplete(root)) {
    if (process.env.KADR_NO_DOWNLOADS || !isDebian()) return null;
    say(`Fetching ffmpeg (unpacked into ${programsDir}, the system stays as it is) …`);
    try {
      await unpackPackages(['ffmpeg'], root, isComplete);
    } catch (error) {
      say(`ffmpeg could not be fetched: ${(error.stderr || error.message).trim().split('\n').at(-1)}`);
      return null;
    }
  }
  wrapped(root, 'ffprobe', programsDir);
  const ffmpeg = wrapped(root, 'ffmpeg', programsDir);
  return (await isGoodEnough(ffmpeg)) ? ffmpeg : null;
}

/**
 * FFMPEG_PATH, else the system's when it can do what the renderer uses, else the distribution's, unpacked privately, else the static
 * build of 2018 from npm. Nothing is ever installed into the system.
 * @returns {Promise<{ ffmpeg: string | null, ffprobe: string | null, missing: string | null }>} `missing`: what to tell the user
 */
export async function obtainFfmpeg({ programsDir, say = () => {} }) {
  const given = process.env.FFMPEG_PATH;
  if (given) {
    const missing = (await isGoodEnough(given))
      ? null
      : `FFMPEG_PATH=${given} does not run, or lacks libx264, subtitles (libass) or loudnorm.`;
    return { ...(await withProbe(given)), missing };
  }
  const system = findProgram('ffmpeg');
  if (system && (await isGoodEnough(system))) return { ...(await withProbe(system)), missing: null };
  const unpacked = await unpackedFfmpeg({ programsDir, say });
  if (unpacked) return { ...(await withProbe(unpacked)), missing: null };
  const fallback = bundled();
  if (fallback && (await isGoodEnough(fallback))) return { ...(await withProbe(fallback)), missing: null };
  const remedy = process.platform === 'darwin' ? 'brew install ffmpeg' : 'sudo apt-get install -y ffmpeg';
  return {
    ffmpeg: null,
    ffprobe: null,
    missing: `ffmpeg with libx264, libass and loudnorm is missing: no video can be rendered. To have it: ${remedy}`,
  };
}
