import { describe, expect, it } from '@jest/globals';
import { BoundedCache, CacheRoom } from './bounded-cache.js';
import { roughBytes } from './rough-bytes.js';

const textsIn = (room: CacheRoom) => new BoundedCache<string, string>(room, roughBytes);

describe('faults C30: a cache', () => {
  it('keeps what was used last, as many as its bytes allow, be they many and small or few and large', () => {
    const room = new CacheRoom('spec', 100_000);
    const cache = textsIn(room);
    for (let n = 0; n < 1000; n += 1) {
      cache.set(`small ${n}`, 'x'.repeat(10));
      cache.get('small 0');
    }
    expect([room.bytes <= 100_000, cache.size > 300, cache.peek('small 0'), cache.peek('small 1')]).toEqual([
      true,
      true,
      'x'.repeat(10),
      undefined,
    ]);
    for (let n = 0; n < 100; n += 1) cache.set(`large ${n}`, 'x'.repeat(10_000));
    expect(room.bytes).toBeLessThanOrEqual(100_000);
    expect(cache.size).toBeLessThanOrEqual(5);
    expect(cache.peek('large 99')).toHaveLength(10_000);
  });

  it('does not take what would drive out all others, and forgets what it replaces', () => {
    const room = new CacheRoom('spec', 100_000);
    const cache = textsIn(room);
    cache.set('a', 'x');
    cache.set('b', 'x'.repeat(20_000));
    expect([cache.peek('a'), cache.peek('b')]).toEqual(['x', undefined]);
    cache.set('a', 'x'.repeat(20_000));
    expect([cache.peek('a'), cache.size, cache.bytes]).toEqual([undefined, 0, 0]);
  });

  it('counts its bytes right through every order of things', () => {
    const room = new CacheRoom('spec', 20_000);
    const cache = textsIn(room);
    for (let n = 0; n < 3000; n += 1) {
      const key = `${(n * 7919) % 60}`;
      if (n % 5 === 0) cache.delete(key);
      else cache.set(key, 'y'.repeat((n * 31) % 900));
      if (n % 997 === 0) cache.clear();
    }
    const before = cache.bytes;
    let sum = 0;
    for (let n = 0; n < 60; n += 1) {
      const value = cache.peek(`${n}`);
      if (value !== undefined) sum += 200 + roughBytes(value);
    }
    expect(before).toBe(sum);
    expect(before).toBeLessThanOrEqual(20_000);
  });

  it('shares its room with others: who has most gives', () => {
    const room = new CacheRoom('spec', 50_000);
    const [greedy, modest] = [textsIn(room), textsIn(room)];
    modest.set('one', 'x'.repeat(1000));
    for (let n = 0; n < 200; n += 1) greedy.set(`${n}`, 'x'.repeat(1000));
    expect(modest.peek('one')).toHaveLength(1000);
    expect(room.bytes).toBeLessThanOrEqual(50_000);
  });

  it('lets go of anything rather than of what has just been used or replaced', () => {
    const room = new CacheRoom('spec', 100_000);
    const others = Array.from({ length: 3 }, () => textsIn(room));
    const pair = textsIn(room);
    pair.set('a', 'x'.repeat(10_000));
    pair.set('b', 'x'.repeat(10_000));
    for (const one of others) one.set('one', 'x'.repeat(9_200));
    expect(room.bytes).toBeLessThanOrEqual(100_000);
    pair.set('a', 'x'.repeat(12_200));
    expect([pair.peek('a')?.length, pair.peek('b')]).toEqual([12_200, undefined]);
    const many = textsIn(new CacheRoom('spec', 100_000));
    for (let n = 0; n < 400; n += 1) {
      many.set(`${n}`, 'x');
      const used = `${Math.floor(n / 2)}`;
      if (many.peek(used) === undefined) continue;
      many.get(used);
      // So many it takes until it can be its turn.
      for (let more = 0; more < many.size / 2 - 1; more += 1) many.set(`${n} and ${more}`, 'x');
      expect(many.peek(used)).toBe('x');
    }
  });

  it('knows about how large a value is', () => {
    const films = Array.from({ length: 100 }, (_, n) => ({
      id: n,
      title: 'кино'.repeat(20),
      tags: new Set(['a', 'b']),
      at: new Map([['x', n]]),
    }));
    const bytes = roughBytes(films);
    expect(bytes).toBeGreaterThan(100 * 160);
    expect(bytes).toBeLessThan(100 * 800);
    expect(roughBytes(Array.from({ length: 300_000 }, () => 1))).toBeGreaterThan(300_000);
    expect(roughBytes(Buffer.alloc(5000))).toBeGreaterThanOrEqual(5000);
  });
});
