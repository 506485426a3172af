import { utimesSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Profiles } from './profiles.js';
import { Terminal } from './testing/terminal.js';

let terminal: Terminal;
beforeEach(() => {
  terminal = new Terminal('http://localhost:3000');
});
afterEach(() => terminal.dispose());

const none = { write: () => undefined };
/** As another process would have it, which has read the file at some time. */
const read = (): Profiles => Profiles.read(terminal.io({}, none, none));

describe('what is kept by several processes', () => {
  it('is not lost to one that has read the file before', () => {
    const listening = read();
    const starting = read();
    starting.keep('local', { url: 'http://localhost:3000', apiKey: 'kadr_local' });
    listening.hear('http://localhost:3000 *', '7');
    read().keep('studio', { url: 'https://kadr.example', apiKey: 'kadr_far' }, { isCurrent: false });
    starting.use('local');
    listening.hear('http://localhost:3000 *', '8');
    const now = read();
    expect(now.names).toEqual(['local', 'studio']);
    expect(now.current).toBe('local');
    expect(now.find('local')).toEqual({ url: 'http://localhost:3000', apiKey: 'kadr_local' });
    expect(now.heard('http://localhost:3000 *')).toBe('8');
    starting.remove('local');
    expect(read().names).toEqual(['studio']);
    expect(read().heard('http://localhost:3000 *')).toBe('8');
  });

  it('has one secret to sign with, whoever needs it first', () => {
    const [one, other] = [read(), read()];
    expect(one.listenSecret()).toMatch(/^whsec_/);
    expect(other.listenSecret()).toBe(one.listenSecret());
  });

  it('is written although a process died while it wrote', () => {
    read().keep('local', { url: 'http://localhost:3000' });
    const lock = `${read().file}.lock`;
    writeFileSync(lock, '');
    utimesSync(lock, 1, 1);
    read().keep('other', { url: 'http://localhost:3001' });
    expect(read().names).toEqual(['local', 'other']);
  });
});
