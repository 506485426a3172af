import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { disposition } from '#platform';
import { type ExportFormat, type PreparedExport } from '../application/exports.service.js';

export const ARCHIVE_TYPES: Readonly<Record<ExportFormat, string>> = {
  otioz: 'application/vnd.pixar.opentimelineio+zip',
  zip: 'application/zip',
};

/** Sends archives while they are put together. Parts of them cannot be had: `Accept-Ranges` says so. */
@Injectable()
export class ArchiveResponses {
  async send(prepared: PreparedExport, format: ExportFormat, request: Request, response: Response): Promise<void> {
    const etag = `"${prepared.revision}"`;
    response.setHeader('ETag', etag);
    response.setHeader('Accept-Ranges', 'none');
    response.setHeader('Cache-Control', 'private, no-cache');
    if (request.headers['if-none-match'] === etag) {
      response.status(304).end();
      return;
    }
    const archive = await prepared.open();
    response.setHeader('Content-Type', ARCHIVE_TYPES[format]);
    response.setHeader('Content-Disposition', disposition(prepared.fileName));
    response.setHeader('Content-Length', archive.sizeBytes);
    if (request.method === 'HEAD') {
      archive.stream.destroy();
      response.end();
      return;
    }
    try {
      await pipeline(archive.stream, response);
    } catch (error) {
      // The status line has gone out: all that is left is to cut the connection, which `pipeline` has done.
      if (!response.headersSent) throw error;
    }
  }
}
