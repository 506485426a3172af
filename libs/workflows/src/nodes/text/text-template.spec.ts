import { describe, expect, it } from '@jest/globals';
import { paramFaults } from '../../graph/application/params.js';
import { fillTemplate } from '../../graph/application/templates.js';
import { textTemplate } from './text-template.js';

const SCOPE = { inputs: { list: [1, 2, 3], map: { a: [true] }, none: null, n: 7 } };

/** What the node makes of a text with values in it. */
function textOf(template: string): unknown {
  const params = { template: fillTemplate(template, SCOPE) };
  expect(paramFaults(textTemplate, params)).toEqual([]);
  return textTemplate.evaluate?.({ params } as never).outputs;
}

describe('a text with values in it', () => {
  it.each([
    ['{{inputs.list.filter(x, x > 1)}}', '[2,3]'],
    ['{{inputs.map}}', '{"a":[true]}'],
    ['{{inputs.none}}', ''],
    ['{{inputs.n}}', '7'],
  ])('is the same alone and between words: %s', (template, text) => {
    expect(textOf(template)).toEqual({ text: { type: 'text', value: text } });
    expect(textOf(`< ${template} >`)).toEqual({ text: { type: 'text', value: `< ${text} >` } });
  });
});
