import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';
import { type PrivateServices, startServices } from './services.js';

describe('the private services of a spec', () => {
  let services: PrivateServices;
  beforeAll(async () => {
    services = await startServices({ only: ['postgres', 'redis'] });
  });
  afterAll(() => services.stop());

  const answers = async () => {
    const client = new pg.Client({ connectionString: services.databaseUrl() });
    await client.connect();
    await client.end();
  };

  it('are not those of the run', () => {
    expect(services.databaseUrl()).not.toContain(new URL(process.env['KADR_TEST_DATABASE_URL'] ?? '').host);
    expect(Object.keys(services.env).sort()).toEqual(['DATABASE_URL', 'REDIS_URL']);
  });

  it('are down when killed and back when started again', async () => {
    await services.kill('postgres');
    expect(services.pid('postgres')).toBeNull();
    await expect(answers()).rejects.toThrow('ECONNREFUSED');
    await services.restart('postgres');
    await answers();
  });

  it('have a cluster of their own, which begins empty', async () => {
    const tables = async (of: PrivateServices, statement: string) => {
      const client = new pg.Client({ connectionString: of.databaseUrl() });
      await client.connect();
      await client.query(statement);
      const { rows } = await client.query<{ tablename: string }>("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
      await client.end();
      return rows.map(({ tablename }) => tablename);
    };
    expect(await tables(services, 'CREATE TABLE written ()')).toEqual(['written']);
    const others = await startServices({ only: ['postgres'] });
    try {
      expect(await tables(others, 'CREATE TABLE other ()')).toEqual(['other']);
      expect(await tables(services, 'SELECT 1')).toEqual(['written']);
    } finally {
      await others.stop();
    }
  });

  it('keep their data unless it is wiped', async () => {
    const redis = new Redis(services.env['REDIS_URL'] ?? '', { lazyConnect: true, retryStrategy: () => null });
    const whileUp = async <T>(use: () => Promise<T>): Promise<T> => {
      await redis.connect();
      const value = await use();
      redis.disconnect();
      return value;
    };
    await whileUp(() => redis.set('kept', 'yes'));
    await services.kill('redis');
    await services.restart('redis');
    expect(await whileUp(() => redis.get('kept'))).toBe('yes');
    expect(() => services.wipe('redis')).toThrow('must be down');
    await services.kill('redis');
    services.wipe('redis');
    await services.restart('redis');
    expect(await whileUp(() => redis.get('kept'))).toBeNull();
  });
});
