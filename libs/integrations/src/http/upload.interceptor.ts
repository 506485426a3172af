import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor, RequestTimeoutException } from '@nestjs/common';
import { type Request, type Response } from 'express';
import multer, { MulterError } from 'multer';
import { finalize, type Observable } from 'rxjs';
import { Refusal, shownName, validationFailed } from '#platform';
import { MAX_FILE_BYTES } from '../user-media/media-look.js';

/** What stands in `request.body` after a file has come. */
export interface UploadedFile {
  readonly path: string;
  readonly name: string | null;
  readonly sha256: string;
}

export interface UploadLimits {
  /** Folder for files on their way; swept when the process is gone. */
  readonly folder: () => string;
  readonly maxBytes: number;
  /** At least so many bytes in each window: what is slower holds a socket and a file for nothing. */
  readonly windowMs: number;
  readonly minBytesPerWindow: number;
  /** For the whole. */
  readonly timeoutMs: number;
}

/** Token of `UploadLimits`. */
export const UPLOAD_LIMITS = Symbol('upload limits');

export const uploadLimits = (folder: () => string): UploadLimits => ({
  folder,
  maxBytes: MAX_FILE_BYTES,
  windowMs: 10_000,
  minBytesPerWindow: 10_000,
  timeoutMs: 60 * 60_000,
});

const uploads = new WeakMap<object, UploadedFile>();

/** The file of this request; null when it was no upload. */
export const uploadOf = (request: object): UploadedFile | null => uploads.get(request) ?? null;

const isMultipart = (request: Request): boolean => /^multipart\/form-data\s*;/i.test(request.headers['content-type'] ?? '');

/**
 * Writes the field `file` of a form to disk as it comes, and removes it when the request is over. Bytes are counted as they arrive,
 * whatever a header announces. `request.body` becomes what the file is known by, so that a repeated request is known by its content.
 */
@Injectable()
export class UploadInterceptor implements NestInterceptor {
  constructor(@Inject(UPLOAD_LIMITS) private readonly limits: UploadLimits) {}

  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    if (!isMultipart(request)) return next.handle();
    const folder = path.join(this.limits.folder(), `upload-${randomUUID()}`);
    const clean = (): void => void rm(folder, { recursive: true, force: true }).catch(() => undefined);
    try {
      await mkdir(folder, { recursive: true });
      const file = await this.receive(request, response, folder);
      uploads.set(request, file);
      request.body = { file: { name: file.name, sha256: file.sha256 } };
    } catch (error) {
      clean();
      // What is still to come of the body is not wanted: after the answer the connection is cut.
      response.setHeader('Connection', 'close');
      response.once('finish', () => request.destroy());
      throw error;
    }
    return next.handle().pipe(finalize(clean));
  }

  private async receive(request: Request, response: Response, folder: string): Promise<UploadedFile> {
    const pace = watched(request, this.limits);
    try {
      await Promise.race([this.parse(request, response, folder), pace.tooSlow]);
    } finally {
      pace.stop();
    }
    if (!request.file) throw validationFailed([{ path: 'file', message: 'is missing: send the file in the form field "file"' }]);
    const { path: filePath, originalname, size } = request.file;
    if (size === 0) throw validationFailed([{ path: 'file', message: 'is empty' }]);
    return { path: filePath, name: shownName(Buffer.from(originalname, 'latin1').toString('utf8')), sha256: await digestOf(filePath) };
  }

  private parse(request: Request, response: Response, folder: string): Promise<void> {
    const read = multer({
      storage: multer.diskStorage({ destination: folder, filename: (_request, _file, done) => done(null, 'file') }),
      limits: { fileSize: this.limits.maxBytes, files: 1, fields: 0, parts: 1, headerPairs: 20, fieldNameSize: 100 },
    }).single('file');
    return new Promise((resolve, reject) => {
      read(request, response, (error: unknown) => (error ? reject(asRefusal(error, this.limits.maxBytes)) : resolve()));
    });
  }
}

function watched(
  request: Request,
  { windowMs, minBytesPerWindow, timeoutMs }: UploadLimits,
): { tooSlow: Promise<never>; stop: () => void } {
  const startedAtMs = performance.now();
  let seen = request.socket.bytesRead;
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<never>((_resolve, reject) => {
    timer = setInterval(() => {
      const arrived = request.socket.bytesRead - seen;
      seen += arrived;
      const isOver = performance.now() - startedAtMs > timeoutMs;
      if (arrived >= minBytesPerWindow && !isOver) return;
      request.unpipe();
      reject(new RequestTimeoutException('The file comes too slowly.'));
    }, windowMs);
  });
  return { tooSlow, stop: () => clearInterval(timer) };
}

/** `code` as https://github.com/expressjs/multer#error-handling has it. */
function asRefusal(error: unknown, maxBytes: number): unknown {
  if (error instanceof MulterError) {
    if (error.code === 'LIMIT_FILE_SIZE')
      return new Refusal('too-large', 'payload_too_large', `A file may have ${maxBytes} bytes at most.`);
    return validationFailed([{ path: error.field ?? '', message: 'send one form field, "file", and nothing else' }]);
  }
  // The disk is ours; everything else busboy complains about is the form.
  if (typeof (error as { code?: unknown }).code === 'string') return error;
  return new Refusal('invalid', 'incomplete_body', 'The form is malformed or ended before its end.');
}

async function digestOf(filePath: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(filePath, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}
