import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor, RequestTimeoutException } from '@nestjs/common';
import { type Request, type Response } from 'express';
import multer, { MulterError, type StorageEngine } from 'multer';
import { from, lastValueFrom, type Observable } from 'rxjs';
import {
  actorOf,
  DiskSpace,
  IdempotencyKeys,
  Ids,
  isRefusal,
  logger,
  principalOf,
  Refusal,
  shownName,
  validationFailed,
  watchPace,
  type BodyPace,
} from '#platform';
import { type FileRoom } from '../contracts/user-media.js';
import { StorageRooms } from '../library/storage-room.js';
import { UploadPlaces } from './upload-places.js';
import { MAX_FILE_BYTES } from '../user-media/media-look.js';

/** What stands in `request.body` after a file has come. */
export interface UploadedFile {
  /** That it will have when it is kept: room is held under it. */
  readonly assetId: string;
  readonly room: FileRoom;
  readonly path: string;
  readonly name: string | null;
  readonly sizeBytes: number;
  readonly sha256: string;
}

type ReceivedFile = Omit<UploadedFile, 'assetId' | 'room'>;

export interface UploadLimits extends BodyPace {
  /** Folder for files on their way; swept when the process is gone. */
  readonly folder: () => string;
  readonly maxBytes: number;
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

const log = logger('assets');
/** Boundaries and headers of a form with one file. */
const FORM_BYTES = 16 * 1024;

const uploads = new WeakMap<object, UploadedFile>();

/** The file of this request; null when it was no upload. */
export const uploadOf = (request: object): UploadedFile | null => uploads.get(request) ?? null;

const isMultipart = (request: Request): boolean => /^multipart\/form-data\s*;/i.test(request.headers['content-type'] ?? '');

/**
 * Writes the field `file` of a form to disk as it comes, and removes it when the request is over. Room for it is held before its first
 * byte, and given back when it is not kept. Bytes are counted as they arrive, whatever a header announces. `request.body` becomes what the file is known by, so that a repeated request is known by its content.
 */
@Injectable()
export class UploadInterceptor implements NestInterceptor {
  constructor(
    @Inject(UPLOAD_LIMITS) private readonly limits: UploadLimits,
    private readonly rooms: StorageRooms,
    private readonly idempotency: IdempotencyKeys,
    private readonly ids: Ids,
    private readonly places: UploadPlaces,
    private readonly disk: DiskSpace,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    if (!isMultipart(request)) return next.handle();
    const principal = principalOf(request);
    if (!principal) throw new Error('nobody may upload without a key');
    const { orgId } = principal;
    if (await this.disk.isFull()) throw diskFull();
    const leave = this.places.take(orgId);
    const assetId = this.ids.next();
    const room = this.rooms.forUpload(actorOf(principal), assetId);
    const folder = path.join(this.limits.folder(), `upload-${randomUUID()}`);
    const over = async (): Promise<void> => {
      leave();
      void rm(folder, { recursive: true, force: true }).catch(() => undefined);
      await this.rooms.release(orgId, assetId).catch((error: unknown) => {
        log.warn({ err: error, assetId, orgId }, 'the room of an upload could not be given back; it is in some hours');
      });
    };
    try {
      await mkdir(folder, { recursive: true });
      // A repetition keeps nothing: it is read to be compared with the first, and is answered also when no room is left.
      const isRepetition = await this.idempotency.isAnswered(request, orgId);
      const received = await this.receive(request, response, folder, isRepetition ? null : room);
      const file = { ...received, assetId, room };
      uploads.set(request, file);
      request.body = { file: { name: file.name, sha256: file.sha256 } };
    } catch (error) {
      await over();
      throw error;
    }
    const answered = async (): Promise<unknown> => {
      try {
        return await lastValueFrom(next.handle(), { defaultValue: undefined });
      } finally {
        await over();
      }
    };
    return from(answered());
  }

