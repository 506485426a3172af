/** `kadr up`: a server on this machine, installed by npm and run until Ctrl-C. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { type Command } from 'commander';
import { CliError, EXIT } from '../faults.js';
import { type Io } from '../io.js';
import { bytes, clean } from '../output/text.js';
import { type Session } from '../session.js';
import { installServer } from '../server/install.js';
import { keyOf, untilReady } from '../server/ready.js';
import { act, integer } from './act.js';

interface UpOptions {
  readonly port?: number;
  readonly dataDir?: string;
  readonly server?: string;
}

/** Name of the profile that speaks to it. */
const LOCAL = 'local';

export function addUp(program: Command, io: Io): void {
  program
    .command('up')
    .description('install a server on this machine, once, and run it until Ctrl-C')
    .option('--port <number>', 'where it listens; default: PORT, or 3000', integer(0, 65_535))
    .option('--data-dir <folder>', 'films, databases, keys; default: KADR_DATA_DIR, or ~/.kadr/data')
    .option('--server <archive>', 'of @kadr/server, in place of the one of this version on the registry')
    .action(
      act<UpOptions>(io, async ({ session, options }) => {
        if (io.platform !== 'linux' && io.platform !== 'darwin') {
          throw new CliError(EXIT.usage, 'The server runs on Linux and macOS. Here it runs in a container', 'unsupported_platform');
        }
        const { folder, installedBytes } = await installServer(io, options.server, (line) => session.print.note(line));
        if (installedBytes !== null) session.print.note(`Installed: ${bytes(installedBytes)} in ${folder}`);
        const dataDir = path.resolve(io.cwd, options.dataDir ?? (io.env['KADR_DATA_DIR'] || path.join(io.home, '.kadr', 'data')));
        await runServer(io, session, { folder, dataDir, port: options.port });
      }),
    );
}

async function runServer(io: Io, session: Session, server: { folder: string; dataDir: string; port: number | undefined }): Promise<void> {
  const { folder, dataDir, port } = server;
  const startedAt = Date.now();
  const child = spawn(process.execPath, [path.join(folder, 'scripts', 'bootstrap.cjs'), 'start'], {
    stdio: 'inherit',
    env: {
      ...io.env,
      KADR_DATA_DIR: dataDir,
      KADR_ENDS_WITH_PARENT: '1',
      ...(port !== undefined && { PORT: String(port) }),
    },
  });
  const ended = new AbortController();
  const code = new Promise<number>((resolve, reject) => {
    child.once('error', (error) => {
      ended.abort();
      reject(new CliError(EXIT.unexpected, `The server cannot be started: ${error.message}`, 'server_not_started'));
    });
    child.once('exit', (exitCode, signal) => {
      ended.abort();
      resolve(exitCode ?? (signal === null ? EXIT.unexpected : EXIT.interrupted));
    });
  });
  // From a terminal Ctrl-C reaches it directly as well: it takes signals that come within a second as one.
  const stop = (): void => void child.kill('SIGINT');
  io.signal.addEventListener('abort', stop);
  if (io.signal.aborted) stop();
  try {
    const url = await untilReady(dataDir, startedAt, ended.signal);
    if (url !== null) keepProfile(io, session, url, dataDir);
    const exitCode = await code;
    if (exitCode === EXIT.interrupted) throw new CliError(EXIT.interrupted, 'The server has stopped', 'interrupted');
    if (exitCode !== 0) throw new CliError(EXIT.unexpected, `The server ended with exit code ${exitCode}`, 'server_ended');
  } finally {
    io.signal.removeEventListener('abort', stop);
  }
}

/** The server goes on where the key cannot be kept: it says itself where it is. */
function keepProfile(io: Io, session: Session, url: string, dataDir: string): void {
  const apiKey = keyOf(io, dataDir);
  if (apiKey === null) return;
  const { profiles, print } = session;
  const isCurrent = profiles.find(profiles.current) === null || profiles.current === LOCAL;
  try {
    profiles.keep(LOCAL, { url, apiKey }, { isCurrent });
    print.note(`\`kadr ${isCurrent ? '' : `--profile ${LOCAL} `}create "A whale sings"\` makes a film with it (profile ${LOCAL}).`);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    print.note(`kadr: ${clean(error.message)}`);
  }
}
