import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type * as JestGlobals from '@jest/globals';
import { Ajv } from 'ajv';
import { type AnyAggregate, type Event } from '../domain/index.js';

const readJson = (file: string): object => JSON.parse(readFileSync(file, 'utf8')) as object;

/**
 * What must hold of every event that a lib has ever stored: a sample of each version below today's (`samples/<Event>.v<n>.json`, the
 * event's data) still fits the schema it was written under, is lifted to one that fits today's, and can be folded.
 * @param contracts folder with `schemas/` and `samples/`. Absolute. @param aggregates all of the lib
 */
export function storedSamples({ describe, expect, it }: typeof JestGlobals, contracts: string, aggregates: readonly AnyAggregate[]): void {
  const ajv = new Ajv({ strict: false });
  const schemaOf = (type: string, version: number): object => readJson(path.join(contracts, 'schemas', `${type}.v${version}.json`));
  const ownerOf = new Map(
    aggregates.flatMap((aggregate) => Object.keys(aggregate.schemaVersions).map((type) => [type, aggregate] as const)),
  );
  const versionsOf = ({ schemaVersions }: AnyAggregate): [string, number][] => Object.entries(schemaVersions);
  const today = new Map(aggregates.flatMap(versionsOf));
  const older = [...today].flatMap(([type, newest]) => Array.from({ length: newest - 1 }, (_, index) => ({ type, version: index + 1 })));

  describe('events as older releases have stored them', () => {
    for (const { type, version } of older) {
      it(`${type} of version ${version} is read as one of today`, () => {
        const data = readJson(path.join(contracts, 'samples', `${type}.v${version}.json`));
        expect(ajv.validate(schemaOf(type, version), { type, data }) || ajv.errors).toBe(true);
        const aggregate = ownerOf.get(type);
        const lifted = aggregate?.upcast?.(type, version, data) ?? {};
        expect(ajv.validate(schemaOf(type, today.get(type) ?? 0), { type, data: lifted }) || ajv.errors).toBe(true);
        expect(() => aggregate?.evolve(aggregate.initialState, { type, data: lifted } as Event)).not.toThrow();
      });
    }

    it('have a schema for every version, and no sample that nobody reads', () => {
      const versions = [...today].flatMap(([type, newest]) => Array.from({ length: newest }, (_, index) => `${type}.v${index + 1}.json`));
      expect(versions.filter((name) => !existsSync(path.join(contracts, 'schemas', name)))).toEqual([]);
      const samples = existsSync(path.join(contracts, 'samples')) ? readdirSync(path.join(contracts, 'samples')) : [];
      expect(samples.sort()).toEqual(older.map(({ type, version }) => `${type}.v${version}.json`).sort());
    });

    it('are refused in a version that never was', () => {
      for (const { type } of older) expect(() => ownerOf.get(type)?.upcast?.(type, 0, {})).toThrow(`${type} has no version 0`);
    });
  });
}
