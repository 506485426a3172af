import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type NextFunction, type Request, type Response } from 'express';
import { AppModule } from '../app.module.js';
import { type Audience, openApiDocuments } from './document.js';

/** GET /openapi.json (`?audience=all`: with what the public document leaves out) and /docs. */
export function serveOpenApi(app: NestExpressApplication): void {
  let made: Readonly<Record<Audience, OpenAPIObject>> | null = null;
  const documents = () => (made ??= openApiDocuments(app));
  app.use('/openapi.json', (request: Request, response: Response, next: NextFunction) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    response.json(documents()[request.query['audience'] === 'all' ? 'all' : 'public']);
  });
  SwaggerModule.setup('docs', app, () => documents().public, { raw: false, customSiteTitle: 'Kadr API' });
}

/** The documents without a running app: nothing is connected to, nothing is made but the routes. */
export async function describeApi(): Promise<Readonly<Record<Audience, OpenAPIObject>>> {
  const app = await NestFactory.create(AppModule.forRoot({ roles: new Set(['api']) }), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  return openApiDocuments(app);
}
