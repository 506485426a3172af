import { jetstream, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Recorded } from '../domain/index.js';
import { context, count, CreateSamples1763600000900, diary, newId, noteCounts, NoteSink, tally } from '../testing/tally.sample.js';
import { type Outgoing, sentOneByOne, sentTogether } from './outgoing.js';
import { createTestEventing, eventually, type TestEventing, type TestEventingOptions } from '../testing/test-eventing.js';

let nats: NatsConnection;
let manager: JetStreamManager;
let eventing: TestEventing;
let name: string;
let options: TestEventingOptions;

beforeEach(async () => {
  const natsUrl = process.env['KADR_TEST_NATS_URL'] ?? '';
  nats = await connect({ servers: natsUrl.replace('nats://', '') });
  manager = await jetstreamManager(nats);
  name = `spec_${newId().slice(0, 8)}`;
  options = {
    migrations: [CreateSamples1763600000900],
    register: (registry) => registry.aggregate(tally).aggregate(diary).processManager(noteCounts, new NoteSink()),
    config: { natsUrl, subjectPrefix: name, natsStream: name },
  };
  eventing = await createTestEventing(options);
});
afterEach(async () => {
  await eventing?.close();
  await manager?.streams.delete(name).catch(() => undefined);
  await nats?.close();
});

const countOnce = (id: string) => eventing.unitOfWork.decide(tally, id, count(id), context);
const notes = () => eventing.database.query<{ text: string }>('SELECT text FROM samples.notes');
const messages = async (): Promise<number> => (await manager.streams.info(name).catch(() => null))?.state.messages ?? 0;
const hasMessages = (number: number) => async (): Promise<boolean> => (await messages()) >= number;

async function published(): Promise<{ subject: string; id: string; position: number; previous: number; event: Recorded }[]> {
  const consumer = await jetstream(nats).consumers.get(name);
  const all = [];
  for (let left = await messages(); left > 0; left -= 1) {
    const message = await consumer.next({ expires: 2_000 });
    if (!message) break;
    const header = (key: string): string => message.headers?.get(key) ?? '';
    const place = { position: Number(header('Kadr-Position')), previous: Number(header('Kadr-Previous-Position')) };
    all.push({ subject: message.subject, id: header('Nats-Msg-Id'), ...place, event: message.json<Recorded>() });
  }
  return all;
}

