/** The cookie of a browser's session, and when it counts. */
import { type Request, type Response } from 'express';

const PORT = /:(\d{1,5})$/;
const MAX_AGE_MS = 90 * 24 * 3_600_000;
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

interface CookieKind {
  /** Of its name. */
  readonly suffix: string;
  readonly sameSite: 'strict' | 'lax';
  /** What its value looks like. */
  readonly value: RegExp;
}
const SESSION: CookieKind = { suffix: '', sameSite: 'strict', value: /^[A-Za-z0-9_-]{43}$/ };

/** Reads and sets cookies for an installation that is reached at `publicUrl`. */
export class SessionCookie {
  private readonly publicAddress: URL;

  constructor(
    publicUrl: string,
    private readonly kind: CookieKind = SESSION,
  ) {
    this.publicAddress = new URL(publicUrl);
  }

  /** Null: there is none, or nothing that one of ours could be. */
  read(request: Request): string | null {
    const wanted = `${this.nameFor(request)}=`;
    const found = (request.headers.cookie ?? '').split(';').find((part) => part.trimStart().startsWith(wanted));
    const value = found?.trim().slice(wanted.length) ?? '';
    return this.kind.value.test(value) ? value : null;
  }

  set(request: Request, response: Response, secret: string, expiresAt: Date): void {
    const maxAge = Math.min(MAX_AGE_MS, expiresAt.getTime() - Date.now());
    response.cookie(this.nameFor(request), secret, { ...this.optionsFor(request), maxAge });
  }

  clear(request: Request, response: Response): void {
    response.clearCookie(this.nameFor(request), this.optionsFor(request));
  }

  /**
   * Whether one of our own pages asks. A cookie knows no port: another program on this machine is the same site, and is even sent it. So
   * the browser has to say where the request comes from: by `Sec-Fetch-Site`; where it says nothing, by `Origin`. Neither comes with a GET
   * over plain http from another machine: then null, and only a token that other pages do not know can tell.
   */
  isOwnPage(request: Request): boolean | null {
    const { origin } = request.headers;
    if (origin !== undefined && !this.originsFor(request).includes(origin)) return false;
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined) return site === 'same-origin' || (site === 'none' && isSafe(request));
    return origin !== undefined || (isSafe(request) ? null : false);
  }

  /** `__Host-` binds it to this host and to https; without https the port in its name keeps installations on one host apart. */
  private nameFor(request: Request): string {
    if (this.isHttps(request)) return `__Host-kadr${this.kind.suffix}`;
    return `kadr-${PORT.exec(request.get('host') ?? '')?.[1] ?? '80'}${this.kind.suffix}`;
  }

  private optionsFor(request: Request) {
    return { httpOnly: true, sameSite: this.kind.sameSite, path: '/', secure: this.isHttps(request) } as const;
  }

  /** A proxy in front may speak http with us and https with the browser. */
  private isHttps(request: Request): boolean {
    return request.secure || (this.publicAddress.protocol === 'https:' && request.get('host') === this.publicAddress.host);
  }

  private originsFor(request: Request): string[] {
    return [`${this.isHttps(request) ? 'https' : 'http'}://${request.get('host') ?? ''}`, this.publicAddress.origin];
  }
}

export const isSafe = ({ method }: Pick<Request, 'method'>): boolean => SAFE.has(method);
