import { randomBytes } from 'node:crypto';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { Database, installationConfig, notFound, Public } from '#platform';
import { OidcSignIn, type SignInRefusal } from '../application/oidc-sign-in.js';
import { SignInLinks } from '../application/sign-in-links.js';
import { SessionCookie } from './session-cookie.js';

/** As long as somebody may take to sign in at the issuer. */
const MINUTES = 10;
/** Of the code that the page redeems at once. */
const CODE_SECONDS = 60;
const SECRET_BYTES = 32;
const MAX_PATH = 1000;
/** A page of ours: a path, and no address of somebody else in the shape of one. */
const OWN_PATH = /^\/(?![/\\])[\x21-\x7e]*$/;

/** Signing in at the issuer of members: there and back. What comes of it is a sign-in code, which the page redeems like that of a link. */
@Controller('v1/session/oidc')
export class OidcController {
  /** The issuer sends the browser back from another site: a strict cookie would stay away. */
  private readonly cookie = new SessionCookie(installationConfig().publicUrl, {
    suffix: '-oidc',
    sameSite: 'lax',
    value: /^[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{1,1400}$/,
  });

  constructor(
    private readonly oidc: OidcSignIn,
    private readonly links: SignInLinks,
    private readonly database: Database,
  ) {}

  /** To be opened by a browser, not fetched: neither way is an operation of the API. 404 where `methods` names no issuer. */
  @Get('start')
  @Public()
  @ApiExcludeEndpoint()
  async start(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (this.oidc.label === null) throw notFound();
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const address = await this.oidc.begin(secret);
    response.setHeader('Cache-Control', 'no-store');
    if (!address) return refuse(response, 'issuer_unavailable');
    const value = `${secret}.${Buffer.from(ownPath(request.query['returnTo'])).toString('base64url')}`;
    this.cookie.set(request, response, value, new Date(Date.now() + MINUTES * 60_000));
    lead(response, address.href);
  }

  @Get('callback')
  @Public()
  @ApiExcludeEndpoint()
  async callback(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (this.oidc.label === null) throw notFound();
    response.setHeader('Cache-Control', 'no-store');
    const [secret, path = ''] = this.cookie.read(request)?.split('.') ?? [];
    // It works once, however it ends.
    this.cookie.clear(request, response);
    if (secret === undefined) return refuse(response, 'sign_in_expired');
    const found = await this.oidc.end(secret, new URL(request.originalUrl, 'http://kadr').searchParams);
    if (typeof found === 'string') return refuse(response, found);
    const { code } = await this.database.transaction((tx) => this.links.create(tx, found, CODE_SECONDS, 'oidc'));
    const to = ownPath(Buffer.from(path, 'base64url').toString());
    lead(response, `/sign-in?to=${encodeURIComponent(to)}#${code}`);
  }
}

const ownPath = (wished: unknown): string =>
  typeof wished === 'string' && wished.length <= MAX_PATH && OWN_PATH.test(wished) ? wished : '/create';

/** A person looks at this: the page says it in their language. */
function refuse(response: Response, problem: SignInRefusal | 'sign_in_expired'): void {
  lead(response, `/sign-in?problem=${problem}`);
}

/** Without a body: it would say the address once more. */
function lead(response: Response, address: string): void {
  response.status(302).location(address).end();
}
