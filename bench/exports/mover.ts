import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import path from 'node:path';
import { objectStorageOf } from '#assets';
import { type ArchiveContent, filmArchive } from '#jobs/testing';

/** What a process of its own is to move, and where. */
export interface Move {
  readonly how: 'archive' | 'copies';
  /** Of the storage. */
  readonly root: string;
  readonly files: readonly { readonly key: string; readonly sizeBytes: number }[];
  readonly target: string;
}

export interface Moved {
  readonly seconds: number;
  /** At most, above what the process had before it began. */
  readonly memoryBytes: number;
}

const LOOK_EVERY_MS = 10;

process.once('message', (move: Move) => {
  void measured(move).then((moved) => process.send?.(moved));
});

async function measured(move: Move): Promise<Moved> {
  const begun = process.memoryUsage.rss();
  let most = begun;
  const look = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), LOOK_EVERY_MS);
  const from = performance.now();
  await (move.how === 'archive' ? archived(move) : copied(move));
  const seconds = (performance.now() - from) / 1_000;
  clearInterval(look);
  return { seconds, memoryBytes: most - begun };
}

async function archived({ root, files, target }: Move): Promise<void> {
  const content: ArchiveContent = {
    texts: [{ name: 'content.otio', bytes: Buffer.from('{}') }],
    files: files.map((file, at) => ({ ...file, name: `media/clip-${at}.mp4`, sha256: '' })),
    modifiedAt: new Date(0),
  };
  const storage = await objectStorageOf({ storage: { kind: 'file', root }, storageCache: { root: '', maxBytes: 0 } });
  const { sizeBytes, stream } = await filmArchive(storage, content);
  const file = createWriteStream(target);
  await pipeline(stream, file);
  if (file.bytesWritten !== sizeBytes) throw new Error(`${file.bytesWritten} bytes were written of ${sizeBytes}`);
}

/** One file after the other into the same place, with the streams of Node as they come. */
async function copied({ root, files, target }: Move): Promise<void> {
  const file = createWriteStream(target);
  for (const { key } of files) {
    await pipeline(
      createReadStream(path.join(root, key)),
      new Writable({
        write: (bytes: Buffer, _encoding, done) => void (file.write(bytes) ? done() : file.once('drain', () => done())),
      }),
    );
  }
  file.end();
  await once(file, 'close');
}
