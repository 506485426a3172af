import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import {
  AddressLimits,
  crossOrigin,
  HttpConfig,
  NestLogger,
  notFound,
  Overload,
  parseQuery,
  RELEASE,
  requestTrace,
  type Role,
  ROLES,
  sendProblem,
  Shutdown,
  useBodies,
} from '#platform';
import { type NextFunction, type Request, type Response } from 'express';
import { AppModule, type AppOptions } from './app.module.js';
import { serveOpenApi } from './openapi/serve.js';
import { serveStudio } from './studio.js';

/** Routes that read their own `multipart/form-data`. */
/** The second one takes any body, and reads none (RFC 8058). */
const MULTIPART_PATHS = ['/v1/assets', '/a/leave/'];
/** Routes that take pictures as `data:` addresses: two of 10 MB each, a third longer as base64, and what stands around them. */
const LARGE_BODIES = { paths: ['/v1/clips', '/v1/generations'], maxBytes: 32 * 1024 * 1024 };

/** Tables of rows: a thousand orders of some forty members each. */
const FILE_BODIES = {
  paths: ['/v1/batches'],
  mediaTypes: ['text/csv', 'application/x-ndjson'],
  maxBytes: 5 * 1024 * 1024,
  maxJsonValues: 60_000,
};

/** For uploads: 2 GB within it are 600 kB/s. Bodies of JSON have a shorter time of their own. */
const REQUEST_TIMEOUT_MS = 60 * 60_000;
/** Above the 60 s after which balancers let go of a connection: whoever lets go second never sends into a closed one. */
const KEEP_ALIVE_MS = 75_000;
const HEADERS_TIMEOUT_MS = 80_000;

/** The application, not yet listening. */
export async function createApp(options: AppOptions = {}): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(options), {
    logger: new NestLogger(),
    bodyParser: false,
    abortOnError: false,
  });
  return configureApp(app);
}

/** What surrounds the routes; specs that build the module by themselves call it too. */
export function configureApp(app: NestExpressApplication): NestExpressApplication {
  app.disable('x-powered-by');
  app.set('query parser', parseQuery);
  app.set('etag', false);
  app.set('trust proxy', [...app.get(HttpConfig).trustedProxies]);
  app.use(requestTrace);
  app.use(app.get(Shutdown).endConnections);
  app.use((_: Request, response: Response, next: NextFunction) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    // A page that was loaded before a new release learns of it.
    response.setHeader('Kadr-Version', RELEASE);
    next();
  });
  app.use(crossOrigin(app.get(HttpConfig).corsOrigins));
  if (!app.get<ReadonlySet<Role>>(ROLES).has('api')) app.use(observersOnly);
  useBodies(app, { multipartPaths: MULTIPART_PATHS, largeBodies: LARGE_BODIES, fileBodies: FILE_BODIES, formPaths: ['/a/'] });
  app.use(app.get(Overload).shed);
  const limits = app.get(AddressLimits);
  app.use(['/docs', '/docs-json', '/docs-yaml', '/openapi.json'], (request: Request, response: Response, next: NextFunction) => {
    try {
      limits.takePublic(request, response);
      next();
    } catch (error) {
      sendProblem(error, request, response);
    }
  });
  serveOpenApi(app);
  if (app.get<ReadonlySet<Role>>(ROLES).has('api')) serveStudio(app);
  // Node's own five minutes would cut off what is large and comes over a slow line; how slow a body may be, its reader says.
  const server = app.getHttpServer();
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  return app;
}

/** A process without the role `api` can be observed, and nothing else. */
function observersOnly(request: Request, response: Response, next: NextFunction): void {
  if (/^\/(health|metrics)(\/|$)/.test(request.path)) next();
  else sendProblem(notFound(), request, response);
}
