import { table } from '../json/table.js';
import { createHash } from 'node:crypto';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { type Readable } from 'node:stream';
import { type CallHandler, type ExecutionContext, type NestInterceptor, RequestTimeoutException } from '@nestjs/common';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { type Request, type Response } from 'express';
import { type Observable } from 'rxjs';
import { isRefusal } from '../problems/problem.js';
import { Refusal } from '../problems/refusal.js';
import { networkOf } from './addresses.js';
import { BodyBudget } from './body-budget.js';
import { JsonGauge } from './json-gauge.js';
import { type BodyPace, watchPace } from './body-pace.js';
import { principalOf } from './principal.js';
import { answerBeforeBody, hasBody } from './refused-body.js';

export const MAX_BODY_BYTES = 1024 * 1024;
const MAX_FORM_BYTES = 64 * 1024;

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;
const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i;
/** As uploads: 1 kB/s, or the whole of what is smaller within a window. 32 MB within the time are 110 kB/s. */
const JSON_PACE: BodyPace = { windowMs: 10_000, minBytesPerWindow: 10_000, timeoutMs: 300_000 };
const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream & Readable>> = table({
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
});

/** The bytes of a JSON body of the usual size as they came, for signatures over them. Undefined for other bodies. */
export const rawBodyOf = (request: object): Buffer | undefined => (request as { rawBody?: Buffer }).rawBody;

/** A body that is a file of lines, as it came: its text may be in any encoding. */
export interface FileBody {
  /** In lower case, without parameters. */
  readonly mediaType: string;
  readonly bytes: Buffer;
}

const fileBodies = new WeakMap<object, FileBody>();

/** Null: the body is JSON, in `request.body`. */
export const fileBodyOf = (request: object): FileBody | null => fileBodies.get(request) ?? null;

/** Paths that take files of lines beside JSON, by POST. */
export interface FileBodies {
  readonly paths: readonly string[];
  readonly mediaTypes: readonly string[];
  /** Of JSON there, too. */
  readonly maxBytes: number;
  /** Values and members of JSON there. */
  readonly maxJsonValues: number;
}

export interface BodySettings {
  /** Paths below which `multipart/form-data` is left for the route to read. */
  readonly multipartPaths: readonly string[];
  /** Paths that take larger JSON, e.g. with pictures inside, by POST. */
  readonly largeBodies?: { readonly paths: readonly string[]; readonly maxBytes: number };
  /** Paths below which a POST is a form of a page (`application/x-www-form-urlencoded`) and nothing else; up to 64 kB. */
  readonly formPaths?: readonly string[];
  readonly fileBodies?: FileBodies;
  readonly pace?: BodyPace;
  readonly budget?: BodyBudget;
}

/**
 * JSON bodies up to 1 MB (or as the settings say), and a problem document for everything that is wrong with one. A body is read when its
 * route is known and its caller was let in: whoever is refused is refused by the head of the request alone. The app is created with
 * `{ bodyParser: false }`.
 */
export function useBodies(app: NestExpressApplication, settings: BodySettings): void {
  app.use(answerBeforeBody);
  app.useGlobalInterceptors(new BodyInterceptor(settings));
}

class BodyInterceptor implements NestInterceptor {
  private readonly budget: BodyBudget;

  constructor(private readonly settings: BodySettings) {
    this.budget = settings.budget ?? new BodyBudget();
  }

  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (hasBody(request) && !this.isForTheRoute(request)) await this.read(request, http.getResponse<Response>());
    else this.emptyFile(request);
    return next.handle();
  }

  private isForTheRoute(request: Request): boolean {
    return /^multipart\/form-data\s*;/i.test(request.headers['content-type'] ?? '') && this.takesMultipart(request);
  }

  private takesMultipart({ path }: Request): boolean {
    return this.settings.multipartPaths.some((one) => path.startsWith(one));
  }

  private async read(request: Request, response: Response): Promise<void> {
    const isForm = this.settings.formPaths?.some((path) => request.path.startsWith(path)) ?? false;
    const files = this.fileBodiesFor(request);
    const mediaType = mediaTypeOf(request);
    const isFile = files?.mediaTypes.includes(mediaType) ?? false;
    if (isForm) checkFormType(request);
    else checkType(request, files?.mediaTypes ?? [], this.takesMultipart(request) ? ['multipart/form-data'] : []);
    const maxBytes = this.maxBytesFor(request);
    const owner = principalOf(request)?.orgId ?? `address:${networkOf(request.ip)}`;
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > maxBytes) throw tooLarge(maxBytes);
    this.budget.expect(owner, announced);
    let held = 0;
    response.once('close', () => this.budget.giveBack(owner, held));
    const gauge = isFile ? null : new JsonGauge(files?.maxJsonValues);
    const bytes = await collected(request, this.settings.pace ?? JSON_PACE, (chunk) => {
      if (held + chunk.length > maxBytes) throw tooLarge(maxBytes);
      this.budget.take(owner, chunk.length);
      held += chunk.length;
      gauge?.push(chunk);
    });
    if (isFile) fileBodies.set(request, { mediaType, bytes });
    // What an idempotency key goes by.
    request.body = isFile ? { [mediaType]: createHash('sha256').update(bytes).digest('hex') } : isForm ? formOf(bytes) : parsed(bytes);
    if (maxBytes === MAX_BODY_BYTES) (request as { rawBody?: Buffer }).rawBody = bytes;
  }

  /** A file of lines that has none is a file all the same: whoever reads it says what is wrong with it. */
  private emptyFile(request: Request): void {
    const mediaType = mediaTypeOf(request);
    const isFile = !hasBody(request) && this.fileBodiesFor(request)?.mediaTypes.includes(mediaType);
    if (isFile) fileBodies.set(request, { mediaType, bytes: Buffer.alloc(0) });
  }

  private fileBodiesFor({ method, path }: Request): FileBodies | null {
    const { fileBodies: files } = this.settings;
    return files && method === 'POST' && files.paths.includes(plain(path)) ? files : null;
  }

  private maxBytesFor(request: Request): number {
    const { method, path } = request;
    const { largeBodies, formPaths = [] } = this.settings;
    const files = this.fileBodiesFor(request);
    if (files) return files.maxBytes;
    if (formPaths.some((one) => path.startsWith(one))) return MAX_FORM_BYTES;
    if (!largeBodies || method !== 'POST') return MAX_BODY_BYTES;
    return largeBodies.paths.includes(plain(path)) ? largeBodies.maxBytes : MAX_BODY_BYTES;
  }
}

