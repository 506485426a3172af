import { stat } from 'node:fs/promises';

/** About 1 kB each. */
const MOST = 1000;

/**
 * What was found out about a file, for as long as the file is the same: a clip is asked about when it is received and again for each piece
 * that shows it, and starting a program for that costs 0.1 s of CPU each time. Files are told apart by inode, size and time of writing:
 * moving one changes nothing, a copy or a file written anew is another one.
 */
export class KnownFiles<T> {
  private readonly answers = new Map<string, Promise<T>>();

  /** Asks once, also for those who ask meanwhile. A failure is told to them and not kept. */
  async of(file: string, about: string, ask: () => Promise<T>): Promise<T> {
    const { dev, ino, size, mtimeNs } = await stat(file, { bigint: true });
    const key = [about, dev, ino, size, mtimeNs].join(' ');
    const answer = this.answers.get(key) ?? ask();
    this.answers.delete(key);
    this.answers.set(key, answer);
    answer.catch(() => this.answers.delete(key));
    for (const oldest of this.answers.keys()) {
      if (this.answers.size <= MOST) break;
      this.answers.delete(oldest);
    }
    return answer;
  }
}
