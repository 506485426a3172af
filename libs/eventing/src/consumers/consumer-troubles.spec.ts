import { describe, expect, it } from '@jest/globals';
import { DatabaseUnavailable } from '#platform';
import { ConsumerTroubles } from './consumer-troubles.js';

describe('the log of consumers', () => {
  const lines: object[] = [];
  let nowMs = 0;
  const troubles = new ConsumerTroubles(
    (line) => lines.push(line),
    () => nowMs,
  );
  const away = new DatabaseUnavailable({ cause: new Error('the server does not answer') });

  it('has one line without a stack of a database that is away, however many consumers fail', () => {
    for (nowMs = 0; nowMs < 9_000; nowMs += 500) for (const consumer of ['one', 'two', 'three']) troubles.tell(consumer, away);
    expect(lines).toEqual([{ consumer: 'one', reason: away.message }]);
    nowMs = 10_500;
    troubles.tell('two', away);
    expect(lines).toHaveLength(2);
  });

  it('has all of what is no outage', () => {
    lines.length = 0;
    const fault = new Error('nobody foresaw this');
    for (const consumer of ['one', 'two']) troubles.tell(consumer, fault);
    expect(lines).toEqual([
      { err: fault, consumer: 'one' },
      { err: fault, consumer: 'two' },
    ]);
  });
});
