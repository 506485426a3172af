import { describe, expect, it } from '@jest/globals';
import { WORK_OVER_TEXT } from './work-over-text.js';

/** Signs that take two characters each, so that wherever a text is cut, one of the two is cut within a sign. */
const SIGN = '🫠';
const TEXTS = [
  SIGN.repeat(6_000),
  `a${SIGN.repeat(6_000)}`,
  `${SIGN} `.repeat(3_000),
  `a ${`${SIGN}${SIGN} `.repeat(3_000)}`,
  `Why ${SIGN.repeat(40)} matters: ${`${SIGN.repeat(60)}. `.repeat(60)}`,
];

/** Texts in whatever is made, with where they are. */
function* textsIn(value: unknown, at = ''): Generator<readonly [at: string, text: string]> {
  if (typeof value === 'string') yield [at, value];
  else if (value instanceof Map || value instanceof Set) yield* textsIn([...value], at);
  else if (value instanceof Error) yield* textsIn(value.message, `${at}.message`);
  else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value))
    for (const [name, member] of Object.entries(value)) yield* textsIn(member, Array.isArray(value) ? `${at}[]` : `${at}.${name}`);
}

describe('what is made of a text', () => {
  it.each(Object.entries(WORK_OVER_TEXT))('%s has no half of a sign', async (_, work) => {
    const broken = new Set<string>();
    for (const text of TEXTS) for (const [at, made] of textsIn(await work(text))) if (!made.isWellFormed()) broken.add(at);
    expect([...broken]).toEqual([]);
  });
});
