import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './files.mjs';
import { aptInstall, asRoot, isDebian } from './debian.mjs';

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

/**
 * FFMPEG_PATH, else the system's when it can do what the renderer uses, else the distribution's (installed when that needs no
 * question), else the static build of 2018 from npm.
 * @returns {Promise<{ ffmpeg: string | null, ffprobe: string | null, missing: string | null }>} `missing`: what to tell the user
 */
export async function obtainFfmpeg({ say = () => {} } = {}) {
  const given = process.env.FFMPEG_PATH;
  if (given) {
    const missing = (await isGoodEnough(given))
      ? null
      : `FFMPEG_PATH=${given} does not run, or lacks libx264, subtitles (libass) or loudnorm.`;
    return { ...(await withProbe(given)), missing };
  }
  const system = findProgram('ffmpeg');
  if (system && (await isGoodEnough(system))) return { ...(await withProbe(system)), missing: null };
  if (!process.env.KADR_NO_DOWNLOADS && isDebian() && asRoot()) {
    say('Installing ffmpeg (apt-get, about 100 packages) …');
    try {
      await aptInstall(['ffmpeg']);
      const installed = findProgram('ffmpeg');
      if (installed && (await isGoodEnough(installed))) return { ...(await withProbe(installed)), missing: null };
    } catch (error) {
      say(`apt-get could not install ffmpeg: ${(error.stderr || error.message).trim().split('\n').at(-1)}`);
    }
  }
  const fallback = bundled();
  if (fallback && (await isGoodEnough(fallback))) return { ...(await withProbe(fallback)), missing: null };
  const remedy = process.platform === 'darwin' ? 'brew install ffmpeg' : 'sudo apt-get install -y ffmpeg';
  return {
    ffmpeg: null,
    ffprobe: null,
    missing: `ffmpeg with libx264, libass and loudnorm is missing: no video can be rendered. To have it: ${remedy}`,
  };
}
