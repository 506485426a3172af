/** What the methods of all resources are made of. */
import { type ClientOptions, settingsOf } from './client.config.js';
import { EventStream, type StreamOptions } from './events/event-stream.js';
import { type Answer, ApiPromise } from './http/answer.js';
import { Pages, type RawPage } from './http/pages.js';
import { type ApiRequest, type CallOptions, Transport } from './http/transport.js';

export class Client {
  readonly transport: Transport;

  /** @throws KadrError when an option cannot be used */
  constructor(options: ClientOptions) {
    this.transport = new Transport(settingsOf(options));
  }

  json<T>(request: ApiRequest, options?: CallOptions): ApiPromise<T> {
    return new ApiPromise(this.transport.json<T>(request, options));
  }

  text(request: ApiRequest, options?: CallOptions): ApiPromise<string> {
    return new ApiPromise(this.transport.text(request, options));
  }

  /** Bytes, read by whoever called. `timeoutMs` is over once the head is there. */
  bytes(request: ApiRequest, options?: CallOptions): ApiPromise<Response> {
    const opened = this.transport.open({ accept: '*/*', ...request }, options).then(({ response, patience }): Answer<Response> => {
      patience.rest();
      return { data: response, response, requestId: response.headers.get('kadr-request-id'), rateLimit: null };
    });
    return new ApiPromise(opened);
  }

  pages<T>(request: ApiRequest & { readonly query: { readonly cursor?: string } }, options?: CallOptions): Pages<T> {
    const { cursor, ...query } = request.query;
    const read = (at: string | undefined): Promise<Answer<RawPage<T>>> =>
      this.transport.json<RawPage<T>>({ ...request, query: { ...query, cursor: at } }, options);
    return new Pages(read, cursor);
  }

  events<T extends { readonly id: string; readonly event: string }>(request: ApiRequest, options: StreamOptions = {}): EventStream<T> {
    return new EventStream<T>(this.transport, request, options);
  }
}

/** A group of calls. */
export abstract class Resource {
  constructor(protected readonly client: Client) {}
}
