/** What keeps an expression within bounds while it is evaluated: functions that are put round parts of its source. */
import { table } from '#platform/json';
import { type ExpressionFault } from '../domain/ports.js';

/** Of a list that is gone through, with all that is in it. */
const MAX_LIST = 1_000;
const MAX_VALUES = 5_000;
/**
 * What a comprehension may work through in all of its rounds together, in characters that are gone through one by one. A list of a thousand
 * with a text of 20,000 beside it is gone through in seconds, and each node of a graph may have one.
 */
const MAX_WORK = 8_000_000;
/** Looking for a word, and comparing, go through a text so many times faster. */
const SOUGHT = 1 / 16;
/** Adding a list to another one copies both; a moment is turned into a calendar's day. */
const A_VALUE = 4;
const A_MOMENT = 1_000;
/** Longer ones can be looked for in quadratic time. */
const MAX_NEEDLE = 200;

/** An expression that is too much, or looks at what is not there. */
export class ExpressionRefused extends Error {
  constructor(
    readonly code: ExpressionFault['code'],
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

function boundedList(list: unknown): unknown {
  if (Array.isArray(list) && list.length > MAX_LIST) throw tooMuch(`a list of ${list.length} is gone through; ${MAX_LIST} at most`);
  if (countValues(list, MAX_VALUES) > MAX_VALUES) throw tooMuch(`a list with more than ${MAX_VALUES} values in it is gone through`);
  return list;
}

function boundedWord(word: unknown): unknown {
  if (typeof word === 'string' && word.length > MAX_NEEDLE) throw tooMuch(`looks for ${word.length} characters; ${MAX_NEEDLE} at most`);
  return word;
}

/** By the names that they have in the source. Each gives back what it was given. */
export const BOUNDS: Readonly<Record<string, (value: unknown) => unknown>> = table({
  /** Round what a comprehension goes through. */
  kadrList: boundedList,
  /** Round what is looked for. */
  kadrWord: boundedWord,
  /** Within a comprehension: round what is gone through character by character, looked through or compared, and put together. */
  kadrWork: (value) => spend(value, 1, 0),
  kadrSought: (value) => spend(value, SOUGHT, SOUGHT * A_VALUE),
  kadrPart: (value) => spend(value, SOUGHT, A_VALUE),
});

/** Of the evaluation that is under way: there is one at a time. */
let work = 0;

/** Before each evaluation. */
export function beginWork(): void {
  work = 0;
}

/** @param ofText for each character @param ofList for each value in a list, or in anything else that has members */
function spend(value: unknown, ofText: number, ofList: number): unknown {
  if (typeof value === 'string') work += value.length * ofText;
  else if (value instanceof Date) work += A_MOMENT;
  else if (ofList > 0) work += countValues(value, (MAX_WORK - work) / ofList) * ofList;
  if (work > MAX_WORK) throw tooMuch('goes through a long text or list again and again for the items of another one');
  return value;
}

const tooMuch = (message: string): ExpressionRefused => new ExpressionRefused('expression_too_complex', message);

/** Values in a value, as often as they stand there; stops when there are more than `most`. */
export function countValues(root: unknown, most: number): number {
  const waiting: unknown[] = [root];
  let count = 0;
  for (let next = waiting.pop(); count <= most && (next !== undefined || waiting.length > 0); next = waiting.pop()) {
    count += 1;
    if (typeof next !== 'object' || next === null) continue;
    const members = Array.isArray(next) ? (next as unknown[]) : Object.values(next);
    if (count + waiting.length + members.length > most + 1) return most + 1;
    for (const member of members) waiting.push(member);
  }
  return count;
}
