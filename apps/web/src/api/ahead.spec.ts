import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { askAhead as askFor, fetchOrAsked, filmOf } from './ahead';

const askAhead = (pathname: string) => askFor(filmOf(pathname));
const ORIGIN = 'http://kadr.test';
const NAMES = ['fetch', 'localStorage', 'location'];
const known = NAMES.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
let asked: string[] = [];
let status = 200;
const tokens = new Set<string | null>();

/** A browser that was signed in here before, and a server that says which time it was asked. */
function browser({ token = 'token' as string | null } = {}): void {
  Object.assign(globalThis, { localStorage: { getItem: () => token }, location: { origin: ORIGIN } });
}

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  asked = [];
  tokens.clear();
  status = 200;
  const answer = (input: unknown, { headers }: RequestInit = {}) => {
    tokens.add(new Headers(headers).get('kadr-csrf'));
    asked.push(String(input).replace(ORIGIN, ''));
    const place = String(asked.length);
    return status === 0 ? Promise.reject(new TypeError('cut')) : Promise.resolve({ ok: status < 400, text: () => Promise.resolve(place) });
  };
  Object.defineProperty(globalThis, 'fetch', { value: answer, configurable: true, writable: true });
  for (const name of ['localStorage', 'location'])
    Object.defineProperty(globalThis, name, { value: {}, configurable: true, writable: true });
  browser();
});
afterEach(() => {
  jest.runAllTimers();
  jest.useRealTimers();
  for (const [name, property] of known) {
    if (property) Object.defineProperty(globalThis, name, property);
    else Reflect.deleteProperty(globalThis, name);
  }
});

const read = async (address: string, init?: RequestInit) => (await fetchOrAsked(`${ORIGIN}${address}`, init)).text();

describe('what a page needs first', () => {
  it('is asked for before anybody wants it, and given to the first who does', async () => {
    askAhead('/videos/0190-a');
    expect(asked).toEqual(['/v1/session', '/v1/videos/0190-a', '/v1/videos/0190-a/segments']);
    expect([...tokens]).toEqual(['token']);
    expect([await read('/v1/videos/0190-a/segments'), await read('/v1/session')]).toEqual(['3', '1']);
    expect(await read('/v1/session')).toBe('4');
  });
  it('is the session alone on other pages, and nothing for whoever was never signed in', () => {
    for (const pathname of ['/create', '/videos', '/videos/a/b', '/workflows/a']) askAhead(pathname);
    expect(new Set(asked)).toEqual(new Set(['/v1/session']));
    asked = [];
    browser({ token: null });
    askAhead('/videos/0190-a');
    expect(asked).toEqual([]);
  });
  it('is asked for anew where it was refused or cut: there may be a session by then', async () => {
    for (const wrong of [401, 503, 0]) {
      status = wrong;
      askAhead('/videos/a');
      status = 200;
      asked = [];
      expect([await read('/v1/session'), asked]).toEqual(['1', ['/v1/session']]);
    }
  });
  it('is never given to somebody who changes something, nor when it has become old', async () => {
    askAhead('/videos/a');
    expect(await read('/v1/videos/a', { method: 'PATCH' })).toBe('4');
    jest.advanceTimersByTime(10_000);
    expect(await read('/v1/videos/a')).toBe('5');
  });
});
