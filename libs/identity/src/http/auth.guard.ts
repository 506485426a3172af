import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Request, type Response } from 'express';
import { AddressLimits, hasScope, type Principal, rateLimited, Refusal, ROUTE_METADATA, setPrincipal } from '#platform';
import { Authentication } from '../application/authentication.js';
import { FamiliarKeys } from '../application/familiar-keys.js';
import { Members } from '../application/members.js';
import { MemberTokens } from '../application/member-tokens.js';
import { CookieCallers } from './cookie-callers.js';

/** Keys are short; tokens of members carry their claims. */
const BEARER = /^Bearer ([\x21-\x7e]{1,8000})$/i;
/** What every prober asks for, often, and costs nothing. */
const UNCOUNTED = /^\/(health|metrics)(\/|$)/;

/**
 * Lets in who has a valid key with the scopes of the route; routes marked `@Public()` are open, so and so often by address. An address
 * that has guessed too often is refused before its key is looked up, unless the key is one that was valid a while ago: customers may
 * share an address with whoever guesses.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly authentication: Authentication,
    private readonly tokens: MemberTokens,
    private readonly members: Members,
    private readonly reflector: Reflector,
    private readonly limits: AddressLimits,
    private readonly familiar: FamiliarKeys,
    private readonly cookies: CookieCallers,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const places = [context.getHandler(), context.getClass()];
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (this.reflector.getAllAndOverride<boolean>(ROUTE_METADATA.isPublic, places)) {
      if (!UNCOUNTED.test(request.path)) this.limits.takePublic(request, http.getResponse<Response>());
      return true;
    }
    const principal = await this.authenticate(request);
    const wanted = this.reflector.getAllAndOverride<readonly string[]>(ROUTE_METADATA.scopes, places) ?? [];
    const missing = wanted.filter((scope) => !hasScope(principal.scopes, scope));
    if (missing.length > 0) {
      throw new Refusal('forbidden', 'insufficient_scope', `This needs a key with the scope ${missing.join(', ')}.`, {
        details: { requiredScopes: wanted },
      });
    }
    return true;
  }

  /** A key or token goes before a cookie, also where it opens nothing. @throws Refusal `unauthorized`, `rate_limited`, `csrf` */
  private async authenticate(request: Request): Promise<Principal> {
    const { authorization } = request.headers;
    const key = BEARER.exec(authorization ?? '')?.[1];
    const secret = authorization === undefined ? this.cookies.secretOf(request) : null;
    const shown = key ?? secret;
    if (shown !== null) {
      const guesses = this.limits.guesses(request);
      if (!guesses.isAllowed && !this.familiar.has(shown) && !this.limits.secondLook(request)) throw rateLimited(guesses);
      const principal = key === undefined ? await this.cookies.principalOf(shown, request) : await this.principalOf(key, request);
      if (principal) {
        this.familiar.add(shown);
        setPrincipal(request, principal, authorization ?? shown);
        return principal;
      }
    }
    const guesses = this.limits.guessed(request);
    throw guesses.isAllowed ? unauthorized() : rateLimited(guesses);
  }

  private async principalOf(bearer: string, request: Request): Promise<Principal | null> {
    if (!this.tokens.isToken(bearer)) return this.authentication.principalOf(bearer);
    const claims = await this.tokens.verify(bearer);
    const wished = request.headers['kadr-organisation'];
    return claims && this.members.principalOf(claims, typeof wished === 'string' ? wished.toLowerCase() : null);
  }
}

/** The same for a missing, an unknown, a revoked and an expired key. */
export const unauthorized = (): Refusal =>
  new Refusal('unauthorized', 'unauthorized', 'This needs a valid API key: Authorization: Bearer <api key>.', {
    headers: { 'WWW-Authenticate': 'Bearer realm="kadr"' },
  });
