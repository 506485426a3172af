import { open, readFile, stat } from 'node:fs/promises';
import { ProviderError } from '../../contracts/errors.js';

/** A local picture as a `data:` URI. @throws ProviderError `input_too_large`, `input_unsupported` (final) */
export async function pictureAsDataUri(path: string, maxBytes: number): Promise<string> {
  const { size } = await stat(path);
  if (size > maxBytes) throw new ProviderError('input_too_large', `the picture has ${size} bytes, the provider takes ${maxBytes}`, false);
  return `data:${await pictureTypeOf(path)};base64,${(await readFile(path)).toString('base64')}`;
}

/** By the first bytes. @throws ProviderError `input_unsupported` when it is neither PNG, JPEG nor WebP */
export async function pictureTypeOf(path: string): Promise<'image/png' | 'image/jpeg' | 'image/webp'> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(12);
    await file.read(head, 0, head.length, 0);
    if (head.readUInt32BE(0) === 0x89504e47) return 'image/png';
    if (head.readUInt16BE(0) === 0xffd8) return 'image/jpeg';
    if (head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP') return 'image/webp';
    throw new ProviderError('input_unsupported', 'the picture is neither PNG, JPEG nor WebP', false);
  } finally {
    await file.close();
  }
}
