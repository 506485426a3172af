import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

export interface Heard {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Unix time in milliseconds. */
  readonly at: number;
}

type Behaviour = (request: IncomingMessage, response: ServerResponse, heard: Heard, times: number) => void;

export const answer =
  (status: number, headers: Readonly<Record<string, string>> = {}): Behaviour =>
  (_request, response) =>
    void response.writeHead(status, headers).end('thanks');

/** Somebody's server: behaves by path, well unless told otherwise, and remembers what it heard. */
export class Receiver {
  readonly heard: Heard[] = [];
  readonly #behaviours = new Map<string, Behaviour>();
  readonly #server = createServer((request, response) => void this.#hear(request, response));

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  url(path: string, behaviour?: Behaviour): string {
    if (behaviour) this.#behaviours.set(path, behaviour);
    return `http://${this.host}${path}`;
  }

  at(path: string): Heard[] {
    return this.heard.filter((one) => one.path === path);
  }

  ids(path: string): string[] {
    return this.at(path).map(({ headers }) => headers['webhook-id'] ?? '');
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const path = request.url ?? '';
    const heard = {
      ...{ path, headers: request.headers as Record<string, string>, at: Date.now() },
      body: Buffer.concat(parts).toString('utf8'),
    };
    this.heard.push(heard);
    (this.#behaviours.get(path) ?? answer(204))(request, response, heard, this.at(path).length);
  }
}
