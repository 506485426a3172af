import { fork } from 'node:child_process';
import { randomFillSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Move, type Moved } from './exports/mover.js';
import { median } from './orchestration/load.js';
import { type Row } from './row.js';

export const name = 'exports';

const MB = 1_000_000;
const FILES = 48;
const FILE_BYTES = 42 * MB;
const MEMORY_MB = 100;

/**
 * An OTIOZ of 48 clips, 2 GB together, put together and written to a file, beside the same clips copied into one file with Node's streams. Each
 * round of each is a process of its own, so that its memory is its own too. The clips are noise: nothing of them is a hole of the file system.
 */
export async function run(report: (row: Row) => void, { full }: { full: boolean }): Promise<void> {
  const folder = await mkdtemp(path.join(process.env['KADR_BENCH_DIR'] ?? tmpdir(), 'exports-'));
  try {
    const files = await madeFiles(folder);
    const rounds: Record<Move['how'], Moved[]> = { archive: [], copies: [] };
    const target = path.join(folder, 'target');
    const move = async (how: Move['how']): Promise<void> => {
      rounds[how].push(await moved({ how, root: folder, files, target }));
      await rm(target);
    };
    for (let round = 0; round < (full ? 5 : 3); round += 1) {
      // Nobody is always the one who finds the disk busy with what the other has left.
      for (const how of round % 2 === 0 ? (['copies', 'archive'] as const) : (['archive', 'copies'] as const)) await move(how);
    }
    const sizeMb = (FILES * FILE_BYTES) / MB;
    const speed = (how: Move['how']): number => median(rounds[how].map(({ seconds }) => sizeMb / seconds));
    const memory = (how: Move['how']): number => Math.max(...rounds[how].map(({ memoryBytes }) => memoryBytes / MB));
    report({
      what: 'an OTIOZ of 2 GB, 48 clips',
      ...{ kadr: speed('archive'), baseline: speed('copies'), unit: 'MB/s', ratio: speed('archive') / speed('copies') },
      note: `${rounds.archive.length} rounds in turn; baseline: the clips copied by streams of Node; at least 0.8 of it is wanted`,
    });
    report({
      what: 'memory while it is written, most of all rounds',
      ...{ kadr: memory('archive'), baseline: MEMORY_MB, unit: 'MB', ratio: memory('archive') / MEMORY_MB },
      note: `less is better; above what the process had before; baseline: what is wanted; copying took ${Math.round(memory('copies'))} MB`,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** As a storage of files has them. */
async function madeFiles(folder: string): Promise<Move['files']> {
  const noise = randomFillSync(Buffer.allocUnsafe(MB));
  const video = `${randomUUID()}/${randomUUID()}`;
  await mkdir(path.join(folder, video), { recursive: true });
  const files: Move['files'][number][] = [];
  for (let at = 0; at < FILES; at += 1) {
    const key = `${video}/clip-${at}.mp4`;
    const handle = await open(path.join(folder, key), 'w');
    for (let written = 0; written < FILE_BYTES; written += MB) await handle.write(noise);
    await handle.close();
    files.push({ key, sizeBytes: FILE_BYTES });
  }
  return files;
}

/** @throws Error when its process fails */
async function moved(move: Move): Promise<Moved> {
  const child = fork(fileURLToPath(new URL('exports/mover.js', import.meta.url)));
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`the process ended with ${code} before it was done`);
  });
  const answer = once(child, 'message').then(([result]) => result as Moved);
  child.send(move);
  const result = await Promise.race([answer, failed]);
  failed.catch(() => undefined);
  child.disconnect();
  return result;
}