const plain = (path: string): string => path.toLowerCase().replace(/\/$/, '');
const mediaTypeOf = ({ headers }: Request): string => (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** @param others types beside JSON that are read here @param elsewhere those that are read by the route @throws Refusal 415 */
function checkType(request: Request, others: readonly string[], elsewhere: readonly string[]): void {
  const type = request.headers['content-type'] ?? '';
  if (!JSON_TYPE.test(type) && !others.includes(mediaTypeOf(request))) {
    const said = type === '' ? 'The body has no Content-Type' : `The body's type "${type.slice(0, 100)}" is not supported`;
    throw unsupported(`${said}; send ${['application/json', ...others, ...elsewhere].join(' or ')}.`);
  }
  const charset = CHARSET.exec(type)?.[1]?.toLowerCase() ?? 'utf-8';
  if (!['utf-8', 'utf8', 'us-ascii'].includes(charset)) throw unsupported(`unsupported charset "${charset.slice(0, 40)}"; send UTF-8.`);
}

/** @throws Refusal 415 */
function checkFormType({ headers }: Request): void {
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(headers['content-type'] ?? ''))
    throw unsupported('This takes the form of its page alone: application/x-www-form-urlencoded.');
}

/** The fields of a form, each with all its values, as they were sent. */
const formOf = (bytes: Buffer): URLSearchParams => new URLSearchParams(bytes.toString('utf8'));

/** Reads to the end. What `take` throws, or a sender that is too slow, ends it at once. */
function collected(request: Request, pace: BodyPace, take: (chunk: Buffer) => void): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const source = decoded(request);
    const chunks: Buffer[] = [];
    let isOver = false;
    const end = (settle: () => void): void => {
      if (isOver) return;
      isOver = true;
      stopWatch();
      if (source !== request) request.unpipe(source as never);
      settle();
    };
    const fail = (error: unknown): void => end(() => reject(isRefusal(error) ? error : incomplete(error)));
    const stopWatch = watchPace(request, pace, () => end(() => reject(new RequestTimeoutException('The body comes too slowly.'))));
    source.on('data', (chunk: Buffer) => {
      if (isOver) return;
      try {
        take(chunk);
        chunks.push(chunk);
      } catch (error) {
        fail(error);
      }
    });
    source.once('end', () => end(() => resolve(Buffer.concat(chunks))));
    source.on('error', fail);
    request.on('error', fail);
    request.once('close', () => void (request.complete || fail(new Error('the connection was closed'))));
  });
}

/** Bytes are counted as they come out: a few packed kilobytes may be gigabytes. @throws Refusal 415 */
function decoded(request: Request): Readable {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return request;
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding]?.() : undefined;
  if (!decoder) throw unsupported(`unsupported content encoding "${encoding.slice(0, 40)}"; send it as it is.`);
  return request.pipe(decoder);
}

/** @throws Refusal `malformed_json` */
function parsed(bytes: Buffer): unknown {
  const text = new TextDecoder().decode(bytes);
  if (text === '') return {};
  if (!/^\s*[[{]/.test(text)) throw malformed('it is neither an object nor a list');
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw malformed((error as Error).message);
  }
}

const malformed = (why: string): Refusal => new Refusal('invalid', 'malformed_json', `The body is no JSON: ${why}`);
const unsupported = (why: string): Refusal => new Refusal('unsupported-media-type', 'unsupported_media_type', why);
const tooLarge = (maxBytes: number): Refusal => new Refusal('too-large', 'payload_too_large', `A body may have ${maxBytes} bytes at most.`);
const incomplete = (cause: unknown): Refusal =>
  new Refusal('invalid', 'incomplete_body', 'The body ended before its announced length, or cannot be unpacked.', { cause });
