import { Injectable } from '@nestjs/common';
import { type Request } from 'express';
import { installationConfig, type Principal, Refusal } from '#platform';
import { hashOf, isSameHash } from '../application/api-key.js';
import { Sessions } from '../application/sessions.js';
import { isSafe, SessionCookie } from './session-cookie.js';

const CSRF_HEADER = 'kadr-csrf';

/** Who asks by a cookie. */
@Injectable()
export class CookieCallers {
  readonly cookie = new SessionCookie(installationConfig().publicUrl);

  constructor(private readonly sessions: Sessions) {}

  /** The secret that a request shows. Null where it does not count: a page of somebody else learns nothing, not even that there is a session. */
  secretOf(request: Request): string | null {
    if (isSafe(request) && this.cookie.isOwnPage(request) === false) return null;
    return this.cookie.read(request);
  }

  /** @returns null for a session that is unknown or over @throws Refusal 403 `csrf` when a good one is used by another page */
  async principalOf(secret: string, request: Request): Promise<Principal | null> {
    const wished = request.headers['kadr-organisation'];
    const known = await this.sessions.find(secret, typeof wished === 'string' ? wished.toLowerCase() : null);
    if (!known) return null;
    const isOwn = this.cookie.isOwnPage(request);
    const token = request.get(CSRF_HEADER) ?? '';
    const hasToken = isSameHash(hashOf(token), known.csrfHash);
    if (isSafe(request)) return isOwn === true || hasToken ? known.principal : null;
    if (isOwn === true && hasToken) return known.principal;
    throw csrf();
  }

  /** A browser of another page must not sign ours in as somebody else. What is no browser says neither. @throws Refusal 403 `csrf` */
  mustBeOwnPage(request: Request): void {
    const isSilent = request.headers['sec-fetch-site'] === undefined && request.headers.origin === undefined;
    if (!isSilent && this.cookie.isOwnPage(request) !== true) throw csrf();
  }
}

const csrf = (): Refusal =>
  new Refusal('forbidden', 'csrf', 'A cookie counts only for our own pages, and changes something only with the header Kadr-Csrf.');
