import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock, Ids } from '#platform';
import { createTestDatabase, type TestDatabase } from '#platform/testing';
import { type IdentityConfig } from '../identity.config.js';
import { identityMigrations } from '../infrastructure/identity.migrations.js';
import { Authentication } from './authentication.js';
import { Bootstrap, BOOTSTRAP_ORGANISATION_ID } from './bootstrap.js';
import { KeyCache } from './key-cache.js';

const ONE = 'kadr_11111111111111111111111111111111';
const OTHER = 'kadr_22222222222222222222222222222222';

let spec: TestDatabase;
beforeAll(async () => {
  spec = await createTestDatabase(identityMigrations);
});
afterAll(() => spec?.close());

const start = (bootstrapApiKey: string | null): Promise<void> =>
  new Bootstrap(spec.database, { bootstrapApiKey } as IdentityConfig, new Ids()).onModuleInit();
const isKnown = async (key: string): Promise<boolean> => {
  const clock = new Clock();
  const principal = await new Authentication(spec.database, new KeyCache(clock), clock).principalOf(key);
  return principal?.orgId === BOOTSTRAP_ORGANISATION_ID && principal.scopes.includes('operator');
};

describe('the bootstrap key', () => {
  it('opens the first organisation, made once by however many processes start at once', async () => {
    await Promise.all([start(ONE), start(ONE), start(ONE)]);
    expect(await isKnown(ONE)).toBe(true);
    expect(await spec.database.query('SELECT plan FROM identity.organisations')).toEqual([{ plan: 'unlimited' }]);
    expect(await spec.database.query('SELECT 1 FROM identity.api_keys')).toHaveLength(1);
  });

  it('is replaced by a changed one, and stays when none is named', async () => {
    await start(OTHER);
    expect([await isKnown(ONE), await isKnown(OTHER)]).toEqual([false, true]);
    await start(null);
    expect(await isKnown(OTHER)).toBe(true);
  });

  it('may come back', async () => {
    await start(ONE);
    expect([await isKnown(ONE), await isKnown(OTHER)]).toEqual([true, false]);
  });
});
