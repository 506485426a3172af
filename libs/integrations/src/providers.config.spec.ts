import { describe, expect, it } from '@jest/globals';
import { integrationsConfig } from './integrations.config.js';

const read = (env: Record<string, string> = {}) => integrationsConfig(env).providers;

describe('the settings of providers', () => {
  it('know every provider, none of them with a key', () => {
    const { providers, callbackUrl, secretsKey } = read();
    expect([...providers.keys()]).toEqual([
      'kie',
      'runware',
      'runway',
      'openai',
      'gemini',
      'pexels',
      'wikimedia',
      'openverse',
      'edge',
      'fantaprojekt',
    ]);
    for (const { apiKey, needsKey } of providers.values()) expect([apiKey, needsKey]).toEqual([null, true]);
    expect(providers.get('kie')).toMatchObject({ baseUrl: 'https://api.kie.ai', rate: { count: 20, seconds: 10 }, concurrency: 100 });
    expect([callbackUrl, secretsKey]).toEqual([null, null]);
  });

  it('open what asks for no key only where somebody wants to go online, and never for a key', () => {
    const open = (env: Record<string, string>) => {
      const { providers } = read(env);
      return [...providers].flatMap(([name, { needsKey }]) => (needsKey ? [] : [name]));
    };
    expect(open({ KADR_PROVIDERS_WIKIMEDIA_API_KEY: 'k' })).toEqual([]);
    expect(open({ KADR_ONLINE: '1' })).toEqual(['wikimedia', 'openverse', 'edge']);
    expect(() => open({ KADR_ONLINE: 'perhaps' })).toThrow('KADR_ONLINE');
    expect(read({ KADR_PROVIDERS_WIKIMEDIA_API_KEY: 'k' }).providers.get('wikimedia')?.apiKey).toBeNull();
  });

  it('take keys, addresses and rates', () => {
    const { providers } = read({
      ...{ KADR_PROVIDERS_KIE_API_KEY: ' k ', KADR_PROVIDERS_KIE_RATE: '5/60', KADR_PROVIDERS_PEXELS_RATE: 'none' },
      ...{ KADR_PROVIDERS_OPENAI_BASE_URL: 'http://localhost:11434/v1/', KADR_PROVIDERS_GEMINI_BASE_URL: 'http://localhost:9' },
    });
    expect(providers.get('kie')).toMatchObject({ apiKey: 'k', rate: { count: 5, seconds: 60 } });
    expect(providers.get('pexels')).toMatchObject({ rate: null });
    expect(providers.get('openai')).toMatchObject({ baseUrl: 'http://localhost:11434/v1', needsKey: false });
    expect(providers.get('gemini')).toMatchObject({ needsKey: true });
  });

  it('are called back only where they were told that they can be', () => {
    expect(read({ KADR_PUBLIC_URL: 'https://films.example/' }).callbackUrl).toBe('https://films.example');
  });

  it('name every wrong variable at once, and repeat no secret', () => {
    const wrong = {
      ...{ KADR_PROVIDERS_KIE_RATE: '20', KADR_PROVIDERS_OPENAI_BASE_URL: 'localhost', KADR_SECRETS_KEY: 'c2hvcnQtc2VjcmV0' },
      ...{ KADR_PROVIDER_DEADLINE_SECONDS: '0', KADR_TASK_RETENTION_DAYS: 'x' },
    };
    const reading = () => read(wrong);
    for (const name of Object.keys(wrong)) expect(reading).toThrow(name);
    expect(reading).not.toThrow('c2hvcnQtc2VjcmV0');
  });
});
