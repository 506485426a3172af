import { type ProcessManager } from '#eventing/domain';
import { type Announcement, kindsIn } from '#webhooks';
import { type AssetFailedV1, type AssetReadyV1 } from '../contracts/asset.announcements.js';
import { type AssetEvent } from '../contracts/asset.events.js';

interface Told {
  readonly name: string | null;
}

/** Says what has become of files of the media library. */
export const announceAsset: ProcessManager<AssetEvent, Told, Announcement> = {
  name: 'assets.announce-asset',
  follows: 'asset',
  reactsTo: ['AssetReady', 'AssetFailed'],
  initialState: { name: null },
  evolve: (told, event) => (event.type === 'AssetRegistered' ? { name: event.data.name } : told),
  react({ name }, event) {
    const { assetId } = event.data;
    const subject = { idName: 'assetId', id: assetId, path: `/v1/assets/${assetId}` };
    if (event.type === 'AssetReady') {
      const data: AssetReadyV1 = { assetId, kind: event.data.kind, name };
      return [{ type: 'asset.ready', subject, occurredAt: event.data.readyAt, metadata: {}, data: { ...data } }];
    }
    if (event.type !== 'AssetFailed') return [];
    const { code, message, failedAt } = event.data;
    const data: AssetFailedV1 = { assetId, error: { code, message } };
    return [{ type: 'asset.failed', subject, occurredAt: failedAt, metadata: {}, data: { ...data } }];
  },
};

export const assetAnnouncements = kindsIn(new URL('../contracts/announcements/', import.meta.url), {
  'asset.ready': {
    description: 'A file is in the media library, brought in or made by a model.',
    example: { assetId: '0199c3f0-6f0e-7c41-8a20-9b1d1e7f3a02', kind: 'image', name: 'octopus.png' },
  },
  'asset.failed': {
    description: 'A file could not be fetched, or is nothing that is taken.',
    example: {
      assetId: '0199c3f0-6f0e-7c41-8a20-9b1d1e7f3a02',
      error: { code: 'fetch_failed', message: 'The address could not be reached, or broke off.' },
    },
  },
});
