import { type buildConnector, Client, type Dispatcher } from 'undici';

export interface Exchange {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
  readonly idleTimeoutMs: number;
  readonly signal: AbortSignal;
}

export type Use<T> = (answer: Dispatcher.ResponseData) => Promise<T>;

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
