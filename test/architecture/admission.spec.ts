import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { COMMANDS, ROUTES } from '../support/admission-table.js';

const root = path.resolve(import.meta.dirname, '../..');
const CHANGING = ['post', 'put', 'patch', 'delete'];

const described = JSON.parse(fs.readFileSync(path.join(root, 'docs/openapi.all.json'), 'utf8')) as {
  readonly paths: Readonly<Record<string, object>>;
};
const routes = Object.entries(described.paths).flatMap(([route, methods]) =>
  Object.keys(methods)
    .filter((method) => CHANGING.includes(method))
    .map((method) => `${method.toUpperCase()} ${route}`),
);

/** Classes of commands, wherever they are written down. */
const commands = fs
  .globSync('{libs/*,apps/api}/src/**/*.ts', { cwd: root })
  .filter((file) => !file.endsWith('.spec.ts') && !file.includes('/testing/'))
  .flatMap((file) => [...fs.readFileSync(path.join(root, file), 'utf8').matchAll(/class (\w+)\s+extends\s+Command\b/g)])
  .map(([, name = '']) => name);

const without = (names: readonly string[], table: object): string[] => names.filter((name) => !Object.hasOwn(table, name));

/** Nothing is made that nobody has set room aside for: whatever can ask for work says here how it is admitted. */
describe('faults A2, A3: the table of admissions', () => {
  it('has a line for every route that changes something, and for no other', () => {
    expect({ 'routes without a line in test/support/admission-table.ts': without(routes, ROUTES) }).toEqual({
      'routes without a line in test/support/admission-table.ts': [],
    });
    expect(Object.keys(ROUTES).filter((route) => !routes.includes(route))).toEqual([]);
    expect(routes.length).toBeGreaterThan(25);
  });

  it('has a line for every command, and for no other', () => {
    expect({ 'commands without a line in test/support/admission-table.ts': without(commands, COMMANDS) }).toEqual({
      'commands without a line in test/support/admission-table.ts': [],
    });
    expect(Object.keys(COMMANDS).filter((name) => !commands.includes(name))).toEqual([]);
    expect(commands.length).toBeGreaterThan(50);
  });

  it('says of each how, or why not', () => {
    for (const admission of [...Object.values(COMMANDS), ...Object.values(ROUTES).map((route) => route.admission)]) {
      const text = 'admitted' in admission ? admission.admitted : admission.noWork;
      expect(text.length).toBeGreaterThan(5);
    }
  });

  it('would miss a line', () => {
    expect(without(['RenderEverything'], COMMANDS)).toEqual(['RenderEverything']);
    expect(without(['POST /v1/everything'], ROUTES)).toEqual(['POST /v1/everything']);
  });
});
