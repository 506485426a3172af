import { describe, expect, it } from '@jest/globals';
import { expressionChecks, fillTemplate } from '../../graph/application/templates.js';
import { looksMarked, markOf, namesIn, unmarked, withheld } from './references.js';

const versions = new Map([
  ['token', 3],
  ['other', 1],
]);
const values = new Map([
  ['token', 'to"ken 1234'],
  ['other', 'another-secret'],
]);

describe('a secret in a graph', () => {
  it('stands by its name until it is sent, and another value is something else', () => {
    const filled = String(fillTemplate('Bearer {{ secrets.token }}, {{inputs.n}}{{secrets.other}}', { inputs: { n: 2 } }, versions));
    expect(filled).not.toContain('1234');
    expect(namesIn([filled, filled])).toEqual(['token', 'other']);
    expect(unmarked(filled, values)).toBe('Bearer to"ken 1234, 2another-secret');
    expect(filled).not.toBe(
      fillTemplate('Bearer {{ secrets.token }}, {{inputs.n}}{{secrets.other}}', { inputs: { n: 2 } }, new Map([...versions, ['token', 4]])),
    );
  });

  it('stands by itself: nothing calculates with it, and it is known where it is named', () => {
    for (const source of ['secrets.token + "x"', 'size(secrets.token)', 'secrets["token"]', 'secrets', 'secrets.token.startsWith("a")'])
      expect([source, expressionChecks.template(`{{${source}}}`).faults.map(({ code }) => code)]).toEqual([source, ['invalid_expression']]);
    expect(expressionChecks.template('{{secrets.token}} {{secrets.other}}')).toMatchObject({ faults: [], secrets: ['token', 'other'] });
  });

  it('is named nowhere but where it may be, and not unless it is there', () => {
    const refusal = (text: string, known?: ReadonlyMap<string, number>): unknown => {
      try {
        return fillTemplate(text, {}, known);
      } catch (error) {
        return (error as { code?: unknown }).code;
      }
    };
    expect([refusal('{{secrets.token}}'), refusal('{{secrets.nobody}}', versions)]).toEqual(['unknown_variable', 'unknown_variable']);
  });

  it('cannot be had by what comes from elsewhere and looks like one', () => {
    const forged = markOf('token', 3);
    for (const value of [forged, { a: [forged] }, { [forged]: 1 }]) {
      expect(looksMarked(value)).toBe(true);
      expect(() => fillTemplate('x {{inputs.from}}', { inputs: { from: value } }, versions)).toThrow('cannot be sent');
      expect(() => fillTemplate('{{inputs.from}}', { inputs: { from: value } }, versions)).toThrow('cannot be sent');
    }
    expect(() => fillTemplate(forged, {}, versions)).toThrow('cannot be sent');
  });

  it('is taken out of what is said back, however it is written', () => {
    const { token = '' } = Object.fromEntries(values);
    const said = [token, JSON.stringify({ token }), encodeURIComponent(token), 'another-secret'].join('|');
    expect(withheld(said, values)).toBe('[token]|{"token":"[token]"}|[token]|[other]');
    expect(withheld('nothing of it', values)).toBe('nothing of it');
  });
});
