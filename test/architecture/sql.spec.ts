import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '../..');

/** Functions by which a lib answers others inside their own statements. Tables are nobody's but its own. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  eventing: ['first_unhandled'],
  tasks: ['is_held', 'woken_at', 'ended_at', 'unfinished_of'],
};

/** Migrations that were written, or run, while a table lay somewhere else: they are history and stay as they are. */
const MOVES: Readonly<Record<string, string>> = {
  'libs/tasks/src/migrations/1763700000300-create-tasks.ts': 'tasks lay in the schema integrations',
  'libs/tasks/src/migrations/1764290000000-own-schema.ts': 'takes the tasks out of it',
  'libs/assets/src/migrations/1763732000000-create-assets.ts': 'assets lay in the schema integrations',
  'libs/assets/src/migrations/1764290100000-own-schema.ts': 'takes the assets out of it',
  'libs/jobs/src/migrations/1763734000000-create-short-videos.ts': 'orders of short videos lay in the schema integrations',
  'libs/jobs/src/migrations/1764290200000-short-videos-are-jobs.ts': 'takes them out of it',
  'libs/jobs/src/migrations/1764300300000-addresses-are-kept-by-assets.ts': 'takes addresses to where assets keep all of them',
};

const files = fs
  .globSync('{libs/*,apps/api}/src/**/*.ts', { cwd: root })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => !file.endsWith('.spec.ts') && !file.includes('/testing/'))
  .sort();
const sources = new Map(files.map((file) => [file, fs.readFileSync(path.join(root, file), 'utf8')]));
const libs = fs.readdirSync(path.join(root, 'libs'));
const schemas = [...sources.values()].flatMap((source) =>
  [...source.matchAll(/CREATE SCHEMA (?:IF NOT EXISTS )?(\w+)/g)].map(([, name = '']) => name),
);
const libOf = (file: string): string => /^libs\/([^/]+)\//.exec(file)?.[1] ?? 'none';

/** All strings of a file that could reach the database, one for each template, `?` where a value or a name is put in. */
function stringsIn(file: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    // Paths of modules, and the names under which the log remembers who has read how far.
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'name' && ts.isStringLiteral(node.initializer)) return;
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    if (ts.isTemplateExpression(node)) found.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('?'));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true));
  return found;
}

/** What the SQL of a file reads or writes of other libs, as `schema.name`. A hyphen makes it something else, e.g. the name of a task; so does a dot before it. */
function foreignNames(file: string, source: string): string[] {
  const names = new RegExp(`(?<![.\\w])(${schemas.join('|')})\\.(?:([a-z_][a-z0-9_]*)\\b(?!-)(\\s*\\()?|\\?|(?=\\$\\{))`, 'g');
  if (source.search(names) < 0) return []; // which spares most files the parser
  return stringsIn(file, source).flatMap((text) =>
    [...text.matchAll(names)].flatMap(([, schema = '', name = '?', call]) => {
      const isAllowed = schema === libOf(file) || (call !== undefined && DOORS[schema]?.includes(name));
      return isAllowed ? [] : [`${schema}.${name}`];
    }),
  );
}

describe('the SQL of a lib', () => {
  it('names what is its own, and of others only the functions they answer by', () => {
    const found = files.filter((file) => !(file in MOVES)).map((file) => [file, foreignNames(file, sources.get(file) ?? '')] as const);
    expect(Object.fromEntries(found.filter(([, names]) => names.length > 0))).toEqual({});
    expect(found.length).toBeGreaterThan(300);
  });

  it('is caught where it goes round the door', () => {
    const source = [
      "import { x } from './tasks.js';",
      "const kind = 'integrations.import-asset';",
      "const where = 'visuals.assets.0.assetId';",
      "const follows = { name: 'integrations.assets' };",
      'const own = `SELECT 1 FROM jobs.videos WHERE ${by} AND tasks.is_held($1, $2)`;',
      'const joined = `SELECT 1 FROM jobs.videos JOIN tasks.tasks USING (task_id)`;',
      'const chosen = `DELETE FROM eventing.${table}`;',
      "const table = { table: 'billing.reservations' };",
      'const called = `SELECT eventing.safe_position(100)`;',
      'const doorAsTable = `SELECT * FROM tasks.is_held`;',
      'const nested = `SELECT ${inner(`FROM identity.members`)}`;',
    ].join('\n');
    expect(foreignNames('libs/jobs/src/sample.ts', source)).toEqual([
      'tasks.tasks',
      'eventing.?',
      'billing.reservations',
      'eventing.safe_position',
      'tasks.is_held',
      'identity.members',
    ]);
    expect(foreignNames('apps/api/src/sample.ts', 'const sql = `SELECT 1 FROM jobs.videos`;')).toEqual(['jobs.videos']);
  });

  it('makes no schema but that of a lib', () => {
    expect(schemas.length).toBeGreaterThan(5);
    expect(schemas.filter((name) => !libs.includes(name))).toEqual([]);
  });

  it('has no exception that is not needed', () => {
    expect(Object.keys(MOVES).filter((file) => foreignNames(file, sources.get(file) ?? '').length === 0)).toEqual([]);
    const all = [...sources].map(([file, source]) => ({ lib: libOf(file), source }));
    for (const [lib, functions] of Object.entries(DOORS)) {
      for (const name of functions) {
        expect([name, all.some((file) => file.lib === lib && file.source.includes(`CREATE FUNCTION ${lib}.${name}(`))]).toEqual([
          name,
          true,
        ]);
        expect([name, all.some((file) => file.lib !== lib && file.source.includes(`${lib}.${name}(`))]).toEqual([name, true]);
      }
    }
  });
});

describe('tables of what is sealed', () => {
  it('are all looked at before a restored installation is said to be whole', () => {
    const found = [...sources.values()].flatMap((source) => [...source.matchAll(/const (\w+): SealedTable = /g)].map(([, name]) => name));
    const looked = /SEALED = \[([^\]]+)\]/.exec(sources.get('apps/api/src/backup/restore-check.ts') ?? '')?.[1] ?? '';
    expect(looked.split(/,\s*/).sort()).toEqual(found.sort());
    expect(found.length).toBeGreaterThan(2);
  });
});
