import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import {
  AddressLimits,
  CurrentPrincipal,
  Database,
  notFound,
  type Principal,
  Problems,
  Public,
  type Queryable,
  rateLimited,
  RELEASE,
  validationFailed,
} from '#platform';
import { Authentication } from '../application/authentication.js';
import { OidcSignIn } from '../application/oidc-sign-in.js';
import { Organisations } from '../application/organisations.js';
import { type Opener, openerOf, Sessions, type SignInWay } from '../application/sessions.js';
import { SignInLinks } from '../application/sign-in-links.js';
import { unauthorized } from './auth.guard.js';
import { CookieCallers } from './cookie-callers.js';
import { OpenedSessionResponse, SessionResponse, SignInMethodsResponse, SignInRequest } from './session.response.js';

const MAX_USER_AGENT = 200;

/** The session of a browser: how it begins, what it is and how it ends. */
@ApiTags('session')
@Controller('v1/session')
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly links: SignInLinks,
    private readonly authentication: Authentication,
    private readonly organisations: Organisations,
    private readonly cookies: CookieCallers,
    private readonly limits: AddressLimits,
    private readonly oidc: OidcSignIn,
    private readonly database: Database,
  ) {}

  @Get('methods')
  @Public()
  @ApiOperation({ summary: 'How one can sign in here', description: 'For the page that offers it.' })
  @ApiOkResponse({ type: SignInMethodsResponse, description: 'The ways there are' })
  methods(): SignInMethodsResponse {
    const { label } = this.oidc;
    return { link: true, apiKey: true, oidc: label === null ? null : { label } };
  }

  @Post()
  @Public()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Sign a browser in: by the code of a link, or by an API key',
    description: 'Exactly one of both. Sets a cookie that counts for our own pages only. The session never may more than what opened it.',
  })
  @ApiBody({ type: SignInRequest, examples: { code: { value: { code: 'q9mJqPqkW3pRr1xQv6aS2w' } } } })
  @ApiCreatedResponse({ type: OpenedSessionResponse, description: 'Signed in; the cookie is in `Set-Cookie`' })
  @Problems('unauthorized', 'sign_in_code_used', 'sign_in_code_expired', 'csrf')
  async open(
    @Body() { code, apiKey }: SignInRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<OpenedSessionResponse> {
    this.cookies.mustBeOwnPage(request);
    if ((code === undefined) === (apiKey === undefined)) {
      throw validationFailed([{ path: '', message: 'must have exactly one of code and apiKey' }]);
    }
    const guesses = this.limits.guesses(request);
    if (!guesses.isAllowed) throw rateLimited(guesses);
    const opened = await this.database.transaction(async (tx) => {
      if (code === undefined) return this.opened(tx, await this.byKey(apiKey ?? ''), 'apiKey', request);
      const redeemed = await this.links.redeem(tx, code);
      return this.opened(tx, redeemed, redeemed?.way ?? 'link', request);
    });
    if (!opened) {
      const left = this.limits.guessed(request);
      throw left.isAllowed ? unauthorized() : rateLimited(left);
    }
    this.cookies.cookie.set(request, response, opened.secret, opened.expiresAt);
    response.setHeader('Cache-Control', 'no-store');
    return { csrfToken: opened.csrfToken };
  }

  @Get()
  @ApiOperation({ summary: 'Who is signed in, and what they may do', description: 'Of the session that asks; 404 for a key or token.' })
  @ApiOkResponse({ type: SessionResponse, description: 'The session' })
  @Problems('not_found')
  async get(@CurrentPrincipal() principal: Principal): Promise<SessionResponse> {
    const { orgId, session, member, scopes } = principal;
    if (!session) throw notFound();
    const [{ id, name, plan }, organisations] = await Promise.all([
      this.organisations.get(orgId),
      this.sessions.organisationsOf(principal),
    ]);
    return {
      organisation: { id, name, plan },
      organisations,
      member: member ? { ...member, scopes } : null,
      scopes,
      expiresAt: session.expiresAt.toISOString(),
      version: RELEASE,
    };
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Sign out',
    description: 'Ends the session that asks, everywhere with the next request; 404 for a key or token.',
  })
  @ApiNoContentResponse({ description: 'Signed out' })
  @Problems('not_found')
  async end(
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    if (!principal.session) throw notFound();
    await this.sessions.endOwn(principal);
    this.cookies.cookie.clear(request, response);
  }

  private async byKey(apiKey: string): Promise<Opener | null> {
    const principal = await this.authentication.principalOf(apiKey);
    return principal && openerOf(principal);
  }

  /** A link whose maker is no longer let in stays as it was: nothing is kept. */
  private async opened(tx: Queryable, opener: Opener | null, way: SignInWay, request: Request) {
    if (!opener) return null;
    const userAgent =
      request
        .get('user-agent')
        ?.replace(/\p{Cc}/gu, '')
        .slice(0, MAX_USER_AGENT) ?? null;
    const opened = await this.sessions.open(tx, opener, way, userAgent);
    if (!opened) throw unauthorized();
    return opened;
  }
}
