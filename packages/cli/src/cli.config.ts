import { homedir } from 'node:os';
import path from 'node:path';
import { type Io } from './io.js';

/** What the process that runs the CLI is. The only place that reads the environment. */
export function surroundings(signal: AbortSignal): Io {
  const { stdin, stdout, stderr, env, platform } = process;
  return { stdin, stdout, stderr, env, platform, home: homedir(), cwd: process.cwd(), signal };
}

/** Where settings are kept, by the custom of the system. `KADR_CONFIG_DIR` says otherwise. */
export function configFolder({ env, platform, home }: Pick<Io, 'env' | 'platform' | 'home'>): string {
  if (env['KADR_CONFIG_DIR']) return env['KADR_CONFIG_DIR'];
  if (platform === 'win32') return path.win32.join(env['APPDATA'] || path.win32.join(home, 'AppData', 'Roaming'), 'kadr');
  if (platform === 'darwin') return path.posix.join(home, 'Library', 'Application Support', 'kadr');
  const base = env['XDG_CONFIG_HOME'];
  // The specification: a path that is not absolute counts as not given.
  return path.posix.join(base && path.posix.isAbsolute(base) ? base : path.posix.join(home, '.config'), 'kadr');
}

/** No colours: https://no-color.org, a terminal that has none, or no terminal. */
export function hasColours({ env, stderr }: Pick<Io, 'env' | 'stderr'>): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] && env['FORCE_COLOR'] !== '0') return true;
  return Boolean(stderr.isTTY) && env['TERM'] !== 'dumb';
}

/** Whether lines may be drawn again in place. */
export function isRedrawable({ env, stderr }: Pick<Io, 'env' | 'stderr'>): boolean {
  return Boolean(stderr.isTTY) && !env['CI'] && env['TERM'] !== 'dumb';
}

/** Old consoles of Windows show question marks for what code page 437 has not. */
export function hasUnicode({ env, platform }: Pick<Io, 'env' | 'platform'>): boolean {
  if (platform === 'win32') return Boolean(env['WT_SESSION'] || env['TERM_PROGRAM'] || env['TERM']);
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || 'C.UTF-8';
  return /utf-?8/i.test(locale);
}
