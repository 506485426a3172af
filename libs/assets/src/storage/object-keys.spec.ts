import { describe, expect, it } from '@jest/globals';
import { checkedKey, checkedPrefix, objectKey } from './object-keys.js';

const ORG = '0193f3a0-0000-7000-8000-000000000001';
const VIDEO = '0193f3a0-0000-7000-8000-000000000002';
const refused = expect.objectContaining({ code: 'invalid_key', retryable: false });

describe('an object key', () => {
  it('is organisation, subject and a name that may have folders', () => {
    expect(objectKey(ORG, VIDEO, 'clips/000.mp4')).toBe(`${ORG}/${VIDEO}/clips/000.mp4`);
  });

  it.each([
    ['a way up', '../x'],
    ['a way up inside', 'clips/../../x'],
    ['an encoded way up', '%2e%2e%2fx'],
    ['a dot folder', './x'],
    ['three dots', '.../x'],
    ['an absolute path', '/etc/passwd'],
    ['an empty folder', 'clips//x'],
    ['nothing', ''],
    ['a folder only', 'clips/'],
    ['a NUL', 'x\0.mp4'],
    ['a line end', 'x\r\nSet-Cookie: a=b'],
    ['a trailing line end', 'x.mp4\n'],
    ['a backslash', 'clips\\x'],
    ['unicode dots', '․․/x'],
    ['a letter that looks like another', 'fіnal.mp4'],
    ['too much', 'x'.repeat(600)],
  ])('refuses %s in the name', (_what, name) => {
    expect(() => objectKey(ORG, VIDEO, name)).toThrow(refused);
  });

  it.each([
    `${ORG}/x/final.mp4`,
    `x/${VIDEO}/final.mp4`,
    `${ORG}/${VIDEO}`,
    `/${ORG}/${VIDEO}/final.mp4`,
    `${ORG.toUpperCase()}A/${VIDEO}/f`,
  ])('refuses %s', (key) => expect(() => checkedKey(key)).toThrow(refused));
});

describe('a prefix to delete', () => {
  it('is a subject or something below it', () => {
    expect(checkedPrefix(`${ORG}/${VIDEO}`)).toBe(`${ORG}/${VIDEO}`);
    expect(checkedPrefix(`${ORG}/${VIDEO}/clips`)).toBe(`${ORG}/${VIDEO}/clips`);
  });

  it.each(['', ORG, `${ORG}/`, `${ORG}/${VIDEO}/..`, `${ORG}/..`])('is never "%s"', (prefix) => {
    expect(() => checkedPrefix(prefix)).toThrow(refused);
  });
});
