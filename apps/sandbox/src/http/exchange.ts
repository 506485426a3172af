import { type IncomingMessage, type ServerResponse } from 'node:http';

export type Fields = Readonly<Record<string, unknown>>;

/** One request with its body read, and the ways in which the services answer. */
export class Exchange {
  /** For the journal: what the request turned out to be. */
  readonly notes: { taskId?: string; clientId?: string; isPaid?: boolean } = {};

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    readonly url: URL,
    /** Below the provider's prefix, percent-encoding as sent. */
    readonly path: string,
    readonly body: Buffer,
  ) {}

  get method(): string {
    return this.request.method ?? 'GET';
  }

  header(name: string): string {
    const value = this.request.headers[name];
    return Array.isArray(value) ? value.join(', ') : (value ?? '');
  }

  query(name: string): string {
    return this.url.searchParams.get(name) ?? '';
  }

  /** Undefined: the body is no JSON. */
  json(): unknown {
    try {
      return JSON.parse(this.body.toString('utf8')) as unknown;
    } catch {
      return undefined;
    }
  }

  /** Null: the body is no JSON object. */
  fields(): Fields | null {
    return fieldsOf(this.json());
  }

  async form(): Promise<FormData> {
    return new Response(new Uint8Array(this.body), { headers: { 'content-type': this.header('content-type') } }).formData();
  }

  send(status: number, json: unknown, headers: Record<string, string> = {}): void {
    this.sendBytes(status, Buffer.from(JSON.stringify(json)), { 'content-type': 'application/json; charset=utf-8', ...headers });
  }

  sendBytes(status: number, bytes: Buffer | string, headers: Record<string, string> = {}): void {
    const content = Buffer.from(bytes);
    // Both are known to forbid a body, and a client that trusts the length would wait for one.
    const length = status === 204 || status === 304 ? {} : { 'content-length': String(content.length) };
    this.response.writeHead(status, { ...length, ...headers });
    this.response.end(this.method === 'HEAD' ? undefined : content);
  }

  /** The connection is gone without an answer. */
  reset(): void {
    this.request.socket.destroy();
  }
}

export const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
