import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 160 random bits; the prefix shows 32 of them, which leaves the required 128 unknown. */
const SECRET_BYTES = 20;
const PREFIX_LENGTH = 'kadr_'.length + 8;

export interface NewKey {
  /** Shown once, never stored. */
  readonly key: string;
  readonly prefix: string;
  readonly hash: Buffer;
}

export function newKey(): NewKey {
  const key = `kadr_${randomBytes(SECRET_BYTES).toString('hex')}`;
  return { key, prefix: prefixOf(key), hash: hashOf(key) };
}

/** What a key is found by, and shown as. A short key given by configuration shows at most half of itself. */
export const prefixOf = (key: string): string => key.slice(0, Math.min(PREFIX_LENGTH, Math.floor(key.length / 2)));

/** A plain hash is enough for a secret of 128 random bits or more: there is no dictionary to try. */
export const hashOf = (key: string): Buffer => createHash('sha256').update(key, 'utf8').digest();

/** In constant time. */
export const isSameHash = (one: Buffer, other: Buffer): boolean => one.length === other.length && timingSafeEqual(one, other);
