/** A stream of events that comes back by itself where it was cut, and gives each event once. */
import { ConnectionError, KadrError } from '../errors.js';
import { sleep, waitBefore } from '../http/retry.js';
import { type ApiRequest, type CallOptions, type OpenAnswer, type Transport } from '../http/transport.js';
import { type Frame, SseParser } from './sse-parser.js';

export interface StreamOptions extends Pick<CallOptions, 'signal' | 'headers'> {
  /** Id of the last event that is known already: goes on after it. */
  readonly after?: string;
  /** How often in a row a connection may bring nothing before the stream gives up. Default: 20, some two and a half minutes. */
  readonly maxRetries?: number;
  /** Kadr says every 15 s that it is there; after such a silence the connection counts as dead. Default: 45 000. */
  readonly silenceMs?: number;
}

interface StreamEvent {
  readonly id: string;
  readonly event: string;
}

/** After these Kadr closes the stream. */
const CLOSING = new Set(['completed', 'failed', 'cancelled']);
/** How long after a closing event a connection may stay open. */
const LINGER_MS = 5_000;

export class EventStream<T extends StreamEvent> implements AsyncIterable<T> {
  private last: string | null;
  private isOver = false;

  constructor(
    private readonly transport: Transport,
    private readonly request: ApiRequest,
    private readonly options: StreamOptions = {},
  ) {
    this.last = options.after ?? null;
  }

  /** To be kept by whoever wants to go on later: give it as `after`. */
  get lastEventId(): string | null {
    return this.last;
  }

  /** Ends after the closing event. @throws ApiError when it is refused; ConnectionError when it cannot be had back; AbortError */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    const { maxRetries = 20, signal } = this.options;
    for (let failures = 0; ;) {
      let error: unknown = new ConnectionError('The event stream ended before its end');
      try {
        for await (const event of this.connection()) {
          failures = 0;
          yield event;
        }
        if (this.isOver) return;
      } catch (thrown) {
        if (!(thrown instanceof KadrError)) throw thrown; // whoever reads has thrown into us
        error = thrown;
      }
      failures += 1;
      const waitMs = failures <= maxRetries ? waitBefore(error, failures) : null;
      if (waitMs === null) throw error;
      await sleep(waitMs, signal);
    }
  }

  /** One connection, until it ends. A clean end right after a closing event is the end of the stream. */
  private async *connection(): AsyncGenerator<T, void, undefined> {
    const opened = await this.open();
    if (opened.response.status === 204) {
      this.isOver = true; // by the standard: do not come back
      opened.patience.end();
      return;
    }
    let isClosing = false;
    for await (const frames of framesOf(opened, () => isClosing)) {
      for (const frame of frames) {
        const event = this.eventOf(frame);
        if (!event) continue;
        if (event.id !== '') this.last = event.id;
        isClosing = CLOSING.has(event.event);
        yield event;
      }
    }
    this.isOver = isClosing;
  }

  private open(): Promise<OpenAnswer> {
    const { signal, headers, silenceMs = 45_000 } = this.options;
    const resume: Record<string, string> = this.last === null ? {} : { 'last-event-id': this.last };
    const request = { ...this.request, accept: 'text/event-stream', headers: { ...headers, ...resume } };
    return this.transport.open(request, { timeoutMs: silenceMs, maxRetries: 0, ...(signal && { signal }) });
  }

  /** @returns null for what was there before @throws ConnectionError for half an event */
  private eventOf({ id, event, data }: Frame): T | null {
    if (id !== null && !isAfter(id, this.last)) return null;
    if (data === null) {
      this.last = id;
      return null;
    }
    try {
      return { id: id ?? this.last ?? '', event, data: JSON.parse(data) as unknown } as unknown as T;
    } catch (cause) {
      throw new ConnectionError('An event came broken', { cause });
    }
  }
}

/** Positions rise, as `12` or `12.3`; other ids are only known to differ. */
function isAfter(id: string, last: string | null): boolean {
  if (last === null) return true;
  const [a, b] = [id, last].map((text) => /^(\d{1,15})(?:\.(\d{1,9}))?$/.exec(text));
  if (!a || !b) return id !== last;
  const major = Number(a[1]) - Number(b[1]);
  return major === 0 ? Number(a[2] ?? 0) > Number(b[2] ?? 0) : major > 0;
}

/** Lists of frames as they come. Any byte is a sign of life. @throws ConnectionError, TimeoutError, AbortError */
async function* framesOf({ response, patience }: OpenAnswer, isClosing: () => boolean): AsyncGenerator<Frame[], void, undefined> {
  const reader = response.body?.getReader();
  const parser = new SseParser();
  const decoder = new TextDecoder();
  let linger: ReturnType<typeof setTimeout> | undefined;
  try {
    for (;;) {
      // Some proxies never pass the end on.
      const over = new Promise<null>((resolve) => {
        if (isClosing()) linger = setTimeout(() => resolve(null), LINGER_MS);
      });
      const read = reader ? await patience.with(Promise.race([reader.read(), over])) : null;
      clearTimeout(linger);
      if (read === null || read.done) return;
      patience.touch();
      yield parser.feed(decoder.decode(read.value, { stream: true }));
    }
  } finally {
    clearTimeout(linger);
    patience.end();
    await reader?.cancel().catch(() => undefined);
  }
}
