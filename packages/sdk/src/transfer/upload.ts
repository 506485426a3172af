/** Sends a file as a form, piece by piece, and again where it can be read again. */
import { DigestMismatch, KadrError } from '../errors.js';
import { type Asset } from '../generated/types.gen.js';
import { type CallOptions, type RawBody, type Transport } from '../http/transport.js';
import { type TransferProgress } from './download.js';
import { sha256, type Digest } from './sha256.js';
import { type Source, sourceOf, type UploadSource } from './sources.js';
import { canSendByXhr, sendByXhr } from './xhr.js';

export interface UploadOptions extends CallOptions {
  /** File name to be shown. Default: that of the path or file. */
  readonly name?: string;
  /** Default: that of the Blob, else by the ending of the name. */
  readonly contentType?: string;
  readonly onProgress?: (progress: TransferProgress) => void;
  /** Compares the SHA-256 of what was sent with that of the asset. Default: true; in browsers without `onProgress` nothing is read twice for it. */
  readonly verify?: boolean;
}

/**
 * @returns the asset, ready to be used
 * @throws DigestMismatch when something else arrived; ApiError, ConnectionError, TimeoutError, AbortError
 */
export async function upload(transport: Transport, given: UploadSource, options: UploadOptions = {}): Promise<Asset> {
  const { name, contentType, onProgress, verify = true, ...call } = options;
  const source = await sourceOf(given, { name, contentType });
  const sending = canSendByXhr() ? new FormSending(source, onProgress) : new PiecewiseSending(source, onProgress);
  const { data } = await transport.json<Asset>(
    { method: 'POST', path: '/v1/assets', raw: sending },
    { ...call, timeoutMs: call.timeoutMs ?? 120_000 },
  );
  const hex = sending.hex;
  if (verify && hex !== null && data.sha256 !== null && data.sha256 !== hex) {
    throw new DigestMismatch(`Asset ${data.id} has SHA-256 ${data.sha256}, what was sent has ${hex}`);
  }
  return data;
}

/** Bytes of the form around the file. One boundary for all tries. */
class Form {
  readonly boundary = `kadr-${globalThis.crypto.randomUUID()}`;
  readonly contentType = `multipart/form-data; boundary=${this.boundary}`;
  readonly head: Uint8Array<ArrayBuffer>;
  readonly tail = new TextEncoder().encode(`\r\n--${this.boundary}--\r\n`);

  constructor({ name, contentType }: Source) {
    // As browsers write it: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
    const escaped = name.replace(/[\r\n"]/g, (letter) => encodeURIComponent(letter));
    const lines = [
      `--${this.boundary}`,
      `Content-Disposition: form-data; name="file"; filename="${escaped}"`,
      `Content-Type: ${contentType}`,
    ];
    this.head = new TextEncoder().encode(`${lines.join('\r\n')}\r\n\r\n`);
  }
}

/** Node, Deno, Bun: the body is a stream, so its size does not matter. */
class PiecewiseSending implements RawBody {
  private readonly form: Form;
  private digest: Digest = sha256();

  constructor(
    private readonly source: Source,
    private readonly onProgress?: (progress: TransferProgress) => void,
  ) {
    this.form = new Form(source);
  }

  get contentType(): string {
    return this.form.contentType;
  }

  get isRepeatable(): boolean {
    return this.source.isRepeatable;
  }

  /** Of what the last try has sent. */
  get hex(): string {
    return this.digest.hex();
  }

  readonly send: RawBody['send'] = async (fetch, url, init, patience) => {
    this.digest = sha256();
    const pieces = this.pieces(() => patience.touch());
    let fault: unknown = null;
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        try {
          const { done, value } = await pieces.next();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          fault = error;
          controller.error(error);
        }
      },
      cancel: async () => void (await pieces.return(undefined)),
    });
    try {
      return await fetch(url, { ...init, body, duplex: 'half' } as RequestInit);
    } catch (error) {
      // That the file cannot be read is no affair of the connection.
      if (fault !== null) throw new KadrError(`${this.source.name} could not be read`, { cause: fault });
      throw error;
    } finally {
      await pieces.return(undefined).catch(() => undefined);
    }
  };

  private async *pieces(moved: () => void): AsyncGenerator<Uint8Array, void, undefined> {
    const { size } = this.source;
    yield this.form.head;
    let bytes = 0;
    for await (const piece of this.source.open()) {
      moved();
      this.digest.update(piece);
      bytes += piece.length;
      yield piece;
      this.onProgress?.({ bytes, totalBytes: size });
    }
    yield this.form.tail;
  }
}

/** Browsers: `fetch` cannot say how far it is, and most cannot stream a body. */
class FormSending implements RawBody {
  /** The browser writes the boundary. */
  readonly contentType = '';
  readonly isRepeatable = true;
  /** The file is not read a second time for it. */
  readonly hex = null;

  constructor(
    private readonly source: Source,
    private readonly onProgress?: (progress: TransferProgress) => void,
  ) {}

  readonly send: RawBody['send'] = async (_fetch, url, init, patience) => {
    const form = new FormData();
    form.append('file', await this.source.blob(), this.source.name);
    return sendByXhr(url, init, form, (progress) => {
      patience.touch();
      this.onProgress?.(progress);
    });
  };
}
