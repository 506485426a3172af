import { type Reaction, type Recorded } from '#eventing/domain';
import { deriveId } from '#platform';
import { type AssetEvent } from '../contracts/asset.events.js';
import { type TaskEffect, type TaskRequest } from '#tasks';

export const IMPORT_ASSET = 'integrations.import-asset';
export const REMOVE_ASSET = 'integrations.remove-asset';

const LATE_MS = 3600_000;

/** Has files fetched that are named by address, and removed from storage when they are wanted no more. */
export const keepAssets: Reaction<AssetEvent, TaskEffect> = {
  name: 'integrations.keep-assets',
  follows: 'asset',
  on: {
    AssetRegistered: (event) => (event.data.isToBeFetched ? [{ request: importOf(event.data.assetId, event.metadata.orgId) }] : []),
    AssetDeleted: (event) => {
      const effects = [{ cancel: { cancelSubjectId: event.data.assetId } }, ask(event, REMOVE_ASSET, 'remove')];
      if (event.data.freedBytes > 0) return effects;
      // A fetch that was under way may have put its file after the removal; by then it has long ended.
      return [...effects, ask(event, REMOVE_ASSET, 'remove-late', new Date(Date.parse(event.recordedAt) + LATE_MS).toISOString())];
    },
  },
};

function ask({ data: { assetId }, metadata }: Recorded<AssetEvent>, kind: string, key: string, notBefore?: string): TaskEffect {
  return {
    request: {
      ...{ taskId: deriveId(assetId, key), kind, queue: 'remote', orgId: metadata.orgId, subjectId: assetId, payload: { assetId } },
      ...(notBefore !== undefined && { notBefore }),
    },
  };
}

/** The task that fetches a file. */
export const importOf = (assetId: string, orgId: string): TaskRequest => ({
  ...{ taskId: deriveId(assetId, 'import'), kind: IMPORT_ASSET, queue: 'import', orgId, subjectId: assetId, payload: { assetId } },
});
