import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

export interface FileDigest {
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
}

const MAX_CHUNK_BYTES = 1 << 20;

export const digestOf = (filePath: string): Promise<FileDigest> => withFile(filePath, digestOfFile);

/** On disk when it returns. */
export const syncedDigestOf = (filePath: string): Promise<FileDigest> =>
  withFile(filePath, async (file) => (await Promise.all([digestOfFile(file), file.sync()]))[0]);

/** Most files are small: a chunk is no larger than its file. */
async function digestOfFile(file: FileHandle): Promise<FileDigest> {
  const hash = createHash('sha256');
  const { size } = await file.stat();
  const chunk = Buffer.allocUnsafe(Math.min(Math.max(size, 1), MAX_CHUNK_BYTES));
  let sizeBytes = 0;
  for (;;) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, sizeBytes);
    hash.update(chunk.subarray(0, bytesRead));
    sizeBytes += bytesRead;
    // Not asked once more whether that was all: its size says so.
    if (bytesRead === 0 || sizeBytes === size) return { sizeBytes, sha256: hash.digest('hex') };
  }
}

async function withFile<T>(filePath: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(filePath, 'r');
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}
