import { describe, expect, it } from '@jest/globals';
import { RequestValidationPipe } from '#platform';
import { CreateWebhookEndpointRequest, UpdateWebhookEndpointRequest } from './webhooks.request.js';

const pipe = new RequestValidationPipe();
const faultsOf = async (metatype: new () => object, body: unknown): Promise<string[]> => {
  try {
    await pipe.transform(body, { type: 'body', metatype });
    return [];
  } catch (error) {
    return [...new Set((error as { errors: { path: string }[] }).errors.map(({ path }) => path))].sort();
  }
};
const URL = 'https://films.example/hook';

describe('an endpoint that is made', () => {
  it.each([
    [{}, ['url']],
    [{ url: null, events: null }, ['url']],
    [{ url: URL }, []],
    [{ events: ['job.*'] }, ['url']],
    [{ url: URL, events: [] }, ['events']],
    [{ url: URL, events: ['job.*'] }, []],
    [{ url: URL, events: ['job.*'], description: null, metadata: null, payload: null, isEnabled: null }, []],
  ])('needs an address: %j', async (body, faults) => expect(await faultsOf(CreateWebhookEndpointRequest, body)).toEqual(faults));
});

describe('the address of an endpoint', () => {
  it.each([[` ${URL} `], [`\n${URL}\r\n`], ['https://films.exa\tmple/hook'], [`\u00a0${URL}`]])(
    'is kept as it is asked: %j',
    async (url) => {
      for (const metatype of [CreateWebhookEndpointRequest, UpdateWebhookEndpointRequest])
        expect(await pipe.transform({ url }, { type: 'body', metatype })).toMatchObject({ url: URL });
    },
  );
});

describe('an endpoint that is changed', () => {
  it.each([
    [{}, []],
    [{ isEnabled: false }, []],
    [{ url: null, events: null }, []],
    [{ events: [] }, ['events']],
    [{ url: 7 }, ['url']],
  ])('is told only what is to be other: %j', async (body, faults) =>
    expect(await faultsOf(UpdateWebhookEndpointRequest, body)).toEqual(faults),
  );
});
