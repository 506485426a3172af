/** What files may be given as. */
import { KadrError } from '../errors.js';
import { fileSystem } from './platform.js';

/** A path (not in browsers), a file, bytes, or a stream of bytes. What is streamed can be sent once only. */
export type UploadSource = string | URL | Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

export interface Source {
  readonly name: string;
  readonly contentType: string;
  /** In bytes; null: not known. */
  readonly size: number | null;
  readonly isRepeatable: boolean;
  readonly open: () => AsyncIterable<Uint8Array>;
  /** All of it, for browsers. */
  readonly blob: () => Promise<Blob>;
}

const TYPES: Readonly<Record<string, string>> = {
  ...{ mp4: 'video/mp4', mov: 'video/quicktime', webm: 'video/webm', mkv: 'video/x-matroska', png: 'image/png', jpg: 'image/jpeg' },
  ...{
    jpeg: 'image/jpeg',
    webp: 'image/webp',
    avif: 'image/avif',
    heic: 'image/heic',
    heif: 'image/heif',
    gif: 'image/gif',
    mp3: 'audio/mpeg',
    wav: 'audio/wav',
    m4a: 'audio/mp4',
    aac: 'audio/aac',
    flac: 'audio/flac',
    ogg: 'audio/ogg',
    oga: 'audio/ogg',
    opus: 'audio/ogg',
  },
};

interface Told {
  readonly name: string | undefined;
  readonly contentType: string | undefined;
}

/** @throws KadrError for a path where nothing can be read */
export async function sourceOf(given: UploadSource, { name, contentType }: Told): Promise<Source> {
  const named = (own: string, type = '') => {
    const shown = name ?? own;
    const ending = shown.split('.').at(-1)?.toLowerCase() ?? '';
    // A file may be called "constructor".
    const known = (Object.hasOwn(TYPES, ending) ? TYPES[ending] : undefined) ?? 'application/octet-stream';
    return { name: shown, contentType: contentType ?? (type === '' ? known : type) };
  };
  if (typeof given === 'string' || given instanceof URL) return fileSource(given, named);
  if (given instanceof Uint8Array) return blobSource(new Blob([given]), named('file'));
  if (given instanceof Blob) return blobSource(given, named((given as File).name ?? 'file', given.type));
  const open = (): AsyncIterable<Uint8Array> => (Symbol.asyncIterator in given ? given : piecesOf(given));
  return { ...named('file'), size: null, isRepeatable: false, open, blob: () => collected(open()) };
}

async function fileSource(path: string | URL, named: (own: string) => { name: string; contentType: string }): Promise<Source> {
  const fs = fileSystem();
  const found = await fs.promises.stat(path).catch((cause: unknown) => {
    throw new KadrError(`There is no file ${String(path)} that can be read`, { cause });
  });
  if (!found.isFile()) throw new KadrError(`${String(path)} is no file`);
  const open = (): AsyncIterable<Uint8Array> => fs.createReadStream(path, { highWaterMark: 256 * 1024 });
  const name = String(path).split(/[/\\]/).at(-1) ?? '';
  return { ...named(name), size: found.size, isRepeatable: true, open, blob: () => collected(open()) };
}

function blobSource(blob: Blob, told: { name: string; contentType: string }): Source {
  return { ...told, size: blob.size, isRepeatable: true, open: () => piecesOf(blob.stream()), blob: async () => blob };
}

/** Not every browser can iterate over a stream. */
async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function collected(pieces: AsyncIterable<Uint8Array>): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of pieces) parts.push(piece as Uint8Array<ArrayBuffer>);
  return new Blob(parts);
}
