import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface KeptObject {
  bytes: Buffer;
  readonly contentType: string;
  readonly sha256: string | null;
  readonly modifiedAt: Date;
  readonly version: string;
}

export type Route = (request: IncomingMessage, url: URL, body: Buffer, response: ServerResponse) => void;

/** A bucket in memory behind HTTP, for what S3 and Supabase have in common. */
export class BucketServer {
  readonly objects = new Map<string, KeptObject>();
  /** `METHOD /path`, of each request. */
  readonly requests: string[] = [];
  /** Answers the next requests instead of the real thing; false: it does not concern itself with this one. */
  meddle: ((request: IncomingMessage, response: ServerResponse) => boolean) | null = null;
  private readonly server: Server;
  private versions = 0;

  constructor(route: (server: BucketServer) => Route) {
    const answer = route(this);
    this.server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://bucket');
      this.requests.push(`${request.method} ${url.pathname}`);
      void buffer(request).then((body) => {
        if (this.meddle?.(request, response)) return;
        answer(request, url, body, response);
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  keep(key: string, bytes: Buffer, contentType: string, sha256: string | null): KeptObject {
    const kept = { bytes, contentType, sha256, modifiedAt: new Date(), version: `v${++this.versions}` };
    this.objects.set(key, kept);
    return kept;
  }

  /** The bytes, or the part that is asked for. */
  give(kept: KeptObject, request: IncomingMessage, response: ServerResponse, headers: Record<string, string> = {}): void {
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    const part = first === undefined ? kept.bytes : kept.bytes.subarray(Number(first), Number(last) + 1);
    const range = first === undefined ? {} : { 'content-range': `bytes ${first}-${last}/${kept.bytes.length}` };
    response.writeHead(first === undefined ? 200 : 206, {
      ...headers,
      ...range,
      'content-type': kept.contentType,
      'content-length': part.length,
    });
    response.end(request.method === 'HEAD' ? undefined : part);
  }
}

export const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');
export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
