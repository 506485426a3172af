import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { WORK_OVER_TEXT } from './work-over-text.js';

/** "constructor", "toString": every object answers to them, and so does a table that a text is looked up in, unless it has no prototype. */
const NAMES = Object.getOwnPropertyNames(Object.prototype);
const IN_A_TEXT: readonly ((name: string) => string)[] = [
  (name) => `Why a ${name} matters. ${name}: 5 ${name}, 2024 ${name}. and then the ${name}.`,
  (name) => `Mr ${name} has $5 ${name}, 1/2 ${name} and 5${name}. V ${name}, № ${name}; ${name}/${name} at 5 ${name}/h.`,
  (name) => `Что такое ${name}? В 2024 ${name}. и 5 ${name}, т. ${name}. Это ${name}. До 5 ${name} или 20-${name}.`,
  (name) => `${name}\n${name}-${name} #${name} &${name}; {{${name}}} <${name}>`,
  (name) => `{"${name}": "${name}", "prompt": "${name}"}`,
];
const WORDS_OF_THE_MACHINE = /native code|\[object \w+\]|\[Function|\bNaN\b/;

describe('what is made of a text that has the names of what every object has', () => {
  it.each(Object.entries(WORK_OVER_TEXT))('%s knows no word but those of the text', async (_, work) => {
    const strange: string[] = [];
    for (const text of NAMES.flatMap((name) => IN_A_TEXT.map((of) => of(name)))) {
      const made = inspect(await work(text), { depth: 8, maxStringLength: null, maxArrayLength: null });
      const [found] = WORDS_OF_THE_MACHINE.exec(made) ?? [];
      if (found !== undefined) strange.push(`${found} of: ${text}`);
    }
    expect(strange).toEqual([]);
  });
});
