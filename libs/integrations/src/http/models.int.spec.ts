import { randomUUID } from 'node:crypto';
import { type INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProblemFilter, RequestValidationPipe, setPrincipal } from '#platform';
import request from 'supertest';
import { Models } from '../contracts/models.js';
import { instantProviders } from '../testing/instant-provider.js';
import { ModelsController } from './models.controller.js';

let app: INestApplication;

beforeAll(async () => {
  const module = await Test.createTestingModule({
    controllers: [ModelsController],
    providers: [{ provide: Models, useValue: new Models(instantProviders()) }],
  }).compile();
  app = module.createNestApplication();
  app.use((asked: object, _: unknown, next: () => void) => {
    setPrincipal(asked, { orgId: randomUUID(), keyId: randomUUID(), scopes: [] });
    next();
  });
  app.useGlobalPipes(new RequestValidationPipe());
  app.useGlobalFilters(new ProblemFilter());
  await app.init();
});
afterAll(() => app?.close());

const get = (url: string) => request(app.getHttpServer() as Parameters<typeof request>[0]).get(url);

describe('GET /v1/models', () => {
  it('lists all models', async () => {
    const { body } = await get('/v1/models').expect(200);
    const { data, nextCursor } = body as { data: { id: string; available: boolean }[]; nextCursor: null };
    expect(nextCursor).toBeNull();
    expect(data.find(({ id }) => id === 'ffmpeg')).toEqual({
      ...{ id: 'ffmpeg', provider: 'ffmpeg', capability: 'render', durationsSeconds: null, aspectRatios: null, unit: 'call' },
      ...{ priceMicros: 0, available: true, unavailableReason: null, successor: null, retiredOn: null },
    });
  });

  it('lists what can do one thing', async () => {
    const { body } = await get('/v1/models?capability=voice').expect(200);
    expect((body as { data: object[] }).data).toEqual([expect.objectContaining({ id: 'local:speech', capability: 'voice' })]);
  });

  it.each(['/v1/models?capability=magic', '/v1/models?unknown=1'])('refuses %s', (url) => get(url).expect(400));
});
