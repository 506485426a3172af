import { type NestExpressApplication } from '@nestjs/platform-express';
import { json, type NextFunction, type Request, type Response } from 'express';
import { sendProblem } from '../problems/problem.filter.js';
import { Refusal } from '../problems/refusal.js';

export const MAX_BODY_BYTES = 1024 * 1024;

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/** The bytes of a JSON body as they came, for signatures over them. Undefined for other bodies. */
export const rawBodyOf = (request: object): Buffer | undefined => (request as { rawBody?: Buffer }).rawBody;

export interface BodySettings {
  /** Paths below which `multipart/form-data` is left for the route to read. */
  readonly multipartPaths: readonly string[];
  /** Paths that take larger JSON, e.g. with pictures inside, from callers who say who they are. */
  readonly largeBodies?: { readonly paths: readonly string[]; readonly maxBytes: number };
}

/** JSON bodies up to 1 MB (or as the settings say), and a problem document for everything that is wrong with one. The app is created with
 * `{ bodyParser: false, rawBody: true }`. */
export function useBodies(app: NestExpressApplication, { multipartPaths, largeBodies }: BodySettings): void {
  app.use((request: Request, response: Response, next: NextFunction) => {
    const type = request.headers['content-type'] ?? '';
    const isMultipart = /^multipart\/form-data\s*;/i.test(type) && multipartPaths.some((path) => request.path.startsWith(path));
    if (!hasBody(request) || isMultipart || JSON_TYPE.test(type)) return next();
    const said = type === '' ? 'The body has no Content-Type' : `The body's type "${type.slice(0, 100)}" is not supported`;
    sendProblem(new Refusal('unsupported-media-type', 'unsupported_media_type', `${said}; send application/json.`), request, response);
  });
  const type = (request: { headers: Record<string, unknown> }): boolean => JSON_TYPE.test(String(request.headers['content-type'] ?? ''));
  if (largeBodies) {
    const readLarge = json({ limit: largeBodies.maxBytes, type });
    app.use(largeBodies.paths, (request: Request, response: Response, next: NextFunction) => {
      // Whoever says nothing of himself is refused anyway, and should not fill our memory first.
      if (request.method === 'POST' && request.headers.authorization !== undefined) readLarge(request, response, next);
      else next();
    });
  }
  app.useBodyParser('json', { limit: MAX_BODY_BYTES, type });
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    sendProblem(refusalOf(error), request, response);
  });
}

const hasBody = ({ headers }: Request): boolean => headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** `type` is what body-parser calls its errors: https://github.com/expressjs/body-parser#errors */
function refusalOf(error: unknown): unknown {
  const { type, message, limit } = error as { type?: unknown; message?: unknown; limit?: unknown };
  switch (type) {
    case 'entity.too.large':
      return new Refusal(
        'too-large',
        'payload_too_large',
        `A body may have ${typeof limit === 'number' ? limit : MAX_BODY_BYTES} bytes at most.`,
      );
    case 'entity.parse.failed':
      return new Refusal('invalid', 'malformed_json', `The body is no JSON: ${String(message)}`);
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return new Refusal('unsupported-media-type', 'unsupported_media_type', `${String(message)}; send UTF-8.`);
    case 'request.aborted':
    case 'request.size.invalid':
      return new Refusal('invalid', 'incomplete_body', 'The body ended before its announced length.');
    default:
      return error;
  }
}
