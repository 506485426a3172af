import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { disposition } from '#platform';
import { type ObjectPresentation, ObjectResponses } from '../contracts/signed-urls.js';
import { type ObjectHead, ObjectStorage } from '../contracts/storage.js';
import { parseRange } from './byte-range.js';

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
    if (range) response.status(206).setHeader('Content-Range', `bytes ${range.start}-${range.end}/${head.sizeBytes}`);
    response.setHeader('Content-Length', sent.end - sent.start + 1);
    if (request.method === 'HEAD' || head.sizeBytes === 0) {
      response.end();
      return true;
    }
    await this.stream(key, sent, response);
    return true;
  }

  private async stream(key: string, range: { start: number; end: number }, response: Response): Promise<void> {
    try {
      await pipeline(this.storage.open(key, range), response);
    } catch (error) {
      // The status line has gone out: all that is left is to cut the connection, which `pipeline` has done. A client that went
      // away (it seeks by closing and asking anew) is no error.
      if (!response.headersSent) throw error;
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
