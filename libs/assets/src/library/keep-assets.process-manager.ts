import { type ProcessManager } from '#eventing/domain';
import { deriveId } from '#platform';
import { type AssetEvent } from '../contracts/asset.events.js';
import { type TaskEffect } from '#tasks';

export const IMPORT_ASSET = 'integrations.import-asset';
export const REMOVE_ASSET = 'integrations.remove-asset';

const LATE_MS = 3600_000;

/** Has files fetched that are named by address, and removed from storage when they are wanted no more. */
export const keepAssets: ProcessManager<AssetEvent, null, TaskEffect> = {
  name: 'integrations.keep-assets',
  follows: 'asset',
  reactsTo: ['AssetRegistered', 'AssetDeleted'],
  initialState: null,
  evolve: () => null,
  react(_state, event) {
    if (event.type !== 'AssetRegistered' && event.type !== 'AssetDeleted') return [];
    const { assetId } = event.data;
    const ask = (kind: string, key: string, notBefore?: string): TaskEffect => ({
      request: {
        ...{ taskId: deriveId(assetId, key), kind, queue: 'remote', orgId: event.metadata.orgId, subjectId: assetId, payload: { assetId } },
        ...(notBefore !== undefined && { notBefore }),
      },
    });
    if (event.type === 'AssetRegistered') return event.data.isToBeFetched ? [ask(IMPORT_ASSET, 'import')] : [];
    const effects = [{ cancel: { cancelSubjectId: assetId } }, ask(REMOVE_ASSET, 'remove')];
    if (event.data.freedBytes > 0) return effects;
    // A fetch that was under way may have put its file after the removal; by then it has long ended.
    return [...effects, ask(REMOVE_ASSET, 'remove-late', new Date(Date.parse(event.recordedAt) + LATE_MS).toISOString())];
  },
};
