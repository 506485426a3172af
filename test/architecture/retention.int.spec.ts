import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '#platform/testing';
import { migrations } from '../../apps/api/src/migrations.js';

const root = path.resolve(import.meta.dirname, '../..');
const page = fs.readFileSync(path.join(root, 'docs/operations.md'), 'utf8');
const rows = page
  .slice(page.indexOf('## What is kept'), page.indexOf('## Erasing'))
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| what | '))
  .map((line) => line.split('|').map((cell) => cell.trim()));

let spec: TestDatabase;
let tables: string[];
beforeAll(async () => {
  spec = await createTestDatabase(migrations);
  const found = await spec.database.query<{ name: string }>(
    `SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' ORDER BY 1`,
  );
  tables = found.map(({ name }) => name);
});
afterAll(() => spec?.close());

describe('faults C28: what is kept, how long, and what removes it', () => {
  it('is said of every table there is, once, and of no other', () => {
    const schemas = new Set(tables.map((name) => name.split('.')[0]));
    const named = rows.flatMap(([, what = '']) =>
      [...what.matchAll(/`([a-z_]+\.[a-z_]+)`/g)].map(([, name = '']) => name).filter((name) => schemas.has(name.split('.')[0])),
    );
    expect(named.sort()).toEqual(tables);
    expect(tables.length).toBeGreaterThan(50);
  });

  it('says how long and by what, and names settings that some lib reads', () => {
    const sources = fs
      .globSync('libs/*/src/**/*.config.ts', { cwd: root })
      .map((file) => fs.readFileSync(path.join(root, file), 'utf8'))
      .join('\n');
    for (const [, what, kept, setting = '', removedBy] of rows) {
      expect([what, kept, removedBy].every((cell) => cell !== undefined && cell !== '')).toBe(true);
      for (const [name] of setting.matchAll(/KADR_[A-Z_]+/g)) expect(sources).toContain(`'${name}'`);
    }
    expect(rows.length).toBeGreaterThan(30);
  });
});
