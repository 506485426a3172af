import { describe, expect, it } from '@jest/globals';
import { type Recorded } from '../domain/index.js';
import { partitionOf } from '../store/stream-partition.js';
import { recorded } from '../testing/recorded.js';
import { Tail } from './tail.js';

const PARTITIONS = 4;
const at = (position: number): Recorded =>
  recorded({ type: 'Counted', data: {} }, { position, streamId: `tally-${position % 7}`, version: position });
const positions = (events: readonly Recorded[] | undefined): number[] => (events ?? []).map(({ position }) => position);
const tailAt = (position: number, capacity = 100, maxBytes = 1e9): Tail => {
  const tail = new Tail(PARTITIONS, capacity, maxBytes);
  tail.restartAt(position);
  return tail;
};

describe('the tail of the log', () => {
  it('takes what is in line, keeps what came too early, and goes on when the gap is closed', () => {
    const tail = tailAt(10);
    expect(positions(tail.offer([at(13), at(11)]))).toEqual([11]);
    expect([tail.mark, tail.hasGap]).toEqual([11, true]);
    expect(positions(tail.offer([at(12)]))).toEqual([12, 13]);
    expect([tail.mark, tail.hasGap]).toEqual([13, false]);
  });

  it('takes nothing twice', () => {
    const tail = tailAt(10);
    tail.offer([at(11), at(12)]);
    expect(tail.offer([at(11), at(12)])).toEqual([]);
    expect(positions(tail.slice({ after: 10, limit: 10 })?.events)).toEqual([11, 12]);
  });

  it('keeps the order, and nothing twice, when what came early comes again with what it waited for', () => {
    const tail = tailAt(10);
    tail.offer([at(12), at(14)]);
    expect(positions(tail.offer([at(11), at(12), at(13), at(15)]))).toEqual([11, 12, 13, 14, 15]);
    expect([tail.mark, tail.hasGap]).toEqual([15, false]);
    expect(positions(tail.offer([at(16), at(16), at(17)]))).toEqual([16, 17]);
  });

  it('passes a gap when it is told that nothing is missing', () => {
    const tail = tailAt(0);
    tail.offer([at(3), at(6)]);
    tail.extend([at(3)], 5);
    expect([tail.mark, tail.hasGap]).toEqual([5, true]);
    expect(positions(tail.offer([]))).toEqual([6]);
    expect(positions(tail.slice({ after: 0, limit: 10 })?.events)).toEqual([3, 6]);
  });

  it('gives pages that say how far they are complete', () => {
    const tail = tailAt(0);
    tail.offer([at(1), at(2), at(3), at(4)]);
    tail.extend([], 9);
    expect(tail.slice({ after: 1, limit: 2 })).toEqual({ events: [at(2), at(3)], position: 3 });
    expect(tail.slice({ after: 3, limit: 2 })).toEqual({ events: [at(4)], position: 9 });
    expect(tail.slice({ after: 9, limit: 2 })).toEqual({ events: [], position: 9 });
  });

  it('gives each event to its partition alone', () => {
    const tail = tailAt(0);
    const all = Array.from({ length: 40 }, (_, index) => at(index + 1));
    tail.offer(all);
    for (let partition = 0; partition < PARTITIONS; partition += 1) {
      const own = all.filter(({ streamId }) => partitionOf(streamId, PARTITIONS) === partition);
      expect(tail.slice({ after: 0, limit: 100, partition })).toEqual({ events: own, position: 40 });
    }
  });

  it('faults C30: keeps no more bytes than it may, in line and early, and loses nothing of what is in line', () => {
    const heavy = (position: number): Recorded => ({ ...at(position), data: { text: 'x'.repeat(position % 9 === 0 ? 40_000 : 100) } });
    const tail = tailAt(0, 10_000, 1_000_000);
    for (let position = 1; position <= 2000; position += 1) {
      expect(positions(tail.offer([heavy(position)]))).toEqual([position]);
      expect(tail.bytes).toBeLessThanOrEqual(1_000_000);
    }
    expect(positions(tail.slice({ after: 1995, limit: 10 })?.events)).toEqual([1996, 1997, 1998, 1999, 2000]);
    expect(tail.slice({ after: 0, limit: 10 })).toBeNull();
    // A gap: what came too early is given up rather than kept without end, and is read from the store.
    for (let position = 2010; position <= 3000; position += 1) tail.offer([heavy(position)]);
    expect(tail.mark).toBe(2000);
    tail.extend([heavy(2001)], 2009);
    tail.offer([heavy(2010)]);
    expect(tail.mark).toBe(2010);
    // One that is larger than all room is passed on and not kept.
    expect(positions(tail.offer([{ ...at(2011), data: { text: 'x'.repeat(600_000) } }]))).toEqual([2011]);
    expect(tail.slice({ after: 2010, limit: 1 })).toBeNull();
    expect(tail.slice({ after: 2011, limit: 1 })).toEqual({ events: [], position: 2011 });
  });

  it('forgets the oldest and then answers nothing rather than a page with a hole', () => {
    const tail = tailAt(0, 10);
    for (let position = 1; position <= 45; position += 1) tail.offer([at(position)]);
    expect(tail.slice({ after: 0, limit: 100 })).toBeNull();
    const answered = Array.from({ length: 45 }, (_, after) => tail.slice({ after, limit: 100 })).filter((slice) => slice !== null);
    expect(answered.length).toBeGreaterThanOrEqual(10);
    expect(answered.length).toBeLessThanOrEqual(20);
    for (const { events } of answered) expect(positions(events)).toEqual(positions(events).map((_, i) => 45 - events.length + 1 + i));
  });
});
