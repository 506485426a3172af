import { type buildConnector, Client, type Dispatcher } from 'undici';
import { type CallLimit } from './time-limit.js';
import { type KeptConnections } from './kept-connections.js';

export interface SmallRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
  /** What is read of the answer. */
  readonly maxBytes: number;
}

export interface SmallAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  readonly isWhole: boolean;
}

type Outcome = { readonly answer: SmallAnswer } | { readonly error: unknown; readonly hasBegun: boolean };

/** What a connection that was kept says when the other side has closed it meanwhile. */
const CLOSED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);
/** As long as connections are kept. */
const KEEP_ALIVE_MS = 30_000;

/**
 * One request on a connection that may have been there before, and is there for the next one if all of the answer was read. There are
 * thousands of them a second: the answer is gathered as it comes, without a stream, and nothing but one timer watches over the time.
 */
export async function exchangeKept(
  request: SmallRequest,
  limit: CallLimit,
  kept: KeptConnections,
  key: string,
  connect: buildConnector.connector,
): Promise<SmallAnswer> {
  const open = (): Client =>
    new Client(request.url.origin, { connect, keepAliveTimeout: KEEP_ALIVE_MS, keepAliveMaxTimeout: KEEP_ALIVE_MS });
  for (;;) {
    limit.throwIfOver();
    const { client, isUsed } = kept.take(key, open);
    const outcome = await answered(client, request, limit);
    if ('answer' in outcome && outcome.answer.isWhole) kept.giveBack(key, client);
    else client.destroy().catch(() => undefined);
    if ('answer' in outcome) return outcome.answer;
    const isClosed = isUsed && !outcome.hasBegun && CLOSED.has(String((outcome.error as { code?: unknown } | null)?.code));
    if (!isClosed || limit.isOver) throw outcome.error;
  }
}

function answered(client: Client, { url, method, headers, body, maxBytes }: SmallRequest, limit: CallLimit): Promise<Outcome> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let [length, status] = [0, 0];
    let heard: SmallAnswer['headers'] = {};
    const ended = (outcome: Outcome): void => {
      limit.onOver = null;
      resolve(outcome);
    };
    const failed = (error: unknown): void => ended({ error, hasBegun: status > 0 });
    const read = (bytes: Buffer, isWhole: boolean): void => ended({ answer: { status, headers: heard, body: bytes, isWhole } });
    // Whatever becomes of the connection, and also before there is one.
    limit.onOver = failed;
    client.dispatch(
      // The limit is for everything together.
      { ...{ path: url.pathname + url.search, method: method as Dispatcher.HttpMethod, headers, body }, headersTimeout: 0, bodyTimeout: 0 },
      {
        onRequestStart: () => undefined,
        onResponseStart(_controller, statusCode, answerHeaders) {
          if (statusCode < 200) return;
          status = statusCode;
          heard = answerHeaders;
        },
        onResponseData(_controller, chunk) {
          if (length > maxBytes) return;
          parts.push(chunk);
          length += chunk.length;
          if (length > maxBytes) read(Buffer.concat(parts).subarray(0, maxBytes), false);
        },
        onResponseEnd: () => read(Buffer.concat(parts), true),
        onResponseError: (_controller, error) => failed(error),
      },
    );
  });
}
