import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { expect, it } from '@jest/globals';
import { type Recorded } from '#eventing/domain';
import { NamedObjects } from './named-objects.js';

const org = randomUUID();
const [living, gone] = [randomUUID(), randomUUID()];
const named = (subject: string, name: string, text: string) => ({
  key: `${org}/${subject}/${name}`,
  contentType: 'text/plain',
  sizeBytes: text.length,
  sha256: createHash('sha256').update(text).digest('hex'),
});

function compare(data: readonly object[], stored: Readonly<Record<string, string>>) {
  const events = data.map((one, index) => ({ type: 'X', data: one, position: index + 1 }) as unknown as Recorded);
  const of = async (ids: readonly string[]) => new Map(ids.filter((id) => id === living).map((id) => [id, [`asset-${id}`]]));
  const readAll = async ({ after }: { after: number }) => ({
    events: events.slice(after, after + 2),
    position: Math.min(after + 2, events.length),
  });
  const head = async (key: string) => {
    const text = stored[key];
    return text === undefined ? null : { sizeBytes: text.length, modifiedAt: new Date(), revision: '1' };
  };
  const open = (key: string) => Readable.from([Buffer.from(stored[key] ?? '')]);
  return new NamedObjects({ readAll }, { of }, { head, open }).compare();
}

it('finds every object that an event names, once, at any depth, page after page', async () => {
  const [one, two, three] = ['a.txt', 'b.txt', 'c.txt'].map((name) => named(living, name, name)) as [object, object, object];
  const stored = Object.fromEntries(['a.txt', 'b.txt', 'c.txt'].map((name) => [`${org}/${living}/${name}`, name]));
  const data = [{ file: one }, { of: [{ deep: { file: two } }] }, { again: one, and: three }, { text: 'no file' }];
  expect(await compare(data, stored)).toEqual({ objects: 3, wrong: 0, faults: [] });
});

it('says which is missing, cut or changed, with what to do; and nothing of what is deleted, or is no key of ours', async () => {
  const data = [
    { missing: named(living, 'missing.txt', 'text') },
    { cut: named(living, 'cut.txt', 'text') },
    { changed: named(living, 'changed.txt', 'text') },
    { deleted: named(gone, 'deleted.txt', 'text') },
    { theirs: { ...named(living, 'x', 'text'), key: 'https://example.com/x' } },
  ];
  const at = (name: string) => `${org}/${living}/${name}`;
  const { objects, wrong, faults } = await compare(data, { [at('cut.txt')]: 'te', [at('changed.txt')]: 'TEXT' });
  expect([objects, wrong]).toEqual([3, 3]);
  expect(faults).toEqual([
    `${at('missing.txt')} is missing: restore the objects to the moment of the database, or a later one`,
    `${at('cut.txt')} has 2 of 4 bytes: copy it again from the backup`,
    `${at('changed.txt')} was changed since it was stored: copy it again from the backup`,
  ]);
});