describe('the relay', () => {
  it('faults C35: publishes nothing that somebody has written', async () => {
    const id = newId();
    await eventing.unitOfWork.decide(diary, id, count(id, 3, 'zymurgy'), context);
    await eventually(hasMessages(2));
    const [, counted] = await published();
    expect(counted?.event).toMatchObject({ schemaVersion: 1, data: { tallyId: id, by: 3, note: '[withheld]' } });
    expect((await eventing.store.readStream(`diary-${id}`))[1]?.data).toMatchObject({ note: 'zymurgy' });
  });

  it('publishes every event once, in order, naming the message before it in its partition', async () => {
    const ids = Array.from({ length: 10 }, newId);
    for (let round = 0; round < 2; round += 1) await Promise.all(ids.map(countOnce));
    await eventually(hasMessages(30));
    const all = await published();
    const stored = (await eventing.store.readAll({ after: 0, limit: 100 })).events;
    expect(all.map(({ event }) => event)).toEqual(stored);
    expect(all.map(({ id, position }) => [id, position])).toEqual(stored.map(({ eventId, position }) => [eventId, position]));
    const last = new Map<string, number>();
    for (const { subject, position, previous, event } of all) {
      const [prefix, kind, partition = '', ...rest] = subject.split('.');
      expect([prefix, kind, ...rest]).toEqual([name, 'events', 'samples', event.type]);
      expect(previous).toBe(last.get(partition) ?? 0);
      last.set(partition, position);
    }
  });

  it('killed after the acknowledgement and before its record sends again, and nothing is stored or done twice', async () => {
    const id = newId();
    for (let index = 0; index < 5; index += 1) await countOnce(id);
    await eventually(hasMessages(6));
    const next = await eventing.another({ consumers: false });
    await eventing.stop();
    await eventing.database.query(`UPDATE eventing.checkpoints SET position = 0 WHERE consumer = 'eventing.relay'`);
    const second = await eventing.another();
    await second.unitOfWork.decide(tally, id, count(id), context);
    await eventually(hasMessages(7));
    await eventually(async () => (await notes()).length === 6);
    await second.close();
    await next.close();
    expect(await messages()).toBe(7);
    expect((await published()).map(({ event }) => event.version)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('makes the stream again when it was wiped, while consumers miss nothing', async () => {
    const id = newId();
    await countOnce(id);
    await eventually(hasMessages(2));
    await manager.streams.delete(name);
    for (let index = 0; index < 3; index += 1) await countOnce(id);
    await eventually(hasMessages(3));
    await eventually(async () => (await notes()).length === 4);
    expect((await published()).map(({ event }) => event.version)).toEqual([3, 4, 5]);
  });

  it('faults A6: publishes a reference to what is larger than the wire, or the stream, allows, and goes on behind it', async () => {
    const id = newId();
    await eventing.unitOfWork.decide(tally, id, count(id, 1, 'x'.repeat(1_200_000)), context);
    await countOnce(id);
    await eventually(hasMessages(3));
    await manager.streams.update(name, { max_msg_size: 3_000 });
    await eventing.unitOfWork.decide(tally, id, count(id, 1, 'y'.repeat(10_000)), context);
    await countOnce(id);
    await eventually(hasMessages(5));
    const stored = (await eventing.store.readAll({ after: 0, limit: 10 })).events;
    // What is refused is sent again behind its page; who reads in order has the positions.
    const all = (await published()).sort((one, other) => one.position - other.position);
    expect(all.map(({ position, event }) => [position, event.data])).toEqual(
      stored.map(({ position, data }) => [position, JSON.stringify(data).length > 3_000 ? null : data]),
    );
    await eventually(async () => (await notes()).length === 4);
  });

  it('faults A6: refuses at the command what is too large even for the log, and stores nothing of it', async () => {
    const id = newId();
    const tooMuch = eventing.unitOfWork.decide(tally, id, count(id, 1, 'x'.repeat(5 * 1024 * 1024)), context);
    await expect(tooMuch).rejects.toMatchObject({ code: 'event_too_large', kind: 'invalid' });
    expect((await eventing.store.readAll({ after: 0, limit: 10 })).events).toEqual([]);
  });

  it('waits when the stream is full and skips nothing once there is room', async () => {
    await countOnce(newId());
    await eventually(hasMessages(2));
    await manager.streams.update(name, { max_msgs: 4 });
    const id = newId();
    for (let index = 0; index < 6; index += 1) await countOnce(id);
    await eventually(async () => (await notes()).length === 7);
    expect(await messages()).toBeLessThanOrEqual(4);
    const before = await published();
    await manager.streams.purge(name);
    await manager.streams.update(name, { max_msgs: -1 });
    await eventually(async () => before.length + (await messages()) >= 9);
    const versions = [...before, ...(await published())]
      .filter(({ event }) => event.streamId === `tally-${id}`)
      .map(({ event }) => event.version);
    expect([...new Set(versions)]).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('a page of messages', () => {
  const outgoing = (position: number, payload = '{}'): Outgoing => ({
    event: { eventId: newId(), position } as Recorded,
    subject: `${name}.events.0.samples.Counted`,
    ...{ payload, isReference: false, previousPosition: position - 1 },
  });
  beforeEach(async () => void (await manager.streams.add({ name, subjects: [`${name}.events.>`] })));
  const positions = async (): Promise<number[]> => (await published()).map(({ position }) => position);

  it('is answered once when all of it is stored, in order', async () => {
    const before = nats.stats().inMsgs;
    expect(
      await sentTogether(
        nats,
        [1, 2, 3, 4, 5].map((position) => outgoing(position)),
        2_000,
      ),
    ).toBe(true);
    expect(nats.stats().inMsgs - before).toBe(1);
    expect(await positions()).toEqual([1, 2, 3, 4, 5]);
  });

  it.each([
    ['one in the middle is refused', 1],
    ['the last but one is refused', 3],
    ['the last one is refused', 4],
    ['the first one is refused', 0],
  ])('does not count as stored when %s, and nothing is stored behind a gap', async (_what, refused) => {
    await manager.streams.update(name, { max_msg_size: 1_000 });
    const page = [1, 2, 3, 4, 5].map((position) => outgoing(position, position === refused + 1 ? 'x'.repeat(5_000) : '{}'));
    expect(await sentTogether(nats, page, 2_000)).toBe(false);
    expect(await positions()).toEqual([1, 2, 3, 4, 5].slice(0, refused));
  });

  it.each([
    ['all of it', 5],
    ['the end of it', 2],
  ])('does not count as sent together when %s was there before', async (_what, count) => {
    const page = [1, 2, 3, 4, 5].map((position) => outgoing(position));
    const known = page.slice(-count);
    await sentOneByOne(nats, known, 2_000);
    expect(await sentTogether(nats, page, 2_000)).toBe(false);
    await sentOneByOne(nats, page, 2_000);
    expect((await positions()).sort()).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('the wake-up', () => {
  it('wakes listeners in another process, which do not look by themselves before tomorrow', async () => {
    const tomorrow = 86_400_000;
    const { config } = options;
    const other = await eventing.another({ consumers: false, config: { ...config, pollMs: { busy: tomorrow, idle: tomorrow } } });
    const id = newId();
    let heard = 0;
    other.signals.onStream(`tally-${id}`, () => (heard += 1));
    for (let index = 0; index < 4; index += 1) {
      const before = heard;
      await countOnce(id);
      await eventually(() => heard > before);
    }
    await other.close();
  });
});
