import { readFileSync } from 'node:fs';
import path from 'node:path';
import type * as JestGlobals from '@jest/globals';
import { type AnyAggregate } from '../domain/index.js';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: boolean | Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/**
 * Of every text of every event somebody has decided whether it is personal: what is neither declared so by the aggregate nor among `plain`
 * fails, and so does a declaration of what is not there.
 * @param contracts folder with `schemas/`. Absolute. @param plain paths like those of `Aggregate.personal`; `**.x`: wherever a member is called so
 */
export function decidedTexts(
  { describe, expect, it }: typeof JestGlobals,
  contracts: string,
  aggregates: readonly AnyAggregate[],
  plain: readonly string[],
): void {
  describe('faults C35: what is personal in the events', () => {
    const events = aggregates.flatMap((aggregate) =>
      Object.entries(aggregate.schemaVersions).map(([type, version]) => {
        const personal = (aggregate.personal as Readonly<Record<string, readonly string[]>> | undefined)?.[type] ?? [];
        const schema = JSON.parse(readFileSync(path.join(contracts, 'schemas', `${type}.v${version}.json`), 'utf8')) as Schema;
        return { type, personal, paths: pathsOf(schema) };
      }),
    );

    it('is decided for every free text', () => {
      const open = events.flatMap(({ type, personal, paths }) =>
        paths.texts
          .filter((text) => !personal.some((one) => covers(one, text)) && !plain.some((one) => fits(one, text)))
          .map((text) => `${type}: ${text}`),
      );
      expect(open).toEqual([]);
    });

    it('is there, and is not said to be plain as well', () => {
      const lost = events.flatMap(({ type, personal, paths }) =>
        personal.filter((one) => !paths.all.has(one)).map((one) => `${type}: ${one}`),
      );
      expect(lost).toEqual([]);
      const both = events.flatMap(({ personal }) => personal.filter((one) => plain.some((other) => fits(other, one))));
      expect(both).toEqual([]);
    });

    it('and nothing is called plain that no event has', () => {
      const texts = events.flatMap(({ paths }) => paths.texts);
      expect(plain.filter((one) => !texts.some((text) => fits(one, text)))).toEqual([]);
    });
  });
}

const covers = (personal: string, text: string): boolean => text === personal || text.startsWith(`${personal}.`);

function fits(plain: string, text: string): boolean {
  const isAnywhere = plain.startsWith('**.');
  const names = (isAnywhere ? plain.slice(3) : plain).split('.').map((name) => name.replaceAll('*', '[^.]*'));
  return new RegExp(`^${isAnywhere ? '(.*[.])?' : ''}${names.join('[.]')}$`).test(text);
}

/** All members by path, and those that are free texts: strings that may be anything. */
function pathsOf(schema: Schema): { all: ReadonlySet<string>; texts: string[] } {
  const all = new Set<string>();
  const texts = new Set<string>();
  const walk = (node: Schema, at: readonly string[]): void => {
    if (node.$ref) return walk(schema.definitions?.[decodeURIComponent(node.$ref.split('/').at(-1) ?? '')] ?? {}, at);
    all.add(at.join('.'));
    if ([node.type].flat().includes('string') && !node.enum && node.const === undefined) texts.add(at.join('.'));
    for (const one of [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])]) walk(one, at);
    for (const [name, member] of Object.entries(node.properties ?? {})) walk(member, [...at, name]);
    if (node.items) walk(node.items, [...at, '*']);
    if (typeof node.additionalProperties === 'object') walk(node.additionalProperties, [...at, '*']);
  };
  walk(schema.properties?.['data'] ?? {}, []);
  return { all, texts: [...texts] };
}
