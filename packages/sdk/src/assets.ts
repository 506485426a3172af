import { type Downloaded, type DownloadOptions } from './transfer/download.js';
import { AssetsOperations } from './generated/resources.gen.js';
import { type Asset } from './generated/types.gen.js';
import { path } from './http/path.js';
import { type UploadOptions } from './transfer/upload.js';
import { type UploadSource } from './transfer/sources.js';

/** `/v1/assets`, and files in both directions. */
export class Assets extends AssetsOperations {
  /**
   * Sends a file, whatever its size, and again where the connection breaks off. A stream is sent once only.
   * @throws DigestMismatch when something else arrived
   */
  async upload(source: UploadSource, options: UploadOptions = {}): Promise<Asset> {
    const { upload } = await import('./transfer/upload.js');
    return upload(this.client.transport, source, options);
  }

  /** Gets the bytes of an asset. Goes on where a connection broke off, and checks its SHA-256. @throws DigestMismatch */
  async download(id: string, options: DownloadOptions = {}): Promise<Downloaded> {
    const request = { method: 'GET', path: path`/v1/assets/${id}/content` } as const;
    const { sha256, bytes, contentType } = await this.get(id, options.signal ? { signal: options.signal } : {});
    const { download } = await import('./transfer/download.js');
    return download(this.client.transport, request, { sha256, bytes, contentType: contentType ?? '' }, options);
  }
}
