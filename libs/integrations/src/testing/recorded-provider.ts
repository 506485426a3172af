import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** The body as JSON; null when it is none. */
  readonly json: unknown;
}

export interface RecordedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string or bytes as they are, everything else as JSON. */
  readonly body: unknown;
}

/** Stands in for a provider at the wire, with answers as its reference records them. */
export class RecordedProvider {
  readonly requests: SeenRequest[] = [];
  private answers: ((request: SeenRequest) => RecordedAnswer | null)[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<RecordedProvider> {
    const server = createServer();
    const provider = new RecordedProvider(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        const { method = '', url = '', headers } = request;
        const seen = { method, path: url, headers, body, json: jsonOf(body) };
        provider.requests.push(seen);
        for (const answer of provider.answers) {
          const given = answer(seen);
          if (!given) continue;
          const isRaw = typeof given.body === 'string' || Buffer.isBuffer(given.body);
          response.writeHead(given.status ?? 200, { 'content-type': isRaw ? 'text/plain' : 'application/json', ...given.headers });
          response.end(isRaw ? given.body : JSON.stringify(given.body));
          return;
        }
        response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"no recording"}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Answers from now on; of several, the first that gives one. */
  when(...answers: ((request: SeenRequest) => RecordedAnswer | null)[]): void {
    this.requests.length = 0;
    this.answers = answers;
  }

  /** As when a network breaks in the middle of an answer. */
  dropConnections(): void {
    this.server.closeAllConnections();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
