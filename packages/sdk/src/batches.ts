import { BatchesOperations } from './generated/resources.gen.js';
import { type BatchesCreateData, type BatchesCreateResponse } from './generated/types.gen.js';
import { type ApiPromise } from './http/answer.js';
import { type CallOptions } from './http/transport.js';

/** What a table of rows is sent as. */
export type BatchFileType = 'text/csv' | 'application/x-ndjson';

/** `/v1/batches`, and files of rows. */
export class Batches extends BatchesOperations {
  /**
   * Sends a table as it is: all rows are taken, or none. Sent again where the connection breaks off, which orders nothing twice.
   * @param settings as beside `items` in `create`; `defaults` as JSON
   * @throws ValidationFailed with every fault of every row, each with the `line` of the file
   */
  createFromFile(
    file: Uint8Array<ArrayBuffer> | string,
    contentType: BatchFileType,
    settings: NonNullable<BatchesCreateData['query']> = {},
    options?: CallOptions,
  ): ApiPromise<BatchesCreateResponse> {
    const raw = {
      contentType,
      isRepeatable: true,
      send: (fetch: typeof globalThis.fetch, url: string, init: RequestInit) => fetch(url, { ...init, body: file }),
    };
    return this.client.json({ method: 'POST', path: '/v1/batches', query: settings, raw }, options);
  }
}
