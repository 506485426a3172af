/** Payloads by the kinds of tasks of this lib. */
export interface BatchTaskPayloads {
  'batches.start-item': { readonly batchId: string; readonly item: number; readonly take: number };
  'batches.erase': { readonly batchId: string };
  'batches.cancel-video': { readonly batchId: string; readonly videoId: string };
}
