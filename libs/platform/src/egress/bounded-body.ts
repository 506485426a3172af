import { table } from '../json/table.js';
import { type Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { EgressError } from './egress.errors.js';

const DECODERS: Readonly<Record<string, () => Transform>> = table({
  gzip: () => createGunzip(),
  'x-gzip': () => createGunzip(),
  deflate: () => createInflate(),
  br: () => createBrotliDecompress(),
  zstd: () => createZstdDecompress(),
});

export const tooLarge = (maxBytes: number): EgressError =>
  new EgressError('payload_too_large', `The file is larger than ${maxBytes} bytes.`, false);

/** Fails with `payload_too_large` at the first byte beyond the limit: bytes that arrive count, whatever a header says. */
export function byteCap(maxBytes: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      bytes += chunk.length;
      if (bytes > maxBytes) callback(tooLarge(maxBytes));
      else callback(null, chunk);
    },
  });
}

/**
 * @returns the steps between the wire and the file: a limit, what unpacks the body, and the limit again for what comes out.
 * @throws EgressError `fetch_failed` for an encoding nobody asked for and that cannot be read; packed twice counts as one
 */
export function bodySteps(contentEncoding: string, maxBytes: number): Transform[] {
  const encoding = contentEncoding.trim().toLowerCase();
  if (encoding === '' || encoding === 'identity') return [byteCap(maxBytes)];
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  if (!decoder) throw new EgressError('fetch_failed', 'The answer is packed in a way that cannot be read.', false);
  return [byteCap(maxBytes), decoder(), byteCap(maxBytes)];
}

/** @returns the beginning of a body, at most `maxBytes` of it; the rest is not read. */
export function beginningOf(body: Readable, maxBytes: number): Promise<{ bytes: Buffer; isWhole: boolean }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ bytes: Buffer; isWhole: boolean }>();
  const parts: Buffer[] = [];
  let length = 0;
  body.on('data', (chunk: Buffer) => {
    if (length > maxBytes) return;
    parts.push(chunk);
    length += chunk.length;
    if (length <= maxBytes) return;
    resolve({ bytes: Buffer.concat(parts).subarray(0, maxBytes), isWhole: false });
    body.destroy();
  });
  body.once('end', () => resolve({ bytes: Buffer.concat(parts), isWhole: true }));
  body.once('error', reject);
  body.once('close', () => void (body.readableEnded || reject(new Error('the body broke off'))));
  return promise;
}
