export { Kadr } from './kadr.js';
export { type BatchFileType } from './batches.js';
export { type ClientOptions } from './client.config.js';
export {
  AbortError,
  ApiError,
  Conflict,
  ConnectionError,
  DigestMismatch,
  type Fault,
  KadrError,
  NotFound,
  type ProblemOf,
  QuotaExceeded,
  RateLimited,
  TimeoutError,
  Unauthorized,
  ValidationFailed,
  VideoFailedError,
  type WebhookFault,
  WebhookVerificationError,
} from './errors.js';
export { EventStream, type StreamOptions } from './events/event-stream.js';
export { type Answer, ApiPromise, type RateLimit } from './http/answer.js';
export { Page, Pages } from './http/pages.js';
export { type ApiRequest, type CallOptions } from './http/transport.js';
export { type Downloaded, type DownloadOptions, type TransferProgress } from './transfer/download.js';
export { type UploadSource } from './transfer/sources.js';
export { type UploadOptions } from './transfer/upload.js';
export { type WaitOptions } from './wait-for.js';
export { verifyWebhook, type VerifyOptions } from './webhooks/verify.js';
export { type Problem, type ProblemCode, type WebhookEvent } from './generated/unions.gen.js';
export type * from './generated/types.gen.js';
