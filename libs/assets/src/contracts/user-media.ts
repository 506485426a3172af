import { type MediaFile, type Output } from '#media';

/** What a file may be. */
export type MediaKind = 'image' | 'video' | 'audio';

/** A file of an organisation's media library. */
export interface StoredAsset {
  readonly id: string;
  readonly orgId: string;
  readonly status: 'processing' | 'ready' | 'failed';
  /** Null until it was looked into. */
  readonly kind: MediaKind | null;
  /** Key in the object storage; null until `ready`. */
  readonly key: string | null;
  readonly contentType: string | null;
  readonly sizeBytes: number | null;
  readonly sha256: string | null;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly durationSeconds: number | null;
  /** Where it came from: `upload`, `url`, or the id of the model that made it. */
  readonly source: string;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly createdAt: string;
}

/** The media library. Also the injection token. */
export abstract class Assets {
  /** @returns null when there is none, it is deleted, or it belongs to another organisation. */
  abstract find(orgId: string, assetId: string): Promise<StoredAsset | null>;
  /**
   * Takes a finished local file in as an asset, e.g. what a model made. The same `assetId` again changes nothing.
   * @throws UserMediaError `unsupported_media` when it is none of the accepted formats
   */
  abstract keep(asset: { assetId: string; orgId: string; filePath: string; source: string }): Promise<StoredAsset>;
}

/** Asked before bytes of a file are taken in, so that what has no room is never fetched. */
export interface FileRoom {
  /**
   * @param bytes all of them so far, those about to be taken in included
   * @param announcedBytes how many there will be in the end, if somebody says so before they come
   * @throws what the taking in ends with
   */
  upTo(bytes: number, announcedBytes?: number | null): Promise<void>;
}

/** Files that users point at: our own assets, `data:` URLs, addresses on the web. Also the injection token. */
export abstract class UserMedia {
  /**
   * What can be said without asking the network: a malformed address, a scheme or host that is never fetched, a `data:` URL over 10 MB.
   * @returns why it is refused, or null
   */
  abstract refusal(url: string): { readonly code: 'url_not_allowed' | 'unsupported_media'; readonly message: string } | null;
  /**
   * Brings it into `output`, guarded and probed: redirects and every address dialled are checked, size and time are capped, the file is
   * what it claims to be. @throws UserMediaError `url_not_allowed`, `unsupported_media`, `payload_too_large`, `not_found` (final),
   * `fetch_failed` (retryable); whatever `room` throws
   */
  abstract fetch(
    orgId: string,
    url: string,
    kinds: readonly MediaKind[],
    output: Output,
    signal: AbortSignal,
    room?: FileRoom,
  ): Promise<
    MediaFile & {
      readonly kind: MediaKind;
      readonly widthPx: number | null;
      readonly heightPx: number | null;
      readonly durationSeconds: number | null;
    }
  >;
}
