import { readFile } from 'node:fs/promises';

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
