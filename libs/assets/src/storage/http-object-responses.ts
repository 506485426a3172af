import { once } from 'node:events';
import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { disposition } from '#platform';
import { type ObjectPresentation, ObjectResponses } from '../contracts/signed-urls.js';
import { type ByteRange, type ObjectHead, ObjectStorage } from '../contracts/storage.js';
import { parseRange } from './byte-range.js';
import { asStorageError } from './file-errors.js';

/** They speak of the object, so an answer that something else went wrong must not carry them. */
const HEADERS_OF_AN_OBJECT = ['ETag', 'Last-Modified', 'Accept-Ranges', 'Cache-Control', 'Content-Type', 'Content-Disposition'];

/** Sends stored objects over HTTP by RFC 9110. */
@Injectable()
export class HttpObjectResponses extends ObjectResponses {
  constructor(private readonly storage: ObjectStorage) {
    super();
  }

  async send(key: string, presentation: ObjectPresentation, request: Request, response: Response): Promise<boolean> {
    const head = await this.storage.head(key);
    if (!head) return false;
    const etag = `"${presentation.sha256 ?? head.revision}"`;
    response.setHeader('ETag', etag);
    response.setHeader('Last-Modified', head.modifiedAt.toUTCString());
    response.setHeader('Accept-Ranges', 'bytes');
    const { cacheSeconds } = presentation;
    response.setHeader('Cache-Control', cacheSeconds === undefined ? 'private, no-cache' : `private, max-age=${cacheSeconds}, immutable`);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (isFresh(request, etag)) {
      response.status(304).end();
      return true;
    }
    response.setHeader('Content-Type', presentation.contentType);
    response.setHeader('Content-Disposition', disposition(presentation.downloadName));
    const range = mayRange(request, etag, head) ? parseRange(request.headers.range, head.sizeBytes) : null;
    if (range === 'unsatisfiable') {
      for (const name of ['Content-Disposition', 'Content-Type']) response.removeHeader(name);
      response.status(416).setHeader('Content-Range', `bytes */${head.sizeBytes}`).end();
      return true;
    }
    const sent = range ?? { start: 0, end: head.sizeBytes - 1 };
    const hasBody = request.method !== 'HEAD' && head.sizeBytes > 0;
    const bytes = hasBody ? await this.opened(key, sent, response) : null;
    if (hasBody && !bytes) return false;
    if (range) response.status(206).setHeader('Content-Range', `bytes ${range.start}-${range.end}/${head.sizeBytes}`);
    response.setHeader('Content-Length', sent.end - sent.start + 1);
    if (!bytes) {
      response.end();
      return true;
    }
    // The status line goes out now: should reading fail later, or the client go away (it seeks by closing and asking anew), all that
    // is left is to cut the connection, which `pipeline` does.
    await pipeline(bytes, response).catch(() => undefined);
    return true;
  }

  /**
   * Opened and with its first bytes there, so that what fails until then still has an answer of its own.
   * @returns null when the object has gone since it was looked at. @throws StorageError
   */
  private async opened(key: string, range: ByteRange, response: Response): Promise<Readable | null> {
    const bytes = this.storage.open(key, range);
    try {
      await once(bytes, 'readable');
      return bytes;
    } catch (error) {
      for (const name of HEADERS_OF_AN_OBJECT) response.removeHeader(name);
      const failure = asStorageError(error, `cannot read ${key}`);
      if (failure.code === 'object_missing') return null;
      throw failure;
    }
  }
}

function isFresh(request: Request, etag: string): boolean {
  const header = request.headers['if-none-match'];
  if (header === undefined) return false;
  return header.trim() === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
}

/** RFC 9110, 13.1.5: a range of something that has changed meanwhile would be a mix of two files. */
function mayRange(request: Request, etag: string, head: ObjectHead): boolean {
  const header = request.headers['if-range'];
  if (typeof header !== 'string') return true;
  return header === etag || header === head.modifiedAt.toUTCString();
}
