import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { ANNOUNCED } from './webhooks.js';

/** Members that `docs/webhooks.md` names for each type, by its table. `.completed` continues the type before it. */
function documented(): Map<string, string> {
  const text = readFileSync('docs/webhooks.md', 'utf8');
  const table = text.slice(text.indexOf('| type | `data` |'), text.indexOf('\n\n', text.indexOf('| type | `data` |')));
  return new Map(
    table
      .split('\n')
      .slice(2)
      .flatMap((line) => {
        const [, types = '', data = ''] = line.split('|');
        let group = '';
        return [...types.matchAll(/`([a-z_.]+)`/g)].map(([, name = '']) => {
          const type = name.startsWith('.') ? group + name : name;
          group = type.split('.')[0] ?? '';
          return [type, data] as const;
        });
      }),
  );
}

describe('what is announced', () => {
  it('has an example that its schema takes, and none with a member more or less', () => {
    const ajv = new Ajv({ strict: false, formats: { uuid: true, 'date-time': true, uri: true } });
    for (const { type, schema, example } of ANNOUNCED) {
      const isValid = ajv.compile(schema);
      expect([type, isValid(example), isValid.errors]).toEqual([type, true, null]);
      const [first = ''] = Object.keys(example);
      expect([type, isValid(Object.fromEntries(Object.entries(example).filter(([name]) => name !== first)))]).toEqual([type, false]);
    }
  });

  it('stands in the guide, each type with its members', () => {
    const guide = documented();
    expect([...guide.keys()].sort()).toEqual(ANNOUNCED.map(({ type }) => type));
    for (const { type, example } of ANNOUNCED) {
      const unnamed = Object.keys(example).filter((name) => !guide.get(type)?.includes(name));
      expect([type, unnamed]).toEqual([type, []]);
    }
  });

  it('names every promised type', () => {
    const promised = [
      ...['job.started', 'job.awaiting_approval', 'job.completed', 'job.failed', 'job.cancelled', 'quota.warning'],
      ...['generation.completed', 'generation.failed', 'clips.completed', 'asset.ready', 'asset.failed'],
      ...['workflow_run.completed', 'workflow_run.failed', 'webhook_endpoint.disabled'],
    ];
    const known = new Set(ANNOUNCED.map(({ type }) => type));
    expect(promised.filter((type) => !known.has(type))).toEqual([]);
  });
});
