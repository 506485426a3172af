import { describe, expect, it } from '@jest/globals';
import { integrationsConfig } from './integrations.config.js';

describe('the settings of integrations', () => {
  it('have a value for everything', () => {
    expect(integrationsConfig({ KADR_DATA_DIR: '/data', PORT: '3001' })).toMatchObject({
      redisUrl: null,
      retryBaseMs: 1000,
      leaseMs: 30_000,
      workDir: '/data/work',
      storage: { kind: 'file', root: '/data/objects' },
      storageCache: { root: '/data/cache', maxBytes: 10_000_000_000 },
      publicUrl: 'http://localhost:3001',
    });
  });

  it('drop the slash at the end of the public address', () => {
    expect(integrationsConfig({ KADR_PUBLIC_URL: 'https://films.example/' }).publicUrl).toBe('https://films.example');
  });

  it('name every wrong variable at once, with what it accepts', () => {
    const wrong = {
      KADR_CONCURRENCY_VIDEO: '0',
      KADR_RETRY_BASE_MS: '1.5',
      KADR_STORAGE_URL: 'ftp://bucket',
      REDIS_URL: 'localhost',
      KADR_PUBLIC_URL: 'ftp://x',
    };
    const read = () => integrationsConfig(wrong);
    for (const name of Object.keys(wrong)) expect(read).toThrow(name);
    expect(read).toThrow('KADR_CONCURRENCY_VIDEO is "0": a whole number from 1 to 1000');
  });
});
