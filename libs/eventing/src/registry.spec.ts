import { describe, expect, it } from '@jest/globals';
import { EventingRegistry } from './registry.js';
import { inlineTotals, noteClosings, noteCounts, NoteSink, tally } from './testing/tally.sample.js';

const ID = '0195c1c0-0000-7000-8000-000000000001';
const named = (name: string) => ({ ...tally, name });

describe('the registry', () => {
  it('finds the aggregate of a stream, also where one name begins like another or the id is no uuid', () => {
    const [video, videoJob] = [named('video'), named('video-job')];
    const registry = new EventingRegistry().aggregate(video).aggregate(videoJob);
    expect(registry.aggregateOf(`video-${ID}`)?.name).toBe('video');
    expect(registry.aggregateOf(`video-job-${ID}`)?.name).toBe('video-job');
    expect(registry.aggregateOf('video-job-7')?.name).toBe('video-job');
    expect(registry.aggregateOf('video-7')?.name).toBe('video');
    expect(registry.aggregateOf(`quota-${ID}`)).toBeUndefined();
  });

  it('takes the same thing twice, but never two of one name', () => {
    const registry = new EventingRegistry().aggregate(tally).aggregate(tally);
    expect(() => registry.aggregate(named('tally'))).toThrow('two aggregates are called tally');
    const projection = inlineTotals();
    registry.projection(projection).projection(projection);
    expect(() => registry.projection(inlineTotals())).toThrow('two projections');
  });

  it('refuses a table that is no plain name, since the name goes into statements', () => {
    const projection = { ...inlineTotals(), table: 'samples.rows; DROP TABLE eventing.events' };
    expect(() => new EventingRegistry().projection(projection)).toThrow('schema.table');
  });

  it('names process managers that follow nothing', () => {
    const registry = new EventingRegistry().processManager(noteCounts, new NoteSink());
    expect(() => registry.checkCompleteness()).toThrow('samples.note-counts follows "tally"');
    expect(() => registry.aggregate(tally).checkCompleteness()).not.toThrow();
    registry.reaction(noteClosings, new NoteSink());
    expect(() => registry.checkCompleteness()).toThrow('samples.note-closings follows "sum"');
  });

  it('gives a name to a process manager or to a reaction, since checkpoints are kept under it', () => {
    const registry = new EventingRegistry().processManager(noteCounts, new NoteSink());
    expect(() => registry.reaction({ ...noteClosings, name: noteCounts.name }, new NoteSink())).toThrow('both called samples.note-counts');
  });
});
