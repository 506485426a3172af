import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Recorded } from '../domain/index.js';
import { context, count, newId, ORG, tally } from '../testing/tally.sample.js';
import { createTestEventing, eventually, type TestEventing } from '../testing/test-eventing.js';
import { appendEvents } from './event-table.js';

let eventing: TestEventing;
beforeEach(async () => {
  eventing = await createTestEventing({ register: (registry) => registry.aggregate(tally), consumers: false });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await eventing?.close();
});

/** Two streams, event by event in turn. @returns those of the first, as the store has them */
async function written(): Promise<readonly Recorded[]> {
  const [id, other] = [newId(), newId()];
  for (let turn = 0; turn < 3; turn += 1) for (const one of [id, other]) await eventing.unitOfWork.decide(tally, one, count(one), context);
  await eventually(() => eventing.eventLog.mark === 8);
  return eventing.store.readStream(`tally-${id}`);
}

const told = ({ eventId, version, position, type, data, metadata, recordedAt }: Recorded) =>
  [eventId, version, position, type, data, metadata, recordedAt] as const;

describe('news of a stream', () => {
  it('are those behind what is known, as the store says them, and asked of nobody where the log keeps them', async () => {
    const events = await written();
    const asked = jest.spyOn(eventing.database, 'query');
    for (const [index, known] of events.entries()) {
      const news = await eventing.store.readNews(known.streamId, known);
      expect(news.map(told)).toEqual(events.slice(index + 1).map(told));
    }
    expect([events.length, asked.mock.calls.length]).toEqual([4, 0]);
  });

  it('are asked of the store where the log does not reach back to what is known', async () => {
    const events = await written();
    const late = await eventing.another();
    for (const [index, known] of [{ ...events[0], version: 0, position: 0 } as Recorded, ...events].entries()) {
      const news = await late.store.readNews(known.streamId, known);
      expect(news.map(told)).toEqual(events.slice(index).map(told));
    }
    await late.close();
  });

  it('end before what a newer release has written', async () => {
    const [known] = await written();
    const { streamId = '' } = known ?? {};
    const row = { eventId: newId(), streamId, version: 5, type: 'Counted', schemaVersion: 99, module: 'samples', orgId: ORG, partition: 0 };
    await appendEvents(eventing.database, { rows: [{ ...row, data: '{}', metadata: JSON.stringify({ orgId: ORG }) }], keys: [] });
    await eventing.eventLog.refresh();
    const news = await eventing.store.readNews(streamId, known as Recorded);
    expect(news.map(({ version }) => version)).toEqual([2, 3, 4]);
  });
});
