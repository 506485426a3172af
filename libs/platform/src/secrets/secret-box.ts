import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** Seals small secrets with AES-256-GCM. What is sealed for one purpose cannot be opened for another. */
export class SecretBox {
  /** @param key 32 bytes. */
  constructor(private readonly key: Buffer) {}

  /** @param purpose what it is for, e.g. whose key it is; needed again to open it. */
  seal(secret: string, purpose: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(Buffer.from(purpose));
    const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  }

  /** @throws Error when it was sealed with another key or for another purpose, or was changed since */
  open(sealed: Buffer, purpose: string): string {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(purpose));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  }
}

/**
 * The key of an installation that was given none: made once, for its owner's eyes only. Installations with several machines need
 * KADR_SECRETS_KEY instead. @throws Error when the file is there and is no key
 */
export async function keyFile(folder: string): Promise<Buffer> {
  const file = path.join(folder, 'secrets.key');
  await mkdir(folder, { recursive: true });
  // Whole or not there: another process may read it at any moment.
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flush: true });
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return keyIn(file);
}

/** The key of that file, null where there is none. @throws Error when the file is there and is no key */
export async function keptKeyFile(folder: string): Promise<Buffer | null> {
  try {
    return await keyIn(path.join(folder, 'secrets.key'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function keyIn(file: string): Promise<Buffer> {
  const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64');
  if (key.length !== KEY_BYTES) throw new Error(`${file} does not hold a key of ${KEY_BYTES} bytes`);
  return key;
}
