import { type UsageEffect } from '#billing';
import { type ProcessManager } from '#eventing/domain';
import { type AssetEvent } from '../contracts/asset.events.js';

/** Whether its bytes are counted here, when it becomes ready. */
interface AssetAccount {
  readonly isBroughtIn: boolean;
}

/** What models made is counted by the generation that paid for it. */
const BROUGHT_IN: readonly string[] = ['upload', 'url'];

/**
 * Counts the bytes of the media library: of what was brought in, and, whoever made it, of what is kept no longer. The asset's own id
 * stands for the reservation, so that what was held for a file is settled to its true size and bytes are taken back in the period in
 * which they were booked. Nothing was held for what models made: closing changes nothing there.
 */
export const accountForAsset: ProcessManager<AssetEvent, AssetAccount, UsageEffect> = {
  // Checkpoints know it by this name, wherever it lives.
  name: 'jobs.account-for-asset',
  follows: 'asset',
  reactsTo: ['AssetReady', 'AssetFailed', 'AssetDeleted'],
  initialState: { isBroughtIn: false },
  evolve: (state, event) => (event.type === 'AssetRegistered' ? { isBroughtIn: BROUGHT_IN.includes(event.data.source) } : state),
  react({ isBroughtIn }, event) {
    const { orgId } = event.metadata;
    const { assetId } = event.data;
    const booked = (entry: string, bytes: number, at: string): UsageEffect => ({
      settle: {
        ...{ reservationId: assetId, orgId, subject: { kind: 'asset', id: assetId }, entry },
        ...{ quantities: { storage_bytes: bytes }, charge: null, at },
      },
    });
    const closed = (at: string): UsageEffect => ({ close: { reservationId: assetId, orgId, at } });
    switch (event.type) {
      case 'AssetReady': {
        const { file, readyAt: at } = event.data;
        return isBroughtIn ? [booked('kept', file.sizeBytes, at), closed(at)] : [];
      }
      case 'AssetFailed':
        return [closed(event.data.failedAt)];
      case 'AssetDeleted': {
        const { freedBytes, deletedAt: at } = event.data;
        return [freedBytes > 0 ? booked('removed', -freedBytes, at) : closed(at)];
      }
      case 'AssetRegistered':
      case 'AssetFilesRemoved':
        return [];
    }
  },
};
