import { type Projection } from '#eventing/domain';
import { type AssetEvent, type AssetFile } from '../contracts/asset.events.js';
import { type StoredAsset } from '../contracts/user-media.js';

/** An asset as it is shown; its owner stands in a column beside it. */
export interface AssetRow extends Omit<StoredAsset, 'orgId'> {
  readonly name: string | null;
  /** Not there in rows of before there were any. */
  readonly thumbnail?: AssetFile | null;
}

/** The media library as a table. Inline: what was uploaded is in the list at once, and what was deleted is not. */
export const assetIndex: Projection<AssetEvent, AssetRow> = {
  name: 'integrations.assets',
  table: 'assets.assets',
  mode: 'inline',
  version: 1,
  handles: ['AssetRegistered', 'AssetReady', 'AssetFailed', 'AssetDeleted'],
  keyOf: (event) => event.data.assetId,
  evolve(row, event) {
    switch (event.type) {
      case 'AssetRegistered': {
        const { assetId, source, name, registeredAt } = event.data;
        return { ...NOTHING_YET, id: assetId, source, name, createdAt: registeredAt };
      }
      case 'AssetReady': {
        const { assetId, kind, file, thumbnail, widthPx, heightPx, durationSeconds } = event.data;
        return { ...known(row, assetId), ...file, thumbnail, status: 'ready', kind, widthPx, heightPx, durationSeconds };
      }
      case 'AssetFailed': {
        const { assetId, code, message } = event.data;
        return { ...known(row, assetId), status: 'failed', error: { code, message } };
      }
      case 'AssetDeleted':
      case 'AssetFilesRemoved':
        return null;
    }
  },
};

function known(row: AssetRow | undefined, assetId: string): AssetRow {
  if (!row) throw new Error(`asset ${assetId} is told of before it was registered`);
  return row;
}

const NOTHING_YET = {
  status: 'processing' as const,
  kind: null,
  key: null,
  contentType: null,
  sizeBytes: null,
  sha256: null,
  widthPx: null,
  heightPx: null,
  durationSeconds: null,
  error: null,
};
