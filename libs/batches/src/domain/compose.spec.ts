import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { columnsIn, compose } from './compose.js';
import { type FieldKind, fieldPaths, kindOf, valueOf } from './order-fields.js';
import { brokenTexts, keyFaults, type Json } from './rows.js';

const composed = (defaults: Json, row: Json) => compose(defaults, row, columnsIn(defaults));

describe('the order of a row', () => {
  it('is what all rows have in common, and its own before it', () => {
    const defaults = { durationSeconds: 15, voice: { provider: 'local', speed: 1 }, music: false };
    expect(composed(defaults, { key: 'a', prompt: 'Bees', voice: { speed: 1.2 }, music: { mood: 'happy' } })).toEqual({
      order: { prompt: 'Bees', durationSeconds: 15, voice: { provider: 'local', speed: 1.2 }, music: { mood: 'happy' } },
      faults: [],
    });
  });

  it('has its columns in the places that name them, and nowhere else', () => {
    const defaults = { prompt: 'About {{ animal }} and {{animal}}', metadata: { sku: '{{sku}}' }, visuals: { models: ['{{model}}'] } };
    expect(composed(defaults, { animal: 'bees', sku: 7, model: 'local:illustrator' }).order).toEqual({
      prompt: 'About bees and bees',
      metadata: { sku: 7 },
      visuals: { models: ['local:illustrator'] },
    });
    expect(composed({ prompt: 'By {{product.name}}' }, { product: { name: 'Kettle' } }).order).toEqual({ prompt: 'By Kettle' });
    expect(composed({ prompt: '{{title}}: more' }, { title: 'Bees' }).order).toEqual({ prompt: 'Bees: more', title: 'Bees' });
    expect(composed({ durationSeconds: '{{s}}' }, { s: '20' }).order).toEqual({ durationSeconds: 20 });
    expect(composed({ prompt: 'Costs $& and $1' }, {}).order).toEqual({ prompt: 'Costs $& and $1' });
    expect(composed({ prompt: '{{a}}' }, { a: '$& {{b}}' }).order).toEqual({ prompt: '$& {{b}}' });
  });

  it('keeps what nobody names, so that it is refused', () => {
    expect(composed({ prompt: '{{a}}' }, { a: 'x', colour: 'red' }).order).toEqual({ prompt: 'x', colour: 'red' });
  });

  it('has a fault for every place that names what the row lacks', () => {
    const { faults } = composed({ prompt: '{{missing}}', metadata: { a: 'x {{gone}}', b: '{{list}} y' } }, { list: [1] });
    expect(faults.map(({ path: where, message }) => [where, message])).toEqual([
      ['prompt', 'names {{missing}}, which this row does not have'],
      ['metadata.a', 'names {{gone}}, which this row does not have'],
      ['metadata.b', 'names {{list}}, which is no text in this row'],
    ]);
    // Not what every object has.
    expect(composed({ prompt: 'x {{constructor}} {{toString.name}}' }, {}).faults).toHaveLength(2);
  });

  it('has blanks of any length around a name, and a name of up to 200 characters', () => {
    const blanks = ' \t\n'.repeat(10_000);
    expect(composed({ prompt: `{{${blanks}a${blanks}}}!` }, { a: 'Bees' }).order).toEqual({ prompt: 'Bees!' });
    const [fits, long] = ['b'.repeat(200), 'c'.repeat(201)];
    expect(composed({ prompt: `{{${fits}}} {{${long}}}` }, { [fits]: 'x', [long]: 'y' }).order).toEqual({
      prompt: `x {{${long}}}`,
      [long]: 'y',
    });
  });

  it.each([
    ['{{ ', 300_000],
    [`{{${' '.repeat(3_000)}`, 300],
    ['{{ a ', 200_000],
    ['}} {', 300_000],
  ])('takes time in proportion to its length: %j again and again', (part, times) => {
    const prompt = part.repeat(times);
    expect(composed({ prompt }, { a: 'x' })).toEqual({ order: { prompt, a: 'x' }, faults: [] });
  });

  it('has one fault for what a text names again and again', () => {
    const { faults } = composed({ prompt: '{{a}} {{b}}'.repeat(100_000) }, {});
    expect(faults.map(({ message }) => message.slice(0, 11))).toEqual(['names {{a}}', 'names {{b}}']);
  });

  it('is never longer than what could be taken', () => {
    const { faults } = composed({ prompt: '{{a}}'.repeat(1_000) + '!' }, { a: 'x'.repeat(1_000_000) });
    expect(faults.map(({ message }) => message)).toEqual(['has more than 100000 characters once it is filled in']);
  });

  it('leaves every object of the process as it was', () => {
    const row = JSON.parse('{"__proto__":{"polluted":1},"prompt":"x"}') as Json;
    expect(composed({ voice: { speed: 1 } }, row).order).toEqual(
      JSON.parse('{"__proto__":{"polluted":1},"prompt":"x","voice":{"speed":1}}'),
    );
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('fields of an order', () => {
  interface Schema {
    readonly type?: string;
    readonly $ref?: string;
    readonly properties?: Record<string, Schema>;
    readonly items?: Schema;
    readonly oneOf?: readonly Schema[];
  }
  const root = path.resolve(import.meta.dirname, '../../../..');
  const { components } = JSON.parse(fs.readFileSync(path.join(root, 'docs/openapi.json'), 'utf8')) as {
    components: { schemas: Record<string, Schema> };
  };
  const seen = (schema: Schema): Schema => (schema.$ref ? (components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}) : schema);

  function kinds(given: Schema, at: string): [string, FieldKind][] {
    const schema = seen(given);
    const below = ({ properties = {} }: Schema) =>
      Object.entries(properties).flatMap(([name, one]) => kinds(one, at === '' ? name : `${at}.${name}`));
    if (schema.oneOf) return [[at, 'switch'], ...schema.oneOf.flatMap((one) => below(seen(one)))];
    if (schema.properties) return below(schema);
    if (schema.type === 'array') return [[at, seen(schema.items ?? {}).properties ? 'json' : 'list']];
    if (schema.type === 'object') return [[at, 'json']];
    return [[at, schema.type === 'boolean' ? 'boolean' : schema.type === 'string' ? 'text' : 'number']];
  }

  it('are those of the API, each of its kind', () => {
    const described = new Map(kinds({ $ref: '#/CreateVideoRequest' }, ''));
    expect(Object.fromEntries(fieldPaths().map((one) => [one, kindOf(one)]))).toEqual(Object.fromEntries(described));
    expect(described.size).toBeGreaterThan(30);
  });

  it('are read from cells, as what they are', () => {
    expect(valueOf('number', ' 15 ')).toBe(15);
    expect(valueOf('number', '1,5')).toBe('1,5');
    expect(valueOf('number', '0x10')).toBe('0x10');
    expect(valueOf('boolean', 'FALSE')).toBe(false);
    expect(valueOf('switch', 'false')).toBe(false);
    expect(valueOf('switch', '{"mood":"calm"}')).toEqual({ mood: 'calm' });
    expect(valueOf('list', 'script | videos')).toEqual(['script', 'videos']);
    expect(valueOf('list', '["a|b"]')).toEqual(['a|b']);
    expect(valueOf('json', '{broken')).toBe('{broken');
    expect(valueOf('text', ' 007 ')).toBe(' 007 ');
    expect([kindOf('metadata.sku'), kindOf('toString'), kindOf('visuals')]).toEqual(['text', null, null]);
  });
});

describe('keys and texts of rows', () => {
  const rows = (...keys: unknown[]) => keys.map((key, at) => ({ values: { key } as Json, line: at + 2 }));
  it('are told apart', () => {
    expect(keyFaults(rows('a', 'b', undefined, undefined))).toEqual([]);
    expect(keyFaults(rows('a', 'b', 'a', 7, '', 'x'.repeat(201), 'a\nb')).map(({ path: where, line }) => [where, line])).toEqual([
      ...[
        ['items.2.key', 4],
        ['items.3.key', 5],
        ['items.4.key', 6],
        ['items.5.key', 7],
        ['items.6.key', 8],
      ],
    ]);
  });

  it('can be kept by a database', () => {
    expect(brokenTexts({ a: ['ok', 'no\0'], b: { c: '\ud800' } }).map(({ path: where }) => where)).toEqual(['a.1', 'b.c']);
    expect(brokenTexts({ 'a\0': 1 })).toHaveLength(1);
  });
});
