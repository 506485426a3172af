import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a link gives access to, and until when. */
export interface Grant {
  readonly key: string;
  readonly contentType: string;
  /** Unix time. */
  readonly expiresAtSeconds: number;
}

/** What a token is for is part of its seal: one for an object opens no route. */
export type GrantPurpose = 'object' | 'path';

const VERSIONS: Readonly<Record<GrantPurpose, string>> = { object: 'm1', path: 'p1' };

/** @returns a token that only the holder of the secret can make; letters, digits, `-`, `_` and `.`. */
export function sealGrant(grant: Grant, secret: Buffer, purpose: GrantPurpose = 'object'): string {
  const body = Buffer.from([grant.expiresAtSeconds.toString(36), grant.contentType, grant.key].join('\n')).toString('base64url');
  return `${body}.${macOf(body, secret, purpose)}`;
}

/** @returns what was sealed, or null: forged, damaged or expired. */
export function openGrant(token: string, secret: Buffer, nowSeconds: number, purpose: GrantPurpose = 'object'): Grant | null {
  const [body = '', mac = '', ...rest] = token.split('.');
  if (rest.length > 0) return null;
  const expected = Buffer.from(macOf(body, secret, purpose));
  const given = Buffer.from(mac);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const [expires = '', contentType = '', key = ''] = Buffer.from(body, 'base64url').toString('utf8').split('\n');
  const expiresAtSeconds = parseInt(expires, 36);
  return expiresAtSeconds > nowSeconds ? { key, contentType, expiresAtSeconds } : null;
}

const macOf = (body: string, secret: Buffer, purpose: GrantPurpose): string =>
  createHmac('sha256', secret).update(`${VERSIONS[purpose]}\n${body}`).digest('base64url');
