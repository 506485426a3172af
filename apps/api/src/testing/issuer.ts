import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export const AUDIENCE = 'kadr';
export const CLIENT = { id: 'kadr-studio', secret: 'a-secret:with/signs+and%' };

interface TokenOptions {
  readonly kid?: string;
  readonly expiresIn?: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly key?: CryptoKey;
}

/** What a code stands for, until it is exchanged. */
interface Grant {
  readonly challenge: string;
  readonly nonce: string;
  readonly redirectUri: string;
  readonly claims: JWTPayload;
}

/** An issuer of tokens on this machine, where people sign in as well: OpenID Connect, authorization code with PKCE. */
export class Issuer {
  readonly keys = new Map<string, { readonly alg: string; readonly privateKey: CryptoKey; readonly publicKey: CryptoKey }>();
  isDown = false;
  /** Who signs in next; null: they say no. */
  person: JWTPayload | null = null;
  /** What is wrong with the next ID tokens. */
  lie: JWTPayload & TokenOptions = {};
  private readonly grants = new Map<string, Grant>();
  private server: Server | null = null;

  get url(): string {
    return `http://127.0.0.1:${(this.server?.address() as AddressInfo).port}/`;
  }

  get env(): Record<string, string> {
    return {
      ...{ KADR_AUTH_JWKS_URL: `${this.url}jwks`, KADR_AUTH_ISSUER: this.url, KADR_AUTH_AUDIENCE: AUDIENCE },
      ...{ KADR_AUTH_CLIENT_ID: CLIENT.id, KADR_AUTH_CLIENT_SECRET: CLIENT.secret },
    };
  }

  async start(): Promise<void> {
    this.server = createServer((request, response) => {
      void this.answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
    });
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
  }

  stop(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  async addKey(kid: string, alg: string): Promise<void> {
    this.keys.set(kid, { alg, ...(await generateKeyPair(alg, { extractable: true })) });
  }

  async token(claims: JWTPayload, { kid = 'rs', expiresIn = '5m', ...over }: TokenOptions = {}): Promise<string> {
    const known = this.keys.get(kid);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: known?.alg ?? 'RS256', kid })
      .setIssuedAt()
      .setIssuer(over.issuer ?? this.url)
      .setAudience(over.audience ?? AUDIENCE)
      .setExpirationTime(expiresIn)
      .sign(over.key ?? known?.privateKey ?? (await generateKeyPair('RS256')).privateKey);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.isDown) return void response.writeHead(500).end();
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    if (pathname === '/authorize') return this.authorize(searchParams, response);
    const [status, body] = await this.json(pathname, request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  private async json(pathname: string, request: IncomingMessage): Promise<[number, object]> {
    switch (pathname) {
      case '/jwks': {
        const keys = [...this.keys].map(async ([kid, { alg, publicKey }]) => ({ ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }));
        return [200, { keys: await Promise.all(keys) }];
      }
      case '/.well-known/openid-configuration':
        return [
          200,
          {
            ...{ issuer: this.url, jwks_uri: `${this.url}jwks` },
            ...{ authorization_endpoint: `${this.url}authorize`, token_endpoint: `${this.url}token` },
            ...{ response_types_supported: ['code'], subject_types_supported: ['public'], code_challenge_methods_supported: ['S256'] },
            id_token_signing_alg_values_supported: ['RS256', 'ES256', 'EdDSA'],
          },
        ];
      case '/token':
        return this.exchange(request);
      default:
        return [404, {}];
    }
  }

  /** As after a form: the person has signed in, or has said no. */
  private authorize(asked: URLSearchParams, response: ServerResponse): void {
    const back = new URL(asked.get('redirect_uri') ?? '');
    back.searchParams.set('state', asked.get('state') ?? '');
    const isKnown = asked.get('client_id') === CLIENT.id && asked.get('response_type') === 'code';
    const isGuarded = asked.get('code_challenge_method') === 'S256' && asked.get('scope')?.split(' ').includes('openid');
    if (!this.person || !isKnown || !isGuarded) {
      back.searchParams.set('error', this.person ? 'invalid_request' : 'access_denied');
    } else {
      const code = randomUUID();
      const [challenge, nonce] = [asked.get('code_challenge') ?? '', asked.get('nonce') ?? ''];
      this.grants.set(code, { challenge, nonce, redirectUri: asked.get('redirect_uri') ?? '', claims: this.person });
      back.searchParams.set('code', code);
    }
    response.writeHead(302, { location: back.href }).end();
  }

  private async exchange(request: IncomingMessage): Promise<[number, object]> {
    const form = new URLSearchParams(await text(request));
    const [id = '', secret = ''] = Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64')
      .toString()
      .split(':');
    // RFC 6749 has both encoded as in forms.
    const isClient = new URLSearchParams(`id=${id}&secret=${secret}`);
    if (isClient.get('id') !== CLIENT.id || isClient.get('secret') !== CLIENT.secret) return [401, { error: 'invalid_client' }];
    const code = form.get('code') ?? '';
    const grant = this.grants.get(code);
    this.grants.delete(code);
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isTheirs = grant && form.get('redirect_uri') === grant.redirectUri && proof === grant.challenge;
    if (!isTheirs || form.get('grant_type') !== 'authorization_code') return [400, { error: 'invalid_grant' }];
    const { kid, expiresIn, issuer, audience = CLIENT.id, key, ...claims } = this.lie;
    const options = { audience, ...(kid && { kid }), ...(expiresIn && { expiresIn }), ...(issuer && { issuer }), ...(key && { key }) };
    const idToken = await this.token({ ...grant.claims, nonce: grant.nonce, ...claims }, options);
    return [200, { access_token: randomUUID(), token_type: 'Bearer', id_token: idToken }];
  }
}
