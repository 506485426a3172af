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
  const before = (index: number): string | undefined => page[index - 1]?.event.eventId;
  try {
    page.slice(0, -1).forEach((message, index) => {
      const lines = linesOf(message, { [EXPECTED_LAST_ID]: before(index), [MESSAGE_ID]: message.event.eventId });
      connection.publish(message.subject, message.payload, { headers: asWritten(lines) });
    });
    const about = headersOf(last);
    about.set(EXPECTED_LAST_ID, before(page.length - 1) ?? '');
    const options = { msgID: last.event.eventId, headers: about, timeout: timeoutMs };
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

function aboutOf({ event, previousPosition, isReference }: Outgoing): Record<string, string> {
  const about = { 'Kadr-Position': String(event.position), 'Kadr-Previous-Position': String(previousPosition) };
  return isReference ? { ...about, 'Kadr-Reference': '1' } : about;
}

function headersOf(message: Outgoing): MsgHdrs {
  const about = headers();
  for (const [name, value] of Object.entries(aboutOf(message))) about.set(name, value);
  return about;
}

function linesOf(message: Outgoing, more: Readonly<Record<string, string | undefined>>): string {
  let lines = '';
  for (const [name, value] of Object.entries({ ...aboutOf(message), ...more })) if (value !== undefined) lines += `${name}: ${value}\r\n`;
  return lines;
}

const encoder = new TextEncoder();

/**
 * Headers for the client to write and nothing else. Its own look for each name among all others, twice, and write the text once more for
 * each: a tenth of all memory that a job is given went into that.
 * @param lines names and values of ours, in which no line ends
 */
const asWritten = (lines: string): MsgHdrs => Object.assign(headers(), { encode: () => encoder.encode(`NATS/1.0\r\n${lines}\r\n`) });
