/** Gets bytes, goes on where a connection broke off, and checks what came. */
import { ApiError, ConnectionError, DigestMismatch, KadrError } from '../errors.js';
import { sleep, waitBefore } from '../http/retry.js';
import { type ApiRequest, type CallOptions, type OpenAnswer, type Transport } from '../http/transport.js';
import { type Digest, sha256 } from './sha256.js';
import { FileTarget, MemoryTarget, StreamTarget, type Target } from './targets.js';

export interface DownloadOptions extends Pick<CallOptions, 'signal' | 'timeoutMs' | 'maxRetries'> {
  /** A path (not in browsers), written beside it first and renamed when it is whole; or a stream. Default: into memory. */
  readonly to?: string | WritableStream<Uint8Array>;
  readonly onProgress?: (progress: TransferProgress) => void;
  /** Compares the SHA-256 with what the resource says. Default: true. */
  readonly verify?: boolean;
}

export interface TransferProgress {
  readonly bytes: number;
  /** Null: not known yet. */
  readonly totalBytes: number | null;
}

export interface Downloaded {
  readonly bytes: number;
  readonly contentType: string;
  /** Hex. */
  readonly sha256: string;
  /** Without `to`: what came. */
  readonly blob: Blob | null;
}

/** What is known of it before. */
export interface Expected {
  readonly sha256: string | null;
  readonly bytes: number | null;
  readonly contentType: string;
}

/** @throws DigestMismatch; KadrError when there is no place for it; ApiError, ConnectionError, TimeoutError, AbortError */
export async function download(
  transport: Transport,
  request: ApiRequest,
  expected: Expected,
  options: DownloadOptions,
): Promise<Downloaded> {
  const target = targetOf(options.to, expected);
  try {
    return await new Download(transport, request, expected, options, target).whole();
  } catch (error) {
    await target.giveUp();
    throw error;
  }
}

function targetOf(to: DownloadOptions['to'], { sha256: name }: Expected): Target {
  if (to === undefined) return new MemoryTarget();
  return typeof to === 'string' ? new FileTarget(to, name) : new StreamTarget(to);
}

class Download {
  private position = 0;
  private total: number | null;
  private etag: string | null = null;
  private contentType: string;
  private digest: Digest = sha256();
  /** Some of it was there from another time. */
  private isContinued = false;

  constructor(
    private readonly transport: Transport,
    private readonly request: ApiRequest,
    private readonly expected: Expected,
    private readonly options: DownloadOptions,
    private readonly target: Target,
  ) {
    this.total = expected.bytes;
    this.contentType = expected.contentType;
  }

  async whole(): Promise<Downloaded> {
    this.position = await this.target.begin((bytes) => this.digest.update(bytes));
    this.isContinued = this.position > 0;
    // What the resource names by its digest is tagged by it.
    if (this.isContinued) this.etag = `"${this.expected.sha256}"`;
    let hex = await this.bytes();
    if (this.isWrong(hex) && this.isContinued) {
      await this.restart();
      hex = await this.bytes();
    }
    if (this.isWrong(hex)) {
      await this.target.restart(); // nobody may go on with it
      throw new DigestMismatch(`${this.request.path} came with SHA-256 ${hex} in place of ${this.expected.sha256}`);
    }
    return { bytes: this.position, contentType: this.contentType, sha256: hex, blob: await this.target.finish(this.contentType) };
  }

  private isWrong(hex: string): boolean {
    const { sha256: wanted } = this.expected;
    return this.options.verify !== false && wanted !== null && hex !== wanted.toLowerCase();
  }

  /** Until all are there. A connection that brought something counts as a new beginning. @returns their digest */
  private async bytes(): Promise<string> {
    const { maxRetries = this.transport.maxRetries, signal } = this.options;
    for (let failures = 0; ;) {
      const before = this.position;
      try {
        await this.connection();
        return this.digest.hex();
      } catch (error) {
        if (this.position > before) failures = 0;
        failures += 1;
        const waitMs = failures <= maxRetries ? waitBefore(error, failures) : null;
        if (waitMs === null) throw error;
        await sleep(waitMs, signal);
      }
    }
  }

  private async connection(): Promise<void> {
    const opened = await this.open();
    if (opened === null) return;
    const { response, patience } = opened;
    const reader = response.body?.getReader();
    try {
      await this.place(response);
      for (;;) {
        const read = reader ? await patience.with(reader.read()) : { done: true as const, value: undefined };
        if (read.done) break;
        patience.touch();
        this.digest.update(read.value);
        await this.target.write(read.value);
        this.position += read.value.length;
        patience.touch();
        this.options.onProgress?.({ bytes: this.position, totalBytes: this.total });
      }
      if (this.total !== null && this.position < this.total) throw new ConnectionError(`Only ${this.position} of ${this.total} bytes came`);
    } finally {
      patience.end();
      await reader?.cancel().catch(() => undefined);
    }
  }

  /** @returns null when all is there already */
  private async open(): Promise<OpenAnswer | null> {
    const { signal, timeoutMs } = this.options;
    const range = this.position > 0 ? { range: `bytes=${this.position}-`, ...(this.etag !== null && { 'if-range': this.etag }) } : {};
    // Of compressed bytes neither length nor range would be those of the file.
    const headers = { 'accept-encoding': 'identity', ...range };
    const options = { maxRetries: 0, ...(signal && { signal }), ...(timeoutMs !== undefined && { timeoutMs }) };
    try {
      return await this.transport.open({ ...this.request, accept: '*/*', headers }, options);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 416 || this.position === 0) throw error;
      const whole = /^bytes \*\/(\d+)$/.exec(error.response.headers.get('content-range') ?? '')?.[1];
      if (Number(whole) === this.position) return null;
      // What is here is no beginning of what is there.
      await this.restart();
      return this.open();
    }
  }

  /** Sees where the answer begins. */
  private async place(response: Response): Promise<void> {
    const { headers } = response;
    this.contentType = headers.get('content-type') ?? this.contentType;
    const tag = headers.get('etag');
    if (response.status === 206) {
      const [, from, whole] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? [];
      if (Number(from) !== this.position)
        throw new ConnectionError(`Bytes from ${from ?? '?'} came where those from ${this.position} were asked for`);
      if (whole !== '*') this.total = Number(whole);
    } else {
      // From the beginning: it has changed, or ranges do not come through.
      if (this.position > 0) await this.restart();
      const length = headers.get('content-length');
      if (length !== null && !headers.has('content-encoding')) this.total = Number(length);
    }
    // A weak tag is not good for ranges.
    this.etag = tag?.startsWith('"') ? tag : null;
  }

  private async restart(): Promise<void> {
    this.position = 0;
    this.etag = null;
    this.isContinued = false;
    this.digest = sha256();
    if (!(await this.target.restart())) throw new KadrError(`${this.request.path} has changed, and what came before cannot be taken back`);
  }
}
