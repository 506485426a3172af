import { ExternalError } from '#platform';

/** `invalid_key`, `object_missing` (final), `no_space`, `storage_failed` (retryable). */
export class StorageError extends ExternalError {}

/** A file that users point at cannot be taken: `unsupported_media`, `payload_too_large`, `url_not_allowed`, `not_found`, `fetch_failed`. */
export class UserMediaError extends ExternalError {}
