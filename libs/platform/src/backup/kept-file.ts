import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BackupFault } from './backup-fault.js';

/** A file of a backup, as its manifest has it. */
export interface KeptFile {
  /** Within the folder of the backup. */
  readonly file: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

export async function digestOf(source: Readable): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(source, async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  });
  return { bytes, sha256: hash.digest('hex') };
}

/** @throws BackupFault when the file is not what was written */
export async function verifyFile(folder: string, { file, bytes, sha256 }: KeptFile): Promise<void> {
  const where = path.join(folder, file);
  const found = await stat(where).catch(() => null);
  if (!found) throw new BackupFault(`${where} is missing: the backup is not whole. Copy it again from where it came, or use another one.`);
  if (found.size < bytes) {
    throw new BackupFault(
      `${where} is cut off: it has ${found.size} of ${bytes} bytes. Copy it again from where it came, or use another backup.`,
    );
  }
  if ((await digestOf(createReadStream(where))).sha256 !== sha256) {
    throw new BackupFault(`${where} was changed since it was written. Copy it again from where it came, or use another backup.`);
  }
}
