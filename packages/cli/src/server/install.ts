/** Puts @kadr/server of one version below `~/.kadr/server`, by npm. As a whole or not at all. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { CliError, EXIT } from '../faults.js';
import { type Io } from '../io.js';
import { version } from '../version.js';

const NAME = '@kadr/server';

export interface Installed {
  /** Of the package. */
  readonly folder: string;
  /** What is on the disk now and was not before; null: it was there already. */
  readonly installedBytes: number | null;
}

/**
 * @param archive a file made by `npm run pack:server`; without one, the version of this program from the registry
 * @throws CliError when npm cannot install it; what was there before stays
 */
export async function installServer(io: Io, archive: string | undefined, say: (line: string) => void): Promise<Installed> {
  const { spec, place } = archive === undefined ? { spec: `${NAME}@${version}`, place: version } : ofArchive(io, archive);
  const prefix = path.join(io.home, '.kadr', 'server', place);
  const folder = path.join(prefix, 'node_modules', NAME);
  if (fs.existsSync(path.join(folder, 'package.json'))) return { folder, installedBytes: null };
  say(`Installing ${archive ?? spec} into ${prefix}; that takes a minute, once …`);
  const next = `${prefix}.${process.pid}`;
  try {
    fs.mkdirSync(next, { recursive: true });
    await npm(io, ['install', '--prefix', next, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', spec]);
    const installedBytes = bytesOf(next);
    try {
      fs.renameSync(next, prefix);
    } catch (error) {
      // Somebody else was quicker: what is there is the same.
      if (!fs.existsSync(path.join(folder, 'package.json'))) throw error;
    }
    return { folder, installedBytes };
  } catch (error) {
    if (error instanceof CliError) throw error;
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new CliError(EXIT.unexpected, `Cannot install the server in ${prefix} (${code})`, 'server_not_installed');
  } finally {
    fs.rmSync(next, { recursive: true, force: true });
  }
}

/** Another archive gets another folder, also where it has the same version. */
function ofArchive(io: Io, archive: string): { spec: string; place: string } {
  const file = path.resolve(io.cwd, archive);
  try {
    const digest = createHash('sha256').update(fs.readFileSync(file)).digest('hex');
    return { spec: file, place: `${version}-${digest.slice(0, 12)}` };
  } catch (error) {
    throw new CliError(EXIT.usage, `Cannot read ${archive} (${(error as NodeJS.ErrnoException).code})`, 'not_readable');
  }
}

/** What npm says goes to stderr: stdout is for data. @throws CliError */
async function npm(io: Io, words: readonly string[]): Promise<void> {
  const own = io.env['npm_execpath']; // the npm that started this, as `npx kadr` does
  const [command, ...first] = own && /\.c?js$/.test(own) ? [process.execPath, own] : ['npm'];
  const child = spawn(command as string, [...first, ...words], { stdio: ['ignore', 2, 2], env: { ...io.env, NODE_ENV: '' } });
  const stop = (): void => void child.kill('SIGINT');
  io.signal.addEventListener('abort', stop);
  const how = await new Promise<string | null>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code === 0 ? null : `npm ended with ${code ?? signal}`));
  }).finally(() => io.signal.removeEventListener('abort', stop));
  if (io.signal.aborted) throw new CliError(EXIT.interrupted, 'Interrupted; nothing is installed', 'interrupted');
  if (how !== null) throw new CliError(EXIT.unexpected, `The server could not be installed: ${how}`, 'server_not_installed');
}

function bytesOf(folder: string): number {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .reduce((sum, entry) => sum + (entry.isFile() ? fs.lstatSync(path.join(entry.parentPath, entry.name)).size : 0), 0);
}
