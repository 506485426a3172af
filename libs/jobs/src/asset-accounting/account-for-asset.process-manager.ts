import { type UsageEffect } from '#billing';
import { type ProcessManager } from '#eventing/domain';
import { type AssetEvent } from '#assets';

/** Whether its bytes are counted here, when it becomes ready. */
interface AssetAccount {
  readonly isBroughtIn: boolean;
}

/** What models made is counted by the generation that paid for it. */
const BROUGHT_IN: readonly string[] = ['upload', 'url'];

/**
 * Counts the bytes of the media library: of what was brought in, and, whoever made it, of what is kept no longer. The asset's own id
 * stands for the reservation that nobody made, so that bytes are taken back in the period in which they were booked.
 */
export const accountForAsset: ProcessManager<AssetEvent, AssetAccount, UsageEffect> = {
  name: 'jobs.account-for-asset',
  follows: 'asset',
  reactsTo: ['AssetReady', 'AssetDeleted'],
  initialState: { isBroughtIn: false },
  evolve: (state, event) => (event.type === 'AssetRegistered' ? { isBroughtIn: BROUGHT_IN.includes(event.data.source) } : state),
  react({ isBroughtIn }, event) {
    const booked = (assetId: string, entry: string, bytes: number, at: string): UsageEffect => ({
      settle: {
        ...{ reservationId: assetId, orgId: event.metadata.orgId, subject: { kind: 'asset', id: assetId }, entry },
        ...{ quantities: { storage_bytes: bytes }, charge: null, at },
      },
    });
    if (event.type === 'AssetReady' && isBroughtIn) {
      const { assetId, file, readyAt } = event.data;
      return [booked(assetId, 'kept', file.sizeBytes, readyAt)];
    }
    if (event.type !== 'AssetDeleted' || event.data.freedBytes === 0) return [];
    const { assetId, freedBytes, deletedAt } = event.data;
    return [booked(assetId, 'removed', -freedBytes, deletedAt)];
  },
};
