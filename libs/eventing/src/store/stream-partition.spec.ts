import { describe, expect, it } from '@jest/globals';
import { partitionOf } from './stream-partition.js';

describe('the partition of a stream', () => {
  it('never changes: it is stored with every event', () => {
    const streams = ['video-job-0195c1c0-0000-7000-8000-000000000001', 'tally-a', 'видео-1', ''];
    expect(streams.map((stream) => partitionOf(stream, 8))).toEqual([7, 3, 0, 5]);
  });

  it('is spread evenly over rising ids', () => {
    const counts = Array.from({ length: 8 }, () => 0);
    for (let index = 0; index < 8_000; index += 1) {
      const id = `video-job-0195c1c0-${index.toString(16).padStart(4, '0')}-7000-8000-000000000001`;
      const partition = partitionOf(id, 8);
      counts[partition] = (counts[partition] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(800);
    expect(Math.max(...counts)).toBeLessThan(1_200);
  });
});
