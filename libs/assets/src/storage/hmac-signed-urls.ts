import { type Clock, type Queryable } from '#platform';
import { SignedUrls } from '../contracts/signed-urls.js';
import { databaseSecret } from './database-secret.js';
import { checkedKey } from './object-keys.js';
import { type Grant, openGrant, sealGrant } from './signed-token.js';

const SECRET = 'signed-urls';
/** The contract: links to artifacts work for an hour. */
const DEFAULT_TTL_SECONDS = 3600;
/** Links made within one step are the same, so that a browser that asks for a resource again keeps what it has loaded. */
const STEP_SECONDS = 900;

/** Links that carry their own permission: an HMAC over key, type and end, under a secret that the database keeps. */
export class HmacSignedUrls extends SignedUrls {
  private secret: Buffer | null = null;

  /** @param publicUrl where clients reach the API, without a slash at the end. */
  constructor(
    private readonly database: Queryable,
    private readonly clock: Clock,
    private readonly publicUrl: string,
  ) {
    super();
  }

  /** To be called once before the first link, after the migrations. */
  async load(): Promise<void> {
    this.secret ??= await databaseSecret(this.database, SECRET);
  }

  sign(key: string, contentType: string, ttlSeconds = DEFAULT_TTL_SECONDS): string {
    return this.signUntil(key, contentType, this.endOf(ttlSeconds) * 1000);
  }

  signUntil(key: string, contentType: string, until: number): string {
    const token = sealGrant({ key: checkedKey(key), contentType, expiresAtSeconds: Math.ceil(until / 1000) }, this.loaded());
    return `${this.publicUrl}/v1/media/${token}/${encodeURIComponent(key.slice(key.lastIndexOf('/') + 1))}`;
  }

  signPath(path: string, ttlSeconds = DEFAULT_TTL_SECONDS): string {
    const token = sealGrant({ key: path, contentType: '', expiresAtSeconds: this.endOf(ttlSeconds) }, this.loaded(), 'path');
    return `${this.publicUrl}${path}?token=${token}`;
  }

  permits(path: string, token: string): boolean {
    return openGrant(token, this.loaded(), this.clock.nowMs() / 1000, 'path')?.key === path;
  }

  /** @returns what the token of a link permits; null: forged, damaged or over. */
  open(token: string): Grant | null {
    return openGrant(token, this.loaded(), this.clock.nowMs() / 1000);
  }

  private endOf(ttlSeconds: number): number {
    return Math.ceil((this.clock.nowMs() / 1000 + ttlSeconds) / STEP_SECONDS) * STEP_SECONDS;
  }

  private loaded(): Buffer {
    if (!this.secret) throw new Error('links are asked for before their secret is loaded');
    return this.secret;
  }
}
