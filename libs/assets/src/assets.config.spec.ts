import { describe, expect, it } from '@jest/globals';
import { assetsConfig } from './assets.config.js';

describe('the settings of assets', () => {
  it('have a value for everything', () => {
    expect(assetsConfig({ KADR_DATA_DIR: '/data', PORT: '3001' })).toEqual({
      workDir: '/data/work',
      storage: { kind: 'file', root: '/data/objects' },
      storageCache: { root: '/data/cache', maxBytes: 10_000_000_000 },
      publicUrl: 'http://localhost:3001',
      ...{ diskFullPercent: 90, uploadsPerOrganisation: 16, uploadsPerProcess: 128, orphanGraceHours: 24, janitorMinutes: 360 },
    });
  });

  it('drop the slash at the end of the public address', () => {
    expect(assetsConfig({ KADR_PUBLIC_URL: 'https://films.example/' }).publicUrl).toBe('https://films.example');
  });

  it('say what is wrong, with what is accepted', () => {
    expect(() => assetsConfig({ KADR_STORAGE_URL: 'ftp://bucket' })).toThrow('KADR_STORAGE_URL cannot be used: it must be file:///folder');
    expect(() => assetsConfig({ KADR_PUBLIC_URL: 'ftp://x' })).toThrow('KADR_PUBLIC_URL');
    expect(() => assetsConfig({ KADR_UPLOADS_PER_PROCESS: '0' })).toThrow('KADR_UPLOADS_PER_PROCESS');
    expect(() => assetsConfig({ KADR_DISK_FULL_PERCENT: '101' })).toThrow('KADR_DISK_FULL_PERCENT');
    expect(() => assetsConfig({ KADR_STORAGE_CACHE_MB: '1' })).toThrow('KADR_STORAGE_CACHE_MB is "1": it must be a whole number from 100');
  });
});
