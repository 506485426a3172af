import { type Aggregate } from '#eventing/domain';
import { type AssetEvent, type AssetFile, type AssetReady } from '../../contracts/asset.events.js';
import { type AssetCommand, type AssetFacts } from './asset.commands.js';
import { AssetSettled, UnknownAsset } from './asset.errors.js';

export type AssetState =
  | { readonly status: 'absent' | 'processing' | 'failed' }
  | { readonly status: 'ready'; readonly sizeBytes: number }
  | { readonly status: 'deleted'; readonly filesRemoved: boolean };

export const asset: Aggregate<AssetCommand, AssetState, AssetEvent> = {
  name: 'asset',
  module: 'integrations',
  schemaVersions: { AssetRegistered: 1, AssetReady: 2, AssetFailed: 1, AssetDeleted: 1, AssetFilesRemoved: 1 },
  upcast,
  // What its owner calls it, and what is said of a file that could not be had: its address may be in there.
  personal: { AssetRegistered: ['name'], AssetFailed: ['message'] },
  initialState: { status: 'absent' },
  decide(command, state) {
    const { assetId } = command.data;
    const at = command.issuedAt;
    switch (command.type) {
      case 'KeepAsset': {
        if (state.status !== 'absent') return []; // the same file again
        const { source, name } = command.data;
        return [
          { type: 'AssetRegistered', data: { assetId, source, name, isToBeFetched: false, registeredAt: at } },
          ready(assetId, command.data, at),
        ];
      }
      case 'ImportAsset':
        if (state.status !== 'absent') return []; // the same request again
        return [
          { type: 'AssetRegistered', data: { assetId, source: 'url', name: command.data.name, isToBeFetched: true, registeredAt: at } },
        ];
      case 'RecordAssetReady':
        if (state.status !== 'processing') throw new AssetSettled(assetId);
        return [ready(assetId, command.data, at)];
      case 'RecordAssetFailed': {
        if (state.status !== 'processing') throw new AssetSettled(assetId);
        const { code, message } = command.data;
        return [{ type: 'AssetFailed', data: { assetId, code, message, failedAt: at } }];
      }
      case 'DeleteAsset':
        if (state.status === 'absent' || state.status === 'deleted') throw new UnknownAsset(assetId);
        return [{ type: 'AssetDeleted', data: { assetId, freedBytes: state.status === 'ready' ? state.sizeBytes : 0, deletedAt: at } }];
      case 'RecordAssetFilesRemoved':
        return state.status === 'deleted' && !state.filesRemoved ? [{ type: 'AssetFilesRemoved', data: { assetId } }] : [];
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'AssetRegistered':
        return { status: 'processing' };
      case 'AssetReady':
        return { status: 'ready', sizeBytes: event.data.file.sizeBytes };
      case 'AssetFailed':
        return { status: 'failed' };
      case 'AssetDeleted':
        return { status: 'deleted', filesRemoved: false };
      case 'AssetFilesRemoved':
        return state.status === 'deleted' ? { status: 'deleted', filesRemoved: true } : state;
    }
  },
};

function ready(assetId: string, { kind, file, thumbnail, widthPx, heightPx, durationSeconds }: AssetFacts, readyAt: string): AssetReady {
  const small = thumbnail && named(thumbnail);
  return {
    type: 'AssetReady',
    data: { assetId, kind, file: named(file), thumbnail: small, widthPx, heightPx, durationSeconds, readyAt },
  };
}

const named = ({ key, contentType, sizeBytes, sha256 }: AssetFile): AssetFile => ({ key, contentType, sizeBytes, sha256 });

function upcast(type: AssetEvent['type'], schemaVersion: number, data: object): object {
  // Before version 2 nothing small was made of them.
  if (type === 'AssetReady' && schemaVersion === 1) return { ...data, thumbnail: null };
  throw new RangeError(`${type} has no version ${schemaVersion}`);
}
