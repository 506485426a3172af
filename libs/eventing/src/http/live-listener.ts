import { hasScope, type OpenStream } from '#platform';

/** Who reads slower than it is written for is cut off, and comes back with the last `id` it has. */
const MAX_WAITING_CHARACTERS = 4_000_000;
const ID = /^(\d{1,15})(?:\.(\d{1,9}))?$/;

/** Orders frames: the position of an event, and the place among the frames that it leads to. */
export interface LiveId {
  readonly position: number;
  readonly n: number;
}

export const liveIdOf = ({ position, n }: LiveId): string => `${position}.${n}`;

/** A position alone: all that it led to is known. @returns null for what is none of ours */
export function parseLiveId(text: string): LiveId | null {
  const [, position, n] = ID.exec(text) ?? [];
  return position === undefined ? null : { position: Number(position), n: n === undefined ? Infinity : Number(n) };
}

export const isBehind = (id: LiveId, after: LiveId): boolean =>
  id.position > after.position || (id.position === after.position && id.n > after.n);

interface Told {
  /** Null: everybody may hear it. */
  readonly scope: string | null;
  readonly text: string;
}

/** One reader of a feed. Writes in order, and never without waiting for it. */
export class LiveListener {
  /** Resolves when the stream is over. */
  readonly ended: Promise<void>;
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(
    private readonly stream: Pick<OpenStream, 'signal' | 'write' | 'end'>,
    private readonly scopes: readonly string[],
  ) {
    const { signal } = stream;
    this.ended = signal.aborted ? Promise.resolve() : new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
  }

  /** Before everything that is written from now on. */
  catchUp(read: () => Promise<readonly Told[]>): Promise<void> {
    this.#last = this.#last.then(async () => {
      for (const text of this.#heard(await read())) await this.stream.write(text);
    });
    return this.#last;
  }

  write(frames: readonly Told[]): void {
    const text = this.#heard(frames).join('');
    if (text === '' || this.stream.signal.aborted) return;
    this.#waiting += text.length;
    if (this.#waiting > MAX_WAITING_CHARACTERS) return this.stream.end();
    this.#last = this.#last.then(async () => {
      await this.stream.write(text);
      this.#waiting -= text.length;
    });
  }

  #heard(frames: readonly Told[]): string[] {
    return frames.filter(({ scope }) => scope === null || hasScope(this.scopes, scope)).map(({ text }) => text);
  }
}
