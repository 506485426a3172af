/** Getting files of a video. Goes on where it was cut, and checks what came. */
import fs from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { type Video } from '@kadr/sdk';
import { type Command } from 'commander';
import { CliError, EXIT } from '../faults.js';
import { type Io } from '../io.js';
import { bytes } from '../output/text.js';
import { type Session } from '../session.js';
import { act } from './act.js';

const FILM = 'final.mp4';

interface DownloadOptions {
  readonly all?: boolean;
  readonly output?: string;
}

export function addDownload(program: Command, io: Io): void {
  program
    .command('download')
    .description('get the film, or other files of a video')
    .argument('<id>')
    .argument('[names...]', 'files as `kadr show` lists them; default: the film')
    .option('--all', 'every file')
    .option('-o, --output <path>', 'a file for one, a folder for several; - for stdout')
    .action(
      act<DownloadOptions>(io, async ({ session, args, options }) => {
        const [id = '', names = []] = args as unknown as [string, string[]];
        const video = await session.kadr.videos.get(id);
        const wanted = options.all ? video.artifacts.map(({ name }) => name) : names.length > 0 ? names : [FILM];
        if (wanted.length === 0) throw new CliError(EXIT.conflict, `Video ${id} has no files yet`, 'not_ready');
        if (wanted.length > 1 || options.all) return downloadInto(session, video, wanted, options.output ?? id);
        const [name = FILM] = wanted;
        const file = options.output ?? (name === FILM ? `${id}.mp4` : path.basename(name));
        await downloadOne(session, video, name, file);
        if (file !== '-') session.print.document({ id, name, file: path.resolve(io.cwd, file) }, id, () => [file]);
      }),
    );
}

export const downloadFilm = (session: Session, video: Video, file: string): Promise<void> => downloadOne(session, video, FILM, file);

async function downloadInto(session: Session, video: Video, names: readonly string[], folder: string): Promise<void> {
  if (folder === '-') throw new CliError(EXIT.usage, 'Several files cannot go to stdout');
  const root = path.resolve(session.io.cwd, folder);
  const files = names.map((name) => ({ name, file: path.resolve(root, name) }));
  const outside = files.find(({ file }) => !file.startsWith(root + path.sep));
  if (outside) throw new CliError(EXIT.unexpected, `${JSON.stringify(outside.name)} would lie outside of ${folder}`, 'unsafe_name');
  for (const { name, file } of files) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    await downloadOne(session, video, name, file);
    session.print.event({ id: video.id, name, file }, file, path.relative(session.io.cwd, file));
  }
}

async function downloadOne({ io, kadr, print }: Session, video: Video, name: string, file: string): Promise<void> {
  const to = file === '-' ? Writable.toWeb(writable(io)) : path.resolve(io.cwd, file);
  const { signal } = io;
  try {
    const { bytes: count } = await kadr.videos.download(video.id, name, { to: to as string, signal });
    print.note(`${name}: ${bytes(count)}`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code === 'string' && /^E[A-Z]+$/.test(code))
      throw new CliError(EXIT.unexpected, `Cannot write ${file} (${code})`, 'not_writable');
    throw error;
  }
}

/** stdout, which is not ended with the film. */
function writable({ stdout }: Io): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (stdout instanceof Writable) stdout.write(chunk, done);
      else done(new Error('Films cannot be written there'));
    },
  });
}
