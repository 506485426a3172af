/** A file is in the media library. */
export interface AssetReadyV1 {
  /** @format uuid */
  readonly assetId: string;
  readonly kind: 'image' | 'video' | 'audio';
  /** What its owner calls it. */
  readonly name: string | null;
}

/** A file could not be fetched, or is nothing that is taken. */
export interface AssetFailedV1 {
  /** @format uuid */
  readonly assetId: string;
  readonly error: {
    /** Stable, snake_case. */
    readonly code: string;
    readonly message: string;
  };
}

/** Type → what stands in its `data`. */
export interface AssetAnnouncements {
  'asset.ready': AssetReadyV1;
  'asset.failed': AssetFailedV1;
}
