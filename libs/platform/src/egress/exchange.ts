import { type buildConnector, Client, type Dispatcher } from 'undici';
import { type KeptConnections } from './kept-connections.js';

export interface Exchange {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
  readonly idleTimeoutMs: number;
  readonly signal: AbortSignal;
}

export type Use<T> = (answer: Dispatcher.ResponseData) => Promise<T>;

/** What a connection that was kept says when the other side has closed it meanwhile. */
const CLOSED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);
/** As long as connections are kept. */
const KEEP_ALIVE_MS = 30_000;

/** One request on a connection of its own, which is gone afterwards, with whatever was not read. */
export async function exchangeOnce<T>(exchange: Exchange, connect: buildConnector.connector, use: Use<T>): Promise<T> {
  exchange.signal.throwIfAborted();
  const client = new Client(exchange.url.origin, { connect });
  try {
    return await use(await answered(client, exchange));
  } finally {
    // Not waited for: a name that is still being looked up would hold up the caller beyond its time.
    client.destroy().catch(() => undefined);
  }
}

/** One request on a connection that may have been there before, and is there for the next one if all of the answer was read. */
export async function exchangeKept<T extends { readonly isWhole: boolean }>(
  exchange: Exchange,
  kept: KeptConnections,
  key: string,
  connect: buildConnector.connector,
  use: Use<T>,
): Promise<T> {
  const open = (): Client =>
    new Client(exchange.url.origin, { connect, keepAliveTimeout: KEEP_ALIVE_MS, keepAliveMaxTimeout: KEEP_ALIVE_MS });
  for (;;) {
    exchange.signal.throwIfAborted();
    const { client, isUsed } = kept.take(key, open);
    let isWhole = false;
    let answer: Dispatcher.ResponseData | null = null;
    try {
      answer = await answered(client, exchange);
      const used = await use(answer);
      isWhole = used.isWhole;
      return used;
    } catch (error) {
      const isClosed = isUsed && !answer && CLOSED.has(String((error as { code?: unknown } | null)?.code));
      if (!isClosed || exchange.signal.aborted) throw error;
    } finally {
      if (isWhole) kept.giveBack(key, client);
      else client.destroy().catch(() => undefined);
    }
  }
}

/** @throws the signal's reason, whatever becomes of the work */
export async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Headers, and the body, which begins to come. */
async function answered(client: Client, { url, method, headers, body, idleTimeoutMs, signal }: Exchange): Promise<Dispatcher.ResponseData> {
  const sent = client.request({
    ...{ method: method as Dispatcher.HttpMethod, path: url.pathname + url.search, headers, body, signal },
    ...{ headersTimeout: idleTimeoutMs, bodyTimeout: idleTimeoutMs },
  });
  // undici hears of the signal only once there is a connection.
  const answer = await unlessAborted(signal, sent);
  // Cutting off what is not wanted makes the body fail; nobody listens any more then.
  answer.body.on('error', () => undefined);
  return answer;
}
