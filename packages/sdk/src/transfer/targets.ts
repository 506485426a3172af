/** Where downloaded bytes go. */
import { type FileHandle } from 'node:fs/promises';
import { fileSystem } from './platform.js';

export interface Target {
  /** @param seen is given the bytes that are there already @returns how many those are */
  begin(seen: (bytes: Uint8Array) => void): Promise<number>;
  write(bytes: Uint8Array): Promise<void>;
  /** @returns false when what was written cannot be taken back */
  restart(): Promise<boolean>;
  /** All is there and right. */
  finish(contentType: string): Promise<Blob | null>;
  /** It will not be finished now. */
  giveUp(): Promise<void>;
}

export class MemoryTarget implements Target {
  private parts: Uint8Array<ArrayBuffer>[] = [];

  async begin(): Promise<number> {
    return 0;
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.parts.push(bytes as Uint8Array<ArrayBuffer>);
  }

  async restart(): Promise<boolean> {
    this.parts = [];
    return true;
  }

  async finish(type: string): Promise<Blob> {
    return new Blob(this.parts, { type });
  }

  async giveUp(): Promise<void> {
    this.parts = [];
  }
}

export class StreamTarget implements Target {
  private readonly writer: WritableStreamDefaultWriter<Uint8Array>;

  constructor(stream: WritableStream<Uint8Array>) {
    this.writer = stream.getWriter();
  }

  async begin(): Promise<number> {
    return 0;
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.writer.ready;
    await this.writer.write(bytes);
  }

  async restart(): Promise<boolean> {
    return false;
  }

  async finish(): Promise<null> {
    await this.writer.close();
    return null;
  }

  async giveUp(): Promise<void> {
    await this.writer.abort().catch(() => undefined);
  }
}

/** `film.mp4` is `film.mp4.<digest>.part` until it is whole, so that another call can go on with it, and never with another content's. */
export class FileTarget implements Target {
  private readonly part: string;
  private file: FileHandle | null = null;

  constructor(
    private readonly path: string,
    private readonly digest: string | null,
  ) {
    this.part = `${path}.${digest?.slice(0, 12) ?? 'unchecked'}.part`;
  }

  async begin(seen: (bytes: Uint8Array) => void): Promise<number> {
    const { promises: fs } = fileSystem();
    this.file = await fs.open(this.part, 'a+');
    // Without a digest nobody could tell whether what is there belongs to it.
    if (this.digest === null) await this.file.truncate(0);
    let there = 0;
    for await (const bytes of this.file.createReadStream({ start: 0, autoClose: false }) as AsyncIterable<Uint8Array>) {
      seen(bytes);
      there += bytes.length;
    }
    return there;
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.file?.appendFile(bytes);
  }

  async restart(): Promise<boolean> {
    await this.file?.truncate(0);
    return true;
  }

  async finish(): Promise<null> {
    await this.file?.sync();
    await this.close();
    await fileSystem().promises.rename(this.part, this.path);
    return null;
  }

  /** What has come stays for the next call; nothing is left of a file that has nothing. */
  async giveUp(): Promise<void> {
    const isEmpty = (await this.file?.stat().catch(() => null))?.size === 0;
    await this.close();
    if (isEmpty || this.digest === null) await fileSystem().promises.rm(this.part, { force: true });
  }

  private async close(): Promise<void> {
    const { file } = this;
    this.file = null;
    await file?.close();
  }
}
