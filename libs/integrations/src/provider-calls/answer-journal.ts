import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { logger } from '#platform';
import { type StoredError } from './attempt.js';

/** What a provider has said about an attempt that was sent. */
export type Answer =
  | {
      readonly kind: 'submitted';
      readonly attemptId: string;
      readonly providerTaskId: string;
      readonly nextPollMs: number;
      readonly deadlineMs: number;
    }
  | { readonly kind: 'succeeded'; readonly attemptId: string; readonly value: unknown; readonly costMicros: number }
  | { readonly kind: 'failed'; readonly attemptId: string; readonly error: StoredError };

const log = logger('providers');
const ENDING = '.json';

/**
 * Answers that Postgres could not take, one file each, for the next process that starts on this data folder. For the owner's eyes only, and
 * without keys: an answer is what was bought.
 */
export class AnswerJournal {
  /** @param folder absolute; made when it is needed. */
  constructor(private readonly folder: string) {}

  /** On the disk when this resolves. Twice is safe. @throws what the file system says */
  async write(answer: Answer): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const draft = path.join(this.folder, `${answer.attemptId}.${randomUUID()}`);
    try {
      await writeFile(draft, JSON.stringify(answer), { mode: 0o600, flush: true });
      await rename(draft, this.fileOf(answer));
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  async remove(answer: Answer): Promise<void> {
    await rm(this.fileOf(answer), { force: true });
  }

  /** What cannot be read stays where it is, and is told of. */
  async list(): Promise<readonly Answer[]> {
    const names = await readdir(this.folder).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    });
    const answers = await Promise.all(names.filter((name) => name.endsWith(ENDING)).map((name) => this.read(name)));
    return answers.filter((answer) => answer !== null);
  }

  private async read(name: string): Promise<Answer | null> {
    try {
      return JSON.parse(await readFile(path.join(this.folder, name), 'utf8')) as Answer;
    } catch (error) {
      // Another process may have recorded it in the meantime.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log.error({ err: error, name }, 'an answer in the journal cannot be read');
      return null;
    }
  }

  private fileOf({ attemptId }: Answer): string {
    return path.join(this.folder, `${attemptId}${ENDING}`);
  }
}
