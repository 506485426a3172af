import { randomUUID } from 'node:crypto';
import { type INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ProblemFilter, RequestValidationPipe, setPrincipal } from '#platform';
import request from 'supertest';
import { Models } from '../contracts/models.js';
import { ProviderKeyService } from '../provider-keys/provider-key.service.js';
import { ProviderAvailability } from '../provider-keys/provider-availability.js';
import { ScriptedProvider } from '../testing/scripted-provider.js';
import { calling, type CallProcess, CallSpecs } from '../testing/call-specs.js';
import { type WireProvider } from '../testing/wire-provider.js';
import { ModelsController } from './models.controller.js';
import { ProviderKeysController } from './provider-keys.controller.js';

const SECRET = 'sk-very-secret-a1b2';
let specs: CallSpecs;
let wire: WireProvider;
let worker: CallProcess;
let app: INestApplication;
let availability: ProviderAvailability;
let orgId = randomUUID();

beforeAll(async () => {
  specs = await CallSpecs.begin();
  ({ wire } = specs);
  const providers = wire.settings({ apiKey: null });
  worker = await specs.process(calling({}), { providers });
  const config = { providers: providers.providers ?? new Map() };
  availability = new ProviderAvailability(worker.database, config);
  await availability.start();
  const module = await Test.createTestingModule({
    controllers: [ProviderKeysController, ModelsController],
    providers: [
      { provide: ProviderKeyService, useValue: new ProviderKeyService(worker.calls.keys, worker.calls.admission, availability, config) },
      { provide: Models, useValue: new Models([new ScriptedProvider('wire', 'text-to-video')], availability) },
    ],
  }).compile();
  app = module.createNestApplication();
  app.use((asked: object, _: unknown, next: () => void) => {
    setPrincipal(asked, { orgId, keyId: randomUUID(), scopes: ['admin'] });
    next();
  });
  app.useGlobalPipes(new RequestValidationPipe());
  app.useGlobalFilters(new ProblemFilter());
  await app.init();
});
afterEach(() => void (orgId = randomUUID()));
afterAll(async () => {
  availability.stop();
  await app.close();
  await worker.stop();
  await specs.end();
});

const put = (provider: string, body: object) => request(app.getHttpServer()).put(`/v1/provider-keys/${provider}`).send(body);
const get = (path: string) => request(app.getHttpServer()).get(path);

describe('a provider key', () => {
  it('is shown by its last four characters only, to its organisation only', async () => {
    const answers = [await put('wire', { apiKey: SECRET }), await get('/v1/provider-keys/wire'), await get('/v1/provider-keys')];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers[1]?.body).toEqual({ provider: 'wire', lastFour: 'a1b2', updatedAt: expect.any(String) as unknown });
    for (const { text } of answers) expect(text).not.toContain(SECRET);
    expect(JSON.stringify(await specs.world.sql('SELECT *, encode(sealed, $1) FROM integrations.provider_keys', ['escape']))).not.toContain(
      'very-secret',
    );
    orgId = randomUUID();
    expect((await get('/v1/provider-keys/wire')).status).toBe(404);
    expect((await get('/v1/provider-keys')).body).toMatchObject({ data: [] });
    expect((await request(app.getHttpServer()).delete('/v1/provider-keys/wire')).status).toBe(404);
  });

  it('makes the models of its provider available to its organisation, and to nobody else', async () => {
    const model = async () =>
      ((await get('/v1/models?capability=text-to-video')).body as { data: { available: boolean; unavailableReason: string | null }[] })
        .data[0];
    expect(await model()).toMatchObject({ available: false, unavailableReason: expect.stringContaining('there is no key') as unknown });
    await put('wire', { apiKey: SECRET });
    expect(await model()).toMatchObject({ available: true, unavailableReason: null });
    const owner = orgId;
    orgId = randomUUID();
    expect(await model()).toMatchObject({ available: false });
    orgId = owner;
    await worker.calls.admission.close({ provider: 'wire', owner }, 'no_credit', 'spec');
    await availability.refresh();
    expect(await model()).toMatchObject({ available: false, unavailableReason: expect.stringContaining('credit') as unknown });
    // A new key is taken to work.
    await put('wire', { apiKey: `${SECRET}2` });
    expect(await model()).toMatchObject({ available: true });
    expect((await request(app.getHttpServer()).delete('/v1/provider-keys/wire')).status).toBe(204);
    expect(await model()).toMatchObject({ available: false });
  });

  it.each([[{}], [{ apiKey: 'short' }], [{ apiKey: 'with a space in it' }], [{ apiKey: SECRET, orgId: randomUUID() }], [{ apiKey: 7 }]])(
    'is refused when it is none: %j',
    async (body) => {
      expect((await put('wire', body)).status).toBe(400);
      expect((await get('/v1/provider-keys')).body).toMatchObject({ data: [] });
    },
  );

  it('is for a provider that there is', async () => {
    expect((await put('nobody', { apiKey: SECRET })).status).toBe(404);
    expect((await put('__proto__', { apiKey: SECRET })).status).toBe(404);
  });
});
