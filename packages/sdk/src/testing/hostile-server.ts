/** A server that answers as it is told, down to the byte, and remembers what it was asked. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Kadr, type ClientOptions } from '../index.js';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Reply = (request: IncomingMessage, response: ServerResponse, asked: Asked) => void | Promise<void>;

export class HostileServer {
  readonly asked: Asked[] = [];
  private told: Reply[] = [];

  private constructor(private readonly server: Server) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.answer(request, response));
  }

  static async start(): Promise<HostileServer> {
    const server = createServer({ keepAliveTimeout: 1_000 });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new HostileServer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  client(options: ClientOptions = {}): Kadr {
    return new Kadr({ apiKey: 'kadr_secret', baseUrl: this.url, ...options });
  }

  /** One after the other; the last one answers all that follow. */
  replies(...replies: Reply[]): this {
    this.asked.length = 0;
    this.told = replies;
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    // An upload may be cut by its reply.
    const reply = this.told.length > 1 ? this.told.shift() : this.told[0];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const { method = '', url = '', headers } = request;
    const asked = { method, path: url, headers, body: Buffer.concat(chunks).toString('latin1') };
    this.asked.push(asked);
    await reply?.(request, response, asked);
  }
}

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Reply =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

export const problem = (status: number, code: string, members: object = {}, headers: Record<string, string> = {}): Reply =>
  json({ type: `urn:kadr:problem:${code}`, title: 'x', status, detail: `about ${code}`, code, traceId: 'trace-1', ...members }, status, {
    'content-type': 'application/problem+json',
    ...headers,
  });

/** Does what was asked for, and the answer is lost. */
export const lost: Reply = (request) => void request.socket.destroy();

/** Says how long it is, sends less, and breaks off. */
export const cut =
  (body: string | Uint8Array, length: number, headers: Record<string, string> = {}, status = 200): Reply =>
  (request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': String(length), ...headers });
    response.write(body, () => setTimeout(() => request.socket.destroy(), 5));
  };
