import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import sirv from 'sirv';
import { notFound, sendProblem } from '#platform';
import { prefersPage } from './prefers-page.js';

/** What the API, pages without script and observers answer by themselves. `/webhooks` itself is a page; beneath it providers call. */
const NOT_THE_STUDIO = /^\/(webhooks\/|(v1|api|a|status|docs|docs-json|docs-yaml|openapi\.json|health|metrics)(\/|$))/;
const FILES = '/_studio';
/** Beside the compiled API. */
const BUILT = path.join(import.meta.dirname, '../../web');

const NOT_BUILT = 'Kadr runs, but its studio is not built: run "npm run build", then start again. The API is described at /docs.';

/** Nothing from elsewhere, nothing within the page: files of storages come through us as well. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/**
 * Serves the built studio: its files under names that hold their digest, for ever; and one page for whatever else a browser wants to
 * see. Programs that ask for the same addresses get what the API answers.
 */
export function serveStudio(app: NestExpressApplication, folder = BUILT): void {
  const isBuilt = existsSync(path.join(folder, FILES));
  const shell = isBuilt ? shellOf(readFileSync(path.join(folder, 'index.html'))) : notBuilt;
  const files = isBuilt
    ? sirv(folder, { immutable: true, maxAge: 31_536_000, brotli: true, gzip: true, etag: true, extensions: [] })
    : null;
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    const unknown = (): void => sendProblem(notFound(), request, response);
    if (request.path.startsWith(`${FILES}/`)) return files ? files(request, response, unknown) : unknown();
    if (NOT_THE_STUDIO.test(request.path)) return next();
    response.vary('Accept');
    return prefersPage(request) ? shell(request, response, next) : next();
  });
}

function shellOf(html: Buffer): RequestHandler {
  const etag = `"${createHash('sha256').update(html).digest('base64url').slice(0, 27)}"`;
  return (request, response) => {
    response.set({
      'Cache-Control': 'no-cache',
      'Content-Security-Policy': POLICY,
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
      ETag: etag,
    });
    if (request.headers['if-none-match']?.includes(etag)) response.status(304).end();
    else response.type('html').send(html);
  };
}

const notBuilt: RequestHandler = (request, response, next) => {
  if (request.path !== '/') next();
  else response.set('Cache-Control', 'no-store').type('text').send(`${NOT_BUILT}\n`);
};
