import { createHash } from 'node:crypto';
import { fieldsOf, listOf, textOf, type Fields } from '../http/exchange.js';

/**
 * A value that the schema admits, different for each `seed`: what a model would answer, without the model. Understands the common
 * part of JSON Schema and of Gemini's `responseSchema` (types in capitals, counts as strings).
 */
export function sampleFor(schema: unknown, seed: string, root: unknown = schema, name = 'value'): unknown {
  const wanted = fieldsOf(schema) ?? {};
  const reference = textOf(wanted['$ref']);
  if (reference.startsWith('#/')) {
    const target = reference
      .slice(2)
      .split('/')
      .reduce<unknown>((value, part) => fieldsOf(value)?.[part], root);
    return sampleFor(target, seed, root, name);
  }
  if (wanted['const'] !== undefined) return wanted['const'];
  const choices = listOf(wanted['enum']);
  if (choices.length > 0) return choices[numberOf(seed, name) % choices.length];
  const [either] = [...listOf(wanted['anyOf']), ...listOf(wanted['oneOf'])].filter((one) => fieldsOf(one)?.['type'] !== 'null');
  if (either !== undefined) return sampleFor(either, seed, root, name);
  const type = listOf(wanted['type']).find((one) => one !== 'null') ?? wanted['type'];
  switch (textOf(type).toLowerCase()) {
    case 'object':
      return Object.fromEntries(
        Object.entries(fieldsOf(wanted['properties']) ?? {}).map(([key, value]) => [key, sampleFor(value, `${seed} ${key}`, root, key)]),
      );
    case 'array': {
      const [least, most] = [Number(wanted['minItems'] ?? 0), Number(wanted['maxItems'] ?? 4)];
      const length = Math.max(least, Math.min(name === 'paragraphs' ? asked(seed).paragraphs : 3, most));
      return Array.from({ length }, (_, index) => sampleFor(wanted['items'], `${seed} ${index}`, root, name));
    }
    case 'integer':
    case 'number':
      return numberIn(wanted, seed, name);
    case 'boolean':
      return numberOf(seed, name) % 2 === 0;
    case 'null':
      return null;
    default:
      return words(wanted, seed, name);
  }
}

function numberIn(wanted: Fields, seed: string, name: string): number {
  const least = Number(wanted['minimum'] ?? 1);
  const most = Number(wanted['maximum'] ?? least + 9);
  return Math.min(least + (numberOf(seed, name) % Math.max(Math.floor(most - least) + 1, 1)), most);
}

/** A narration for a film of a few seconds is shorter than what is made otherwise, as the brief asks for it. */
function asked(brief: string): { readonly paragraphs: number; readonly words: number } {
  const [, count, all] = /Exactly (\d+) paragraphs?\b.*?\b(\d+) words in all/.exec(brief) ?? [];
  if (all === undefined || Number(all) >= 18) return { paragraphs: 3, words: 6 };
  const paragraphs = Math.max(1, Math.min(3, Number(count)));
  return { paragraphs, words: Math.max(1, Math.floor(Number(all) / paragraphs)) };
}

const VOCABULARY =
  'the river carries quiet light past old stone towers while birds circle above morning fields and people begin their day'.split(' ');

function words(wanted: Fields, seed: string, name: string): string {
  const count = Math.max(name === 'paragraphs' ? asked(seed).words : 6, Math.ceil(Number(wanted['minLength'] ?? 0) / 4));
  const start = numberOf(seed, name);
  const text = Array.from({ length: count }, (_, index) => VOCABULARY[(start + index * 7) % VOCABULARY.length]).join(' ');
  return `${text[0]?.toUpperCase()}${text.slice(1)}.`.slice(0, Number(wanted['maxLength'] ?? 2000));
}

const numberOf = (seed: string, name: string): number => createHash('sha256').update(`${seed} ${name}`).digest().readUInt32BE(0);
