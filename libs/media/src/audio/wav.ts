import { open, readFile } from 'node:fs/promises';

export const FILM_SAMPLE_RATE_HZ = 48_000;

const HEADER_BYTES = 44;

/** A canonical WAV file around 16-bit samples. */
export function wavOf(samples: Int16Array, channels: number): Buffer {
  const data = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const head = Buffer.alloc(HEADER_BYTES);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(HEADER_BYTES - 8 + data.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(FILM_SAMPLE_RATE_HZ, 24);
  head.writeUInt32LE(FILM_SAMPLE_RATE_HZ * channels * 2, 28);
  head.writeUInt16LE(channels * 2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

/** Kinds of samples; an extended format says its own further down. */
const [PCM, FLOAT, EXTENDED] = [1, 3, 0xfffe];
const EXTENDED_BYTES = 40;
/** More than writers put before the samples. */
const CHUNKS_LOOKED_AT = 16;

/** How long a plain WAV file is, from its header; null for one that is compressed, cut off or unusual, which FFmpeg knows more about. */
export async function wavSeconds(path: string): Promise<number | null> {
  const file = await open(path, 'r');
  try {
    const { size: fileBytes } = await file.stat();
    const read = async (at: number, bytes: number): Promise<Buffer | null> => {
      const part = Buffer.alloc(bytes);
      return (await file.read(part, 0, bytes, at)).bytesRead === bytes ? part : null;
    };
    const head = await read(0, 12);
    if (head?.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE') return null;
    let bytesPerSecond = 0;
    for (let [at, chunk] = [12, 0]; chunk < CHUNKS_LOOKED_AT; chunk += 1) {
      const header = await read(at, 8);
      if (!header) return null;
      const [tag, size] = [header.toString('latin1', 0, 4), header.readUInt32LE(4)];
      if (tag === 'data') return bytesPerSecond > 0 && at + 8 + size <= fileBytes ? size / bytesPerSecond : null;
      if (tag === 'fmt ') {
        const format = await read(at + 8, Math.min(size, EXTENDED_BYTES));
        if (!format || format.length < 16) return null;
        const [channels, rate, bits] = [format.readUInt16LE(2), format.readUInt32LE(4), format.readUInt16LE(14)];
        const isExtended = format.readUInt16LE(0) === EXTENDED && format.length === EXTENDED_BYTES;
        const kind = format.readUInt16LE(isExtended ? 24 : 0);
        const isPlain = (kind === PCM && [8, 16, 24, 32].includes(bits)) || (kind === FLOAT && [32, 64].includes(bits));
        if (!isPlain || channels < 1 || channels > 8 || rate < 1) return null;
        bytesPerSecond = (rate * channels * bits) / 8;
      }
      at += 8 + size + (size % 2);
    }
    return null;
  } finally {
    await file.close();
  }
}

/** The samples of a 48 kHz mono 16-bit WAV file, or null for any other file. */
export async function readMonoWav(path: string): Promise<Int16Array | null> {
  const file = await readFile(path);
  if (file.length < HEADER_BYTES || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') return null;
  let isFilmFormat = false;
  for (let at = 12; at + 8 <= file.length;) {
    const [tag, size] = [file.toString('latin1', at, at + 4), file.readUInt32LE(at + 4)];
    const body = file.subarray(at + 8, Math.min(file.length, at + 8 + size));
    if (tag === 'fmt ' && body.length >= 16) {
      isFilmFormat =
        body.readUInt16LE(0) === 1 &&
        body.readUInt16LE(2) === 1 &&
        body.readUInt32LE(4) === FILM_SAMPLE_RATE_HZ &&
        body.readUInt16LE(14) === 16;
    }
    if (tag === 'data') return isFilmFormat ? samplesOf(body) : null;
    at += 8 + size + (size % 2);
  }
  return null;
}

/** Copies little-endian 16-bit samples out of a buffer that may lie at an odd offset. */
export function samplesOf(bytes: Buffer): Int16Array {
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
  return new Int16Array(even.buffer.slice(even.byteOffset, even.byteOffset + even.length));
}
