import { describe, expect, it } from '@jest/globals';
import { eventingConfig } from './eventing.config.js';

describe('the settings', () => {
  it('work without any', () => {
    expect(eventingConfig({})).toMatchObject({ natsUrl: null, partitions: 8, natsStream: 'KADR_EVENTS', subjectPrefix: 'kadr' });
  });

  it('name every wrong value and what is accepted', () => {
    const wrong = { NATS_URL: 'http://x', KADR_PARTITIONS: '0', KADR_NATS_STREAM: 'a.b', KADR_TAIL_EVENTS: 'many' };
    expect(() => eventingConfig(wrong)).toThrow(
      /NATS_URL.*KADR_NATS_STREAM.*KADR_PARTITIONS is "0": a whole number from 1 to 1024.*KADR_TAIL_EVENTS/s,
    );
  });
});
