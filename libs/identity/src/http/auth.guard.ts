import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Request } from 'express';
import { hasScope, type Principal, rateLimited, RateLimiter, Refusal, ROUTE_METADATA, setPrincipal } from '#platform';
import { Authentication } from '../application/authentication.js';
import { Members } from '../application/members.js';
import { MemberTokens } from '../application/member-tokens.js';

/** Keys are short; tokens of members carry their claims. */
const BEARER = /^Bearer ([\x21-\x7e]{1,8000})$/i;
/** Wrong keys from one address within a minute, after which it is not listened to for the rest of it. */
const GUESSES_PER_MINUTE = 100;

/** Lets in who has a valid key with the scopes of the route; routes marked `@Public()` are open. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly authentication: Authentication,
    private readonly tokens: MemberTokens,
    private readonly members: Members,
    private readonly reflector: Reflector,
    private readonly limiter: RateLimiter,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const places = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(ROUTE_METADATA.isPublic, places)) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const key = BEARER.exec(request.headers.authorization ?? '')?.[1];
    const principal = key === undefined ? null : await this.principalOf(key, request);
    if (!principal) {
      const guesses = this.limiter.take(`guesses:${request.ip}`, GUESSES_PER_MINUTE);
      throw guesses.isAllowed ? unauthorized() : rateLimited(guesses);
    }
    setPrincipal(request, principal);
    const wanted = this.reflector.getAllAndOverride<readonly string[]>(ROUTE_METADATA.scopes, places) ?? [];
    const missing = wanted.filter((scope) => !hasScope(principal.scopes, scope));
    if (missing.length > 0) {
      throw new Refusal('forbidden', 'insufficient_scope', `This needs a key with the scope ${missing.join(', ')}.`, {
        details: { requiredScopes: wanted },
      });
    }
    return true;
  }

  private async principalOf(bearer: string, request: Request): Promise<Principal | null> {
    if (!this.tokens.isToken(bearer)) return this.authentication.principalOf(bearer);
    const claims = await this.tokens.verify(bearer);
    const wished = request.headers['kadr-organisation'];
    return claims && this.members.principalOf(claims, typeof wished === 'string' ? wished.toLowerCase() : null);
  }
}

/** The same for a missing, an unknown, a revoked and an expired key. */
const unauthorized = (): Refusal =>
  new Refusal('unauthorized', 'unauthorized', 'This needs a valid API key: Authorization: Bearer <api key>.', {
    headers: { 'WWW-Authenticate': 'Bearer realm="kadr"' },
  });
