import { describe, it } from '@jest/globals';
import { type UsageEffect } from '#billing';
import { processManager, recorded } from '#eventing/testing';
import { type AssetEvent } from '../contracts/asset.events.js';
import { accountForAsset } from './account-for-asset.process-manager.js';

const assetId = '01930000-0000-7000-8000-000000000001';
const READY_AT = '2026-03-01T10:00:00.000Z';
const DELETED_AT = '2026-04-02T10:00:00.000Z';

const registered = (source: string): AssetEvent => ({
  type: 'AssetRegistered',
  data: { assetId, source, name: null, isToBeFetched: source === 'url', registeredAt: READY_AT },
});
const file = { key: 'k', contentType: 'image/png', sizeBytes: 700, sha256: 'ab' };
const ready: AssetEvent = {
  type: 'AssetReady',
  data: { assetId, kind: 'image', file, thumbnail: null, widthPx: 1, heightPx: 1, durationSeconds: null, readyAt: READY_AT },
};
const failed: AssetEvent = { type: 'AssetFailed', data: { assetId, code: 'timeout', message: 'late', failedAt: READY_AT } };
const deleted = (freedBytes: number): AssetEvent => ({ type: 'AssetDeleted', data: { assetId, freedBytes, deletedAt: DELETED_AT } });

const { orgId } = recorded(ready).metadata;
const settle = (entry: string, bytes: number, at: string): UsageEffect => ({
  settle: {
    ...{ reservationId: assetId, orgId, subject: { kind: 'asset', id: assetId }, entry },
    ...{ quantities: { storage_bytes: bytes }, charge: null, at },
  },
});

const close = (at: string): UsageEffect => ({ close: { reservationId: assetId, orgId, at } });

describe('accounting for an asset', () => {
  const given = processManager(accountForAsset);

  it.each(['upload', 'url'])(
    'counts the bytes of what came by %s, at the time it was ready, and gives back what was held beyond',
    (source) =>
      given(registered(source))
        .when(ready)
        .then(settle('kept', 700, READY_AT), close(READY_AT)),
  );
  it('leaves what a model made to its generation', () => given(registered('kie:veo-3-1')).when(ready).thenNothing());
  it.each(['upload', 'url', 'kie:veo-3-1'])('takes the bytes back when an asset by %s is deleted', (source) =>
    given(registered(source), ready)
      .when(deleted(700))
      .then(settle('removed', -700, DELETED_AT)),
  );
  it('gives back what was held for a file that could not be fetched', () => given(registered('url')).when(failed).then(close(READY_AT)));
  it('gives back what was held for one that was deleted before it came; there are no bytes to take back', () =>
    given(registered('url')).when(deleted(0)).then(close(DELETED_AT)));
});
