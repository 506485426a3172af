import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { platformMigrations } from '#platform';
import { createTestDatabase, type TestDatabase } from '#platform/testing';
import { tasksMigrations } from '#tasks';
import { assetsMigrations } from '../migrations/index.js';
import { AddressTable } from './address-table.js';

const addresses = new AddressTable();
let home: TestDatabase;
beforeAll(async () => {
  home = await createTestDatabase([...platformMigrations, ...tasksMigrations, ...assetsMigrations]);
});
afterAll(() => home?.close());

describe('an address that is kept beside the log', () => {
  let owner: { orgId: string; subjectId: string };
  beforeEach(() => {
    owner = { orgId: randomUUID(), subjectId: randomUUID() };
  });
  const keep = (purpose: 'import' | 'picture' | 'order', values: Record<string, unknown>, of = owner) =>
    addresses.keep(home.database, of, purpose, new Map(Object.entries(values)));

  it('is found by its owner, its purpose and its name, and by nobody else', async () => {
    await keep('picture', { first: 'https://a.example/1?signature=x', last: 'https://a.example/2' });
    expect(await addresses.find(home.database, owner, 'picture', 'first')).toBe('https://a.example/1?signature=x');
    expect(await addresses.find(home.database, owner, 'import', 'first')).toBeNull();
    expect(await addresses.find(home.database, { ...owner, orgId: randomUUID() }, 'picture', 'first')).toBeNull();
  });

  it('stays what it was first, and may be a whole order', async () => {
    const order = { scenes: [{ url: 'https://a.example/1' }], callbackUrl: null };
    await keep('order', { order });
    await keep('order', { order: 'another' });
    expect(await addresses.find(home.database, owner, 'order', 'order')).toEqual(order);
  });

  it('is gone when it is forgotten, for its owner alone and its purpose alone', async () => {
    await keep('picture', { first: 'x' });
    await keep('import', { source: 'y' });
    await addresses.forget(home.database, { ...owner, orgId: randomUUID() }, 'picture');
    expect(await addresses.find(home.database, owner, 'picture', 'first')).toBe('x');
    for (let times = 0; times < 2; times += 1) await addresses.forget(home.database, owner, 'picture');
    expect(await addresses.find(home.database, owner, 'picture', 'first')).toBeNull();
    expect(await addresses.find(home.database, owner, 'import', 'source')).toBe('y');
  });

  it('goes by itself where its purpose has a time, with the next one', async () => {
    await keep('import', { source: 'old' });
    await keep('picture', { first: 'old' });
    await home.database.query(`UPDATE assets.kept_addresses SET created_at = now() - interval '8 days' WHERE subject_id = $1`, [
      owner.subjectId,
    ]);
    await keep('import', { source: 'new' }, { ...owner, subjectId: randomUUID() });
    expect(await addresses.find(home.database, owner, 'import', 'source')).toBeNull();
    expect(await addresses.find(home.database, owner, 'picture', 'first')).toBe('old');
  });

  it('is listed newest first', async () => {
    const ids = [owner.subjectId, randomUUID(), randomUUID()];
    for (const subjectId of ids) await keep('order', { order: {} }, { ...owner, subjectId });
    expect(await addresses.newest(home.database, owner.orgId, 'order', 2)).toEqual([ids[2], ids[1]]);
  });
});
