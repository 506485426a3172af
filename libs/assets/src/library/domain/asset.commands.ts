import { Command } from '#eventing/domain';
import { type AssetFile } from '../../contracts/asset.events.js';

/** What was found in a file. */
export interface AssetFacts {
  readonly kind: 'image' | 'video' | 'audio';
  readonly file: AssetFile;
  /** Null for sound, and where none could be made. */
  readonly thumbnail: AssetFile | null;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly durationSeconds: number | null;
}

/** A file that is already stored becomes an asset. */
export class KeepAsset extends Command<AssetFacts & { assetId: string; source: string; name: string | null }> {
  readonly type = 'KeepAsset';
}

/** A file is to be fetched and becomes an asset then. */
export class ImportAsset extends Command<{ assetId: string; name: string | null }> {
  readonly type = 'ImportAsset';
}

export class RecordAssetReady extends Command<AssetFacts & { assetId: string }> {
  readonly type = 'RecordAssetReady';
}

export class RecordAssetFailed extends Command<{ assetId: string; code: string; message: string }> {
  readonly type = 'RecordAssetFailed';
}

export class DeleteAsset extends Command<{ assetId: string }> {
  readonly type = 'DeleteAsset';
}

export class RecordAssetFilesRemoved extends Command<{ assetId: string }> {
  readonly type = 'RecordAssetFilesRemoved';
}

export type AssetCommand = KeepAsset | ImportAsset | RecordAssetReady | RecordAssetFailed | DeleteAsset | RecordAssetFilesRemoved;
