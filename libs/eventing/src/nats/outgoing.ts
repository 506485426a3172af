import { jetstream } from '@nats-io/jetstream';
import { headers, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';
import { type Recorded } from '../domain/index.js';

/** An event on its way to JetStream. */
export interface Outgoing {
  readonly event: Recorded;
  readonly subject: string;
  readonly payload: string;
  readonly isReference: boolean;
  /** Of the message before it in its partition; 0: none. */
  readonly previousPosition: number;
}

/** Checked by the server: the message is stored only directly behind the one with this id. */
const EXPECTED_LAST_ID = 'Nats-Expected-Last-Msg-Id';
const MESSAGE_ID = 'Nats-Msg-Id';

/**
 * Sends a page of which only the last message is answered. Each names the one before it, so the server stores it directly behind that or
 * not at all: an answer to the last one is one for all.
 * @returns false when not all are known to be stored: they are to be sent one by one, and those that are there are recognised by their ids
 */
export async function sentTogether(connection: NatsConnection, page: readonly Outgoing[], timeoutMs: number): Promise<boolean> {
  const last = page.at(-1);
  if (page.length < 2 || !last) return false;
  const chained = (message: Outgoing, index: number): MsgHdrs => {
    const about = headersOf(message);
    const before = page[index - 1];
    if (before) about.set(EXPECTED_LAST_ID, before.event.eventId);
    return about;
  };
  try {
    page.slice(0, -1).forEach((message, index) => {
      const about = chained(message, index);
      about.set(MESSAGE_ID, message.event.eventId);
      connection.publish(message.subject, message.payload, { headers: about });
    });
    const options = { msgID: last.event.eventId, headers: chained(last, page.length - 1), timeout: timeoutMs };
    const { duplicate } = await jetstream(connection).publish(last.subject, last.payload, options);
    return !duplicate;
  } catch {
    return false;
  }
}

/** All at once, each answered for itself. */
export function sentOneByOne(
  connection: NatsConnection,
  page: readonly Outgoing[],
  timeoutMs: number,
): Promise<PromiseSettledResult<unknown>[]> {
  const client = jetstream(connection, { timeout: timeoutMs });
  return Promise.allSettled(
    page.map((message) => client.publish(message.subject, message.payload, { msgID: message.event.eventId, headers: headersOf(message) })),
  );
}

function headersOf({ event, previousPosition, isReference }: Outgoing): MsgHdrs {
  const about = headers();
  about.set('Kadr-Position', String(event.position));
  about.set('Kadr-Previous-Position', String(previousPosition));
  if (isReference) about.set('Kadr-Reference', '1');
  return about;
}
