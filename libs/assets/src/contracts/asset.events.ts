import { type Event } from '#eventing/domain';

/** A file of an asset in object storage. */
export interface AssetFile {
  readonly key: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** Hex, of the bytes. */
  readonly sha256: string;
}

/** Somebody brings a file, or has it fetched. First event of every `asset` stream. */
export type AssetRegistered = Event<
  'AssetRegistered',
  {
    assetId: string;
    /** `upload`, `url`, or the id of the model that made it. */ source: string;
    /** What its owner calls it; to be shown, never a path. */ name: string | null;
    /** Whether the file is still to be fetched. Its address may hold a signature and stands in no event. */ isToBeFetched: boolean;
    registeredAt: string;
  }
>;

/** The file is stored and was looked into. Since version 2 with a small picture of it. */
export type AssetReady = Event<
  'AssetReady',
  {
    assetId: string;
    kind: 'image' | 'video' | 'audio';
    file: AssetFile;
    /** A JPEG of at most 320 px and 30 kB; null for sound, and where none could be made. */ thumbnail: AssetFile | null;
    /** Null for sound. */ widthPx: number | null;
    heightPx: number | null;
    /** Null for a picture. */ durationSeconds: number | null;
    readyAt: string;
  }
>;

/** It could not be fetched, or is nothing that is accepted. Terminal, but for deletion. */
export type AssetFailed = Event<'AssetFailed', { assetId: string; code: string; message: string; failedAt: string }>;

/** Its owner wants it no more. From now on nobody sees it. */
export type AssetDeleted = Event<
  'AssetDeleted',
  { assetId: string; /** Bytes that are kept no longer. */ freedBytes: number; deletedAt: string }
>;

/** Its files are gone from storage. */
export type AssetFilesRemoved = Event<'AssetFilesRemoved', { assetId: string }>;

export type AssetEvent = AssetRegistered | AssetReady | AssetFailed | AssetDeleted | AssetFilesRemoved;
