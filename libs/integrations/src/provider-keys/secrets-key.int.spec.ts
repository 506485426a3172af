import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Database, platformMigrations, SecretsKey } from '#platform';
import { createTestDatabase, type TestDatabase } from '#platform/testing';
import { tasksMigrations } from '#tasks';
import { integrationsMigrations } from '../integrations.migrations.js';
import { ProviderKeys, SEALED_KEYS } from './provider-keys.js';
import { providersConfig } from '../providers.config.js';

let test: TestDatabase;
let database: Database;
let root: string;
beforeAll(async () => {
  test = await createTestDatabase([...platformMigrations, ...tasksMigrations, ...integrationsMigrations]);
  database = test.database;
  root = await mkdtemp(path.join(tmpdir(), 'kadr-secrets-'));
}, 60_000);
afterAll(async () => {
  await test.close();
  await rm(root, { recursive: true, force: true });
});
beforeEach(() => database.query('TRUNCATE integrations.provider_keys, integrations.secrets_key'));

/** A process with a data folder of its own unless one is named. */
const started = (given: Buffer | null = null, folder: string = randomUUID()) => {
  const secrets = new SecretsKey(database, given, path.join(root, folder), SEALED_KEYS);
  const keys = new ProviderKeys(database, providersConfig({}), secrets);
  return { secrets, store: () => keys.set(randomUUID(), 'kie', 'a key of KIE') };
};

describe('D14: the key that seals provider keys', () => {
  it('may be any while nothing is stored', async () => {
    for (const given of [null, randomBytes(32)]) await expect(started(given).secrets.verify()).resolves.toBeUndefined();
  });

  it('is the same in every process from then on, and a start with another is refused', async () => {
    const key = randomBytes(32);
    await started(key).store();
    await expect(started(key).secrets.verify()).resolves.toBeUndefined();
    await expect(started(null).secrets.verify()).rejects.toThrow('KADR_SECRETS_KEY is not set, and this process has no key');
    await expect(started(randomBytes(32)).secrets.verify()).rejects.toThrow('KADR_SECRETS_KEY is another one');
  });

  it('is that of the file where none is set, for processes that share the folder alone', async () => {
    await started(null, 'shared').store();
    await expect(started(null, 'shared').secrets.verify()).resolves.toBeUndefined();
    await (await started(null, 'another').secrets.box()).seal('x', 'y');
    await expect(started(null, 'another').secrets.verify()).rejects.toThrow('holds another one');
  });

  it('stores nothing where others have begun with another key meanwhile', async () => {
    const [one, other] = [started(randomBytes(32)), started(randomBytes(32))];
    await Promise.all([one.secrets.verify(), other.secrets.verify()]);
    await one.store();
    await expect(other.store()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await database.query('SELECT FROM integrations.provider_keys')).toHaveLength(1);
  });

  it('is known by what it opens where an earlier release has noted nothing', async () => {
    const key = randomBytes(32);
    await started(key).store();
    const forget = () => database.query('DELETE FROM integrations.secrets_key');
    await forget();
    await expect(started(randomBytes(32)).secrets.verify()).rejects.toThrow('KADR_SECRETS_KEY is another one');
    await expect(started(key).secrets.verify()).resolves.toBeUndefined();
    expect(await database.query('SELECT FROM integrations.secrets_key')).toHaveLength(1);
  });
});
