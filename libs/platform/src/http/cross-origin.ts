import { type NextFunction, type Request, type Response } from 'express';

/** What pages of other origins show: files by signed links, and streams of events. Everything else is for programs. */
const SHOWN_ELSEWHERE = [/^\/v1\/media\//, /^\/v1\/videos\/[^/]+\/events(?:\/live)?$/, /^\/v1\/events\/stream$/, /^\/v1\/live$/];
const ASKED_FOR = 'Authorization, Range, Last-Event-ID, Kadr-Organisation';
const SEEN = 'Content-Length, Content-Range, Accept-Ranges, ETag, Content-Disposition';
/** Two hours: the longest that browsers keep an answer. */
const PREFLIGHT_SECONDS = 7200;

/**
 * Lets pages of these origins, and of no others, read media (with ranges) and event streams. No cookie is ever sent along.
 * @param origins as browsers write them: `https://studio.example.com`
 */
export function crossOrigin(origins: readonly string[]): (request: Request, response: Response, next: NextFunction) => void {
  const known = new Set(origins);
  return (request, response, next) => {
    if (known.size === 0 || !SHOWN_ELSEWHERE.some((path) => path.test(request.path))) return next();
    // Caches must not give one origin's answer to another.
    response.vary('Origin');
    const { origin } = request.headers;
    if (origin === undefined || !known.has(origin)) return next();
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Expose-Headers', SEEN);
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return next();
    response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD');
    response.setHeader('Access-Control-Allow-Headers', ASKED_FOR);
    response.setHeader('Access-Control-Max-Age', String(PREFLIGHT_SECONDS));
    response.status(204).end();
  };
}