  private async receive(request: Request, response: Response, folder: string, room: FileRoom | null): Promise<ReceivedFile> {
    // A form has a little around its file. What a header announces may only make it shorter.
    if (Number(request.headers['content-length'] ?? 0) > this.limits.maxBytes + FORM_BYTES) throw tooLarge(this.limits.maxBytes);
    const pace = watched(request, this.limits);
    try {
      return await Promise.race([this.parse(request, response, path.join(folder, 'file'), room), pace.tooSlow]);
    } finally {
      pace.stop();
    }
  }

  /** Ends as soon as it is clear how: multer by itself would first wait for the rest of a form that may never end. */
  private parse(request: Request, response: Response, filePath: string, room: FileRoom | null): Promise<ReceivedFile> {
    const { maxBytes } = this.limits;
    return new Promise((resolve, reject) => {
      let received: ReceivedFile | null = null;
      const storage: StorageEngine = {
        _handleFile: (_request, file, done) => {
          file.stream.once('limit', () => reject(tooLarge(maxBytes)));
          held(request, file, room)
            .then(() => written(file, filePath, room))
            .then(
              (whole) => {
                received = whole;
                done(null);
              },
              (error: unknown) => {
                if (isRefusal(error)) reject(error as Error);
                done(error);
              },
            );
        },
        _removeFile: (_request, _file, done) => done(null),
      };
      const limits = { fileSize: maxBytes, files: 1, fields: 0, parts: 1, headerPairs: 20, fieldNameSize: 100 };
      multer({ storage, limits }).single('file')(request, response, (error: unknown) => {
        if (error) reject(asRefusal(error, maxBytes));
        else if (received) resolve(received);
        else reject(validationFailed([{ path: 'file', message: 'is missing or empty: send the file in the form field "file"' }]));
      });
    });
  }
}

const diskFull = (): Refusal =>
  new Refusal(
    'insufficient-storage',
    'disk_full',
    'The disk of this installation is nearly full. What is under way goes on; try again later.',
    {
      headers: { 'Retry-After': '60' },
    },
  );

/** Holds room for a file of which nothing but the headers has been read, as far as its length is known. */
async function held(request: Request, file: Express.Multer.File, room: FileRoom | null): Promise<void> {
  const length = Number(request.headers['content-length'] ?? 0);
  if (length === 0 || !room) return;
  const boundary = /boundary="?([^";]*)/i.exec(request.headers['content-type'] ?? '')?.[1] ?? '';
  // As clients write it. A form may have more around its file, so of the difference nobody is refused.
  const around = [
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${file.originalname}"\r\nContent-Type: ${file.mimetype}\r\n\r\n`,
    `\r\n--${boundary}--\r\n`,
  ].join('').length;
  await room.upTo(Math.max(1, length - FORM_BYTES), Math.max(1, length - around));
}

/** @returns null for a file without a byte. */
async function written(file: Express.Multer.File, filePath: string, room: FileRoom | null): Promise<ReceivedFile | null> {
  const hash = createHash('sha256');
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      hash.update(chunk);
      bytes += chunk.length;
      if (!room) return callback(null, chunk);
      room.upTo(bytes).then(
        () => callback(null, chunk),
        (error: unknown) => callback(error as Error),
      );
    },
  });
  await pipeline(file.stream, count, createWriteStream(filePath));
  // Header names are bytes; what browsers send is UTF-8.
  const name = shownName(Buffer.from(file.originalname, 'latin1').toString('utf8'));
  return bytes === 0 ? null : { path: filePath, name, sizeBytes: bytes, sha256: hash.digest('hex') };
}

function watched(request: Request, limits: UploadLimits): { tooSlow: Promise<never>; stop: () => void } {
  let stop = (): void => undefined;
  const tooSlow = new Promise<never>((_resolve, reject) => {
    stop = watchPace(request, limits, () => {
      request.unpipe();
      reject(new RequestTimeoutException('The file comes too slowly.'));
    });
  });
  return { tooSlow, stop };
}

const tooLarge = (maxBytes: number): Refusal => new Refusal('too-large', 'payload_too_large', `A file may have ${maxBytes} bytes at most.`);

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
