import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { type AnyAggregate, type Event } from '#eventing/domain';
import { shortVideo } from '../render-order/domain/short-video.decider.js';
import { videoJob } from '../video/domain/video-job.decider.js';

/** Events as older releases have stored them. Every version that was ever written is here, and stays. */
const folder = path.join(import.meta.dirname, 'samples');
const samples = readdirSync(folder).map((name) => {
  const [, type = '', version = ''] = /^(\w+)\.v(\d+)\.json$/.exec(name) ?? [];
  return { name, type, version: Number(version), data: JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as object };
});
/** Those with events of more than one version. */
const aggregates = [videoJob, shortVideo] as unknown as readonly AnyAggregate[];
const aggregateOf = (type: string): AnyAggregate => {
  const found = aggregates.find(({ schemaVersions }) => Object.hasOwn(schemaVersions, type));
  if (!found) throw new Error(`no aggregate has ${type}`);
  return found;
};
const schemaOf = (type: string, version: number): object =>
  JSON.parse(readFileSync(path.join(import.meta.dirname, 'schemas', `${type}.v${version}.json`), 'utf8')) as object;
const ajv = new Ajv({ strict: false });

describe('a stored event of an older release', () => {
  it.each(samples)('$name was what its schema says, and is read as one of today', ({ type, version, data }) => {
    const aggregate = aggregateOf(type);
    expect(ajv.validate(schemaOf(type, version), { type, data }) || ajv.errors).toBe(true);
    const today = (aggregate.schemaVersions as Readonly<Record<string, number>>)[type] ?? 0;
    expect(today).toBeGreaterThan(version);
    const lifted = aggregate.upcast?.(type, version, data) ?? {};
    expect(ajv.validate(schemaOf(type, today), { type, data: lifted }) || ajv.errors).toBe(true);
    expect(aggregate.evolve(aggregate.initialState, { type, data: lifted } as Event)).toMatchObject({ status: 'queued' });
  });

  it('is kept for every version below the one of today', () => {
    const needed = aggregates.flatMap(({ schemaVersions }) =>
      Object.entries(schemaVersions).flatMap(([type, today]) =>
        Array.from({ length: today - 1 }, (_, index) => `${type}.v${index + 1}.json`),
      ),
    );
    expect(samples.map(({ name }) => name)).toEqual(expect.arrayContaining(needed));
    expect(needed).not.toEqual([]);
  });

  it('is refused in a version that never was', () => {
    for (const type of ['JobCreated', 'ShortVideoOrdered']) {
      expect(() => aggregateOf(type).upcast?.(type, 0, {})).toThrow(`${type} has no version 0`);
    }
  });
});
