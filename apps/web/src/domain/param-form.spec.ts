import { describe, expect, it } from '@jest/globals';
import { paramFields, paramOf } from './param-form';

describe('the parameters of a node', () => {
  const schema = {
    required: ['prompt'],
    properties: {
      prompt: { type: 'string' },
      seed: { type: 'integer' },
      fps: { enum: [24, 30] },
      ratio: { enum: ['9:16', '16:9'] },
      isLoud: { type: 'boolean' },
      models: { type: 'array', items: { type: 'string' } },
      codes: { type: 'array', items: { type: 'integer' } },
      headers: { type: 'object' },
    },
  };
  const params = { seed: 7, fps: 30, ratio: '{{inputs.ratio}}', models: ['5', 'b'], codes: [200], headers: { a: 'b' }, unknown: [1] };
  const fields = new Map(paramFields(schema, params).map((field) => [field.name, field]));
  it('are fields of what they are; templates are text, and what the type does not know is shown', () => {
    expect([...fields.values()].map(({ name, kind, text, isRequired, isList }) => [name, kind, text, isRequired, isList])).toEqual([
      ['prompt', 'text', '', true, false],
      ['seed', 'number', '7', false, false],
      ['fps', 'choice', '30', false, false],
      ['ratio', 'text', '{{inputs.ratio}}', false, false],
      ['isLoud', 'boolean', '', false, false],
      ['models', 'json', '5\nb', false, true],
      ['codes', 'json', '200', false, true],
      ['headers', 'json', JSON.stringify({ a: 'b' }, null, 2), false, false],
      ['unknown', 'json', JSON.stringify([1], null, 2), false, false],
    ]);
  });
  it.each([
    ['prompt', '42', '42'],
    ['prompt', '', undefined],
    ['seed', '7', 7],
    ['seed', '{{inputs.n}}', '{{inputs.n}}'],
    ['seed', 'seven', 'seven'],
    ['fps', '24', 24],
    ['isLoud', 'true', true],
    ['models', '5\nc', ['5', 'c']],
    ['codes', '200\n404', [200, 404]],
    ['headers', '{"x":1}', { x: 1 }],
    ['headers', '{"x"', '{"x"'],
  ])('%s, typed as %s, is kept as %o', (name, text, value) => {
    const field = fields.get(name);
    expect(field && paramOf(field, text)).toEqual(value);
  });
});
