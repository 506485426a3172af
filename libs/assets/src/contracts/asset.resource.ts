import { type AssetFile } from './asset.events.js';
import { type SignedUrls } from './signed-urls.js';
import { type MediaKind, type StoredAsset } from './user-media.js';

/** An asset as its owners see it. */
export interface AssetResource {
  readonly id: string;
  readonly status: 'processing' | 'ready' | 'failed';
  /** Null until it was looked into. */
  readonly kind: MediaKind | null;
  /** What its owner calls it. */
  readonly name: string | null;
  readonly contentType: string | null;
  readonly bytes: number | null;
  /** Hex. */
  readonly sha256: string | null;
  /** Pixels. */
  readonly width: number | null;
  readonly height: number | null;
  readonly durationSeconds: number | null;
  /** Works without a header for an hour, and dies with the asset. */
  readonly url: string | null;
  /** A JPEG of at most 320 px; null for sound, until it is ready, and for what came before there were any. As long as `url`. */
  readonly thumbnailUrl: string | null;
  /** `upload`, `url`, or the id of the model that made it. */
  readonly source: string;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly createdAt: string;
}

type ShownAsset = StoredAsset & { readonly name: string | null; readonly thumbnail?: AssetFile | null };

export function assetView(asset: ShownAsset, urls: SignedUrls): AssetResource {
  return {
    id: asset.id,
    status: asset.status,
    kind: asset.kind,
    name: asset.name,
    contentType: asset.contentType,
    bytes: asset.sizeBytes,
    sha256: asset.sha256,
    width: asset.widthPx,
    height: asset.heightPx,
    durationSeconds: asset.durationSeconds,
    url: asset.key !== null && asset.contentType !== null ? urls.sign(asset.key, asset.contentType) : null,
    thumbnailUrl: asset.thumbnail ? urls.sign(asset.thumbnail.key, asset.thumbnail.contentType) : null,
    source: asset.source,
    error: asset.error === null ? null : { code: asset.error.code, message: asset.error.message },
    createdAt: asset.createdAt,
  };
}
