import { describe, expect, it } from '@jest/globals';
import { readExpression } from './cel.js';
import { evaluateExpression, expressionChecks, fillTemplate } from './templates.js';

const scope = {
  inputs: { n: 3, half: 1.5, word: 'sea', list: [3, 1, 2], nothing: null, many: Array.from({ length: 1_000 }, (_, i) => i) },
  nodes: { a: { text: 'made', json: { price: 2 } } },
  run: { id: 'r', workflowId: 'w', version: 1 },
};
const codesOf = (source: string): string[] => readExpression(source).faults.map(({ code }) => code);
const refusalOf = (source: string, values: Readonly<Record<string, unknown>> = scope): string => {
  try {
    return JSON.stringify(evaluateExpression(source, values));
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

describe('an expression', () => {
  it.each([
    ['inputs.n + 1', 4],
    ['inputs.n * 2 == 6', true],
    ['inputs.half + inputs.n', 4.5],
    ['7 % inputs.n', 1],
    ['size(inputs.list) + inputs.n', 6],
    ['inputs.list.filter(x, x > 1).map(x, x * 10)', [30, 20]],
    ['inputs.list.exists(x, x == inputs.n)', true],
    ['inputs.nothing == null ? "none" : "some"', 'none'],
    ['nodes.a.json.price + 1', 3],
    ['nodes["a"]["text"].contains("ad")', true],
    ['{"a": [1, "x", null]}', { a: [1, 'x', null] }],
    ['timestamp("2026-01-02T00:00:00Z").getFullYear()', 2026],
    ['run.version', 1],
  ])('%s is %j', (source, value) => expect(evaluateExpression(source, scope)).toEqual(value));

  it.each([
    ['{{ }}', 'is empty'],
    ['{{1 +}}', 'ends before it is complete'],
  ])('%s is told in words', (template, message) => {
    expect(expressionChecks.template(template).faults).toEqual([{ code: 'invalid_expression', message }]);
  });

  it('says what it reads', () => {
    const { ports, inputs } = expressionChecks.template('{{inputs.n}} of {{nodes.a.text + nodes["b"].json.x}}');
    expect([ports, inputs]).toEqual([
      [
        { node: 'a', port: 'text' },
        { node: 'b', port: 'json' },
      ],
      ['n'],
    ]);
  });

  it('does not take variables of a comprehension for its own', () =>
    expect(readExpression('inputs.list.map(item, item.inputs)')).toMatchObject({ faults: [], inputs: ['list'] }));

  it.each([
    ['inputs.n +', 'invalid_expression'],
    ['nope.x', 'unknown_variable'],
    ['run.secret', 'unknown_variable'],
    ['inputs', 'invalid_expression'],
    ['nodes.a', 'invalid_expression'],
    ['nodes[inputs.word].text', 'invalid_expression'],
    ['eval("1")', 'invalid_expression'],
  ])('%s is refused before it runs: %s', (source, code) => expect(codesOf(source)).toContain(code));

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('reaches no %s', (name) =>
    expect(refusalOf(`nodes.a.json.${name}`)).toBe('invalid_expression'),
  );
});

describe('an expression made to burn time', () => {
  it.each([
    ['a regular expression', 'inputs.word.matches("(a+)+$")'],
    ['a comprehension within another', 'inputs.many.map(x, inputs.many.map(y, inputs.many))'],
    ['bound values', 'cel.bind(x, inputs.many, x)'],
    ['too many parts', Array.from({ length: 250 }, () => '1').join(' + ')],
    ['too deep', `${'('.repeat(60)}1${')'.repeat(60)} + ${'[['.repeat(30)}1${']]'.repeat(30)}`],
    ['a long list', `[${Array.from({ length: 100 }, () => '1').join(',')}]`],
    ['too long', `"${'x'.repeat(5_000)}"`],
    [
      'many values for each item',
      'inputs.many.filter(x, x in inputs.a || x in inputs.b || x in inputs.c || x in inputs.d || x in inputs.e)',
    ],
    ['splitting for each item', 'inputs.many.map(x, inputs.word.split(""))'],
  ])('is refused when it is saved: %s', (_, source) => expect(codesOf(source)).not.toEqual([]));

  it('goes through lists of 1,000 items, and of no more', () => {
    expect(refusalOf('inputs.many.map(x, x + 1).filter(x, x > 999)')).toBe('[1000]');
    const more = { inputs: { many: Array(1_001).fill(1) } };
    expect(refusalOf('inputs.many.map(x, x)', more)).toBe('expression_too_complex');
    expect(refusalOf('(inputs.many + inputs.many).filter(x, x > 1)', { inputs: { many: Array(600).fill(1) } })).toBe(
      'expression_too_complex',
    );
    expect(refusalOf('inputs.many.map(x, inputs.many).map(y, y)')).toBe('expression_too_complex');
  });

  describe('for the items of a list', () => {
    const values = {
      inputs: {
        ...{ many: scope.inputs.many, word: 'sea', text: 'ÄbC '.repeat(5_000) },
        ...{ list: Array.from({ length: 15_000 }, (_, i) => `v${i}`), nested: Array.from({ length: 9_000 }, (_, i) => [i]) },
      },
    };

    it.each([
      'inputs.many.map(x, inputs.text.lowerAscii().upperAscii().size()).size()',
      'inputs.many.map(x, size(inputs.text)).size()',
      'inputs.many.filter(x, inputs.text.trim().substring(1) == "").size()',
      'inputs.many.map(x, inputs.list + inputs.list).size()',
      'inputs.many.map(x, inputs.list.join(",")).size()',
      'inputs.many.filter(x, inputs.nested == inputs.nested).size()',
    ])('%s is too much', (source) => expect(refusalOf(source, values)).toBe('expression_too_complex'));

    it.each([
      ['inputs.many.filter(x, inputs.text.contains("no such word")).size()', '0'],
      ['inputs.many.filter(x, "v14999" in inputs.list).size()', '1000'],
      ['inputs.many.map(x, string(x) + inputs.text).size()', '1000'],
      ['inputs.many.map(x, inputs.list.size()).size()', '1000'],
      ['inputs.many.filter(x, has(inputs.text) && !has(inputs.nope)).size()', '1000'],
      ['inputs.many.map(x, inputs.word.upperAscii() + string(x).size() + "").size()', 'invalid_expression'],
      ['inputs.many.map(x, inputs.word.upperAscii() + string(string(x).size() + 1))[999]', '"SEA4"'],
      ['inputs.many.filter(x, x + 1 > 999 && x - 1 < 999 && x in [998, 999]).map(y, y * 2)', '[1998]'],
      ['inputs.many.exists(x, (x + 1).size() > 2)', 'invalid_expression'],
      ['inputs.many.map(x, timestamp("2026-01-01T00:00:00Z").getHours("Europe/Berlin"))[0]', '1'],
    ])('%s is %s', (source, value) => expect(refusalOf(source, values)).toBe(value));

    it('begins anew with each expression', () => {
      for (let round = 0; round < 20; round += 1) {
        expect(refusalOf('inputs.many.map(x, inputs.text.substring(0, 2000).size()).size()', values)).toBe('expression_too_complex');
        expect(refusalOf('inputs.list.filter(x, x.size() > 5).size()', { inputs: { list: scope.inputs.many.map(String) } })).toBe('0');
      }
    });
  });

  it('gives 64 kB at most', () => {
    const values = { inputs: { text: 'x'.repeat(20_000), many: Array(1_000).fill(1) } };
    expect(refusalOf('inputs.text + inputs.text + inputs.text + inputs.text', values)).toBe('expression_too_complex');
    expect(refusalOf('inputs.many.map(x, inputs.text)', values)).toBe('expression_too_complex');
    expect(() => fillTemplate('{{inputs.text}}{{inputs.text}}{{inputs.text}}{{inputs.text}}', values)).toThrow('64000');
  });

  it('looks for short words only', () => {
    const values = { inputs: { text: 'a'.repeat(20_000), word: 'a'.repeat(300) } };
    expect(refusalOf('inputs.text.contains(inputs.word)', values)).toBe('expression_too_complex');
    expect(refusalOf('inputs.text.indexOf("b")', values)).toBe('-1');
  });

  it('takes no longer than a second of the processor for the worst that is let through', () => {
    const many = Array.from({ length: 1_000 }, (_, i) => i);
    const values = { inputs: { many, other: many.map((n) => n + 5_000), text: 'ab'.repeat(10_000) } };
    const before = process.threadCpuUsage();
    for (const source of [
      'inputs.many.filter(x, x in inputs.other || x in inputs.other || x in inputs.other || x in inputs.other)',
      'inputs.many.filter(x, inputs.other == inputs.many || inputs.text.contains("ac"))',
      'inputs.many.map(x, inputs.other).size()',
    ]) {
      expect(codesOf(source)).toEqual([]);
      refusalOf(source, values);
    }
    const { user, system } = process.threadCpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(10);
  });
});

describe('a text with templates', () => {
  it('keeps the type of what is one template alone', () => {
    expect(fillTemplate('{{inputs.n}}', scope)).toBe(3);
    expect(fillTemplate('{{ inputs.n }} of {{inputs.list}}, {{inputs.nothing}}{{inputs.word}}', scope)).toBe('3 of [3,1,2], sea');
    expect(fillTemplate('no braces', scope)).toBe('no braces');
  });
  it('finds the end of an expression that has braces and quotes of its own', () => {
    expect(fillTemplate('{{ {"a": {"b": 1}} }}', scope)).toEqual({ a: { b: 1 } });
    expect(fillTemplate('{{ "}}" + \'{{\' }}!', scope)).toBe('}}{{!');
  });
  it('is refused where it is not closed', () =>
    expect(expressionChecks.template('a {{ inputs.n').faults).toMatchObject([{ code: 'invalid_expression' }]));
});
