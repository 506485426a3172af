import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 20;
/** 32 characters. */
export const CHAT_TOKEN_BYTES = 24;

/** What may be a token that `newToken` has made. */
export const TOKEN = /^[A-Za-z0-9_-]{27}(?:[A-Za-z0-9_-]{5})?$/;

/** 160 random bits or more, for addresses that open something to whoever has them. Kept by their hash alone. */
export function newToken(bytes = TOKEN_BYTES): { readonly token: string; readonly hash: Buffer } {
  const token = randomBytes(bytes).toString('base64url');
  return { token, hash: hashOf(token) };
}

/** SHA-256: so much randomness needs no salt, and the hash finds the row. */
export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
