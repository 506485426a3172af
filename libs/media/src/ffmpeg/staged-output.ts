import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { MediaError } from '../contracts.js';

/**
 * Lets `write` make a file under a passing name beside `outPath` and gives it its name only when it is complete. Whoever sees
 * `outPath` sees a whole file; a failure leaves nothing behind. Safe to run twice, also at once: the last one wins.
 */
export async function stageOutput<T>(outPath: string, write: (stagedPath: string) => Promise<T>): Promise<T> {
  const folder = path.dirname(path.resolve(outPath));
  await mkdir(folder, { recursive: true });
  const stagedPath = path.join(folder, `.${randomUUID()}.part${path.extname(outPath)}`);
  try {
    const result = await write(stagedPath);
    await rename(stagedPath, outPath);
    return result;
  } catch (error) {
    await rm(stagedPath, { force: true });
    throw asMediaError(error, outPath);
  }
}

/** A full disk met by Node itself reads like one met by FFmpeg. */
function asMediaError(error: unknown, outPath: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new MediaError('no_space', `The disk is full: ${path.basename(outPath)}. Free some space; the work goes on by itself.`, true, {
      cause: error,
    });
  }
  return error;
}
