import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { storageConfig } from './storage.config.js';

function read(env: Record<string, string>) {
  const faults: string[] = [];
  return { storage: storageConfig(env, '/data', faults), faults };
}

describe('the address of the storage', () => {
  it.each([
    ['', '/data/objects'],
    ['file:///srv/kadr%20films', '/srv/kadr films'],
    ['file:films', path.resolve('films')],
  ])('may be a folder: "%s"', (url, root) => {
    expect(read({ KADR_STORAGE_URL: url })).toEqual({ storage: { kind: 'file', root }, faults: [] });
  });

  it('may be a bucket, with the keys of the environment', () => {
    const env = {
      KADR_STORAGE_URL: 's3://films/kadr/one/?endpoint=http://minio:9000&region=eu-1&pathStyle=true',
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'secret',
    };
    expect(read(env)).toEqual({
      storage: {
        ...{ kind: 's3', bucket: 'films', prefix: 'kadr/one/', endpoint: 'http://minio:9000', region: 'eu-1', pathStyle: true },
        credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
      },
      faults: [],
    });
  });

  it('leaves AWS to find its own way', () => {
    expect(read({ KADR_STORAGE_URL: 's3://films', AWS_REGION: 'eu-west-1' }).storage).toEqual({
      ...{ kind: 's3', bucket: 'films', prefix: '', endpoint: null, region: 'eu-west-1', pathStyle: false, credentials: null },
    });
  });

  it('may be a Supabase project', () => {
    expect(read({ KADR_STORAGE_URL: 'supabase://abc.supabase.co/films', KADR_STORAGE_KEY: 'k' })).toEqual({
      storage: { kind: 'supabase', url: 'https://abc.supabase.co/storage/v1', bucket: 'films', prefix: '', key: 'k' },
      faults: [],
    });
    const local = 'supabase://local/films/kadr?endpoint=http://127.0.0.1:54321/storage/v1/';
    expect(read({ KADR_STORAGE_URL: local, SUPABASE_SERVICE_ROLE_KEY: 'k' }).storage).toMatchObject({
      ...{ url: 'http://127.0.0.1:54321/storage/v1', prefix: 'kadr/' },
    });
  });

  it.each([
    'films',
    'ftp://films',
    's3://',
    's3://films?endpoint=ftp://x',
    's3://films?pathStyle=maybe',
    's3://films?secret=x',
    's3://id:secret@films',
    's3://films/.hidden',
    'supabase://host',
    'supabase://user:key@host/films',
    'supabase://host/films?key=x',
  ])('is refused without repeating it: %s', (url) => {
    const { faults } = read({ KADR_STORAGE_URL: url, KADR_STORAGE_KEY: 'k' });
    expect(faults).toEqual([expect.stringContaining('KADR_STORAGE_URL cannot be used: it must be file:///folder')]);
    expect(faults[0]).not.toContain(`"${url}"`);
  });

  it('needs a key where there is no other way in', () => {
    expect(read({ KADR_STORAGE_URL: 'supabase://abc.supabase.co/films' }).faults).toEqual([
      expect.stringContaining('KADR_STORAGE_KEY is not set'),
    ]);
  });
});
