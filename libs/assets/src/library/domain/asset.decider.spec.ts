import { describe, expect, it } from '@jest/globals';
import { decider, reaction, recorded } from '#eventing/testing';
import { deriveId } from '#platform';
import { type AssetDeleted, type AssetEvent, type AssetRegistered } from '../../contracts/asset.events.js';
import { assetIndex } from '../asset-index.projection.js';
import { keepAssets } from '../keep-assets.reaction.js';
import {
  type AssetFacts,
  DeleteAsset,
  ImportAsset,
  KeepAsset,
  RecordAssetFailed,
  RecordAssetFilesRemoved,
  RecordAssetReady,
} from './asset.commands.js';
import { asset } from './asset.decider.js';

const ID = '0190a000-0000-7000-8000-000000000001';
const AT = '2026-11-21T10:00:00.000Z';
const facts: AssetFacts = {
  kind: 'video',
  file: { key: 'k', contentType: 'video/mp4', sizeBytes: 1000, sha256: 'ab' },
  thumbnail: { key: 't', contentType: 'image/jpeg', sizeBytes: 10, sha256: 'cd' },
  widthPx: 1080,
  heightPx: 1920,
  durationSeconds: 8,
};
const registered = (isToBeFetched: boolean): AssetRegistered => ({
  type: 'AssetRegistered',
  data: { assetId: ID, source: isToBeFetched ? 'url' : 'upload', name: null, isToBeFetched, registeredAt: AT },
});
const ready: AssetEvent = { type: 'AssetReady', data: { assetId: ID, ...facts, readyAt: AT } };
const failed: AssetEvent = { type: 'AssetFailed', data: { assetId: ID, code: 'not_found', message: 'no', failedAt: AT } };
const deleted = (freedBytes: number): AssetDeleted => ({ type: 'AssetDeleted', data: { assetId: ID, freedBytes, deletedAt: AT } });
const removed: AssetEvent = { type: 'AssetFilesRemoved', data: { assetId: ID } };

const keep = new KeepAsset({ ...facts, assetId: ID, source: 'upload', name: null }, AT);
const order = new ImportAsset({ assetId: ID, name: null }, AT);
const recordReady = new RecordAssetReady({ ...facts, assetId: ID }, AT);
const recordFailed = new RecordAssetFailed({ assetId: ID, code: 'not_found', message: 'no' }, AT);
const remove = new DeleteAsset({ assetId: ID }, AT);
const recordRemoved = new RecordAssetFilesRemoved({ assetId: ID }, AT);

describe('an asset', () => {
  const given = decider(asset);

  it('is ready at once when its file is there', () => given().when(keep).then(registered(false), ready));
  it('is the same one when it is kept again', () => given(registered(false), ready).when(keep).thenNothing());
  it('does not come back when it is kept again after its deletion', () =>
    given(registered(false), ready, deleted(1000)).when(keep).thenNothing());
  it('waits for its file when it is named by an address', () => given().when(order).then(registered(true)));
  it('is the same one when it is ordered again', () => given(registered(true)).when(order).thenNothing());
  it('becomes ready', () => given(registered(true)).when(recordReady).then(ready));
  it('may fail', () => given(registered(true)).when(recordFailed).then(failed));
  it('takes one result only', () => given(registered(true), failed).when(recordReady).thenRefused('asset_settled'));
  it('takes no failure after its file', () => given(registered(true), ready).when(recordFailed).thenRefused('asset_settled'));
  it('takes no file after its deletion', () => given(registered(true), deleted(0)).when(recordReady).thenRefused('asset_settled'));
  it('says how much its deletion frees', () => given(registered(false), ready).when(remove).then(deleted(1000)));
  it('frees nothing before its file is there', () => given(registered(true)).when(remove).then(deleted(0)));
  it('is deleted once', () => given(registered(false), ready, deleted(1000)).when(remove).thenRefused('asset_not_found'));
  it('cannot be deleted before it is there', () => given().when(remove).thenRefused('asset_not_found'));
  it('remembers that its files are gone', () => given(registered(true), deleted(0)).when(recordRemoved).then(removed));
  it('remembers it once', () => given(registered(true), deleted(0), removed).when(recordRemoved).thenNothing());
});

describe('the keeper of assets', () => {
  const keeper = reaction(keepAssets);
  const orgId = recorded(ready).metadata.orgId;
  const ask = (kind: string, key: string, more = {}) => ({
    request: { taskId: deriveId(ID, key), kind, queue: 'remote' as const, orgId, subjectId: ID, payload: { assetId: ID }, ...more },
  });

  it('has a file fetched', () => {
    const { request } = ask('integrations.import-asset', 'import');
    return keeper.when(registered(true)).then({ request: { ...request, queue: 'import' as const } });
  });
  it('has nothing fetched that is there', () => keeper.when(registered(false)).thenNothing());
  it('has the files of a deleted asset removed', () =>
    keeper.when(deleted(1000)).then({ cancel: { cancelSubjectId: ID } }, ask('integrations.remove-asset', 'remove')));
  it('looks once more when a fetch may have been under way', () =>
    keeper
      .when(deleted(0))
      .then(
        { cancel: { cancelSubjectId: ID } },
        ask('integrations.remove-asset', 'remove'),
        ask('integrations.remove-asset', 'remove-late', { notBefore: '2026-01-01T01:00:00.000Z' }),
      ));
});

describe('the row of an asset', () => {
  const fold = (...events: AssetEvent[]) =>
    events.reduce<ReturnType<typeof assetIndex.evolve> | undefined>(
      (row, event) => assetIndex.evolve(row ?? undefined, recorded(event)),
      undefined,
    );

  it('shows what is known', () => {
    expect(fold(registered(true))).toMatchObject({ id: ID, status: 'processing', kind: null, key: null, createdAt: AT, error: null });
    expect(fold(registered(true), ready)).toMatchObject({
      status: 'ready',
      ...facts.file,
      kind: 'video',
      widthPx: 1080,
      durationSeconds: 8,
    });
    expect(fold(registered(true), failed)).toMatchObject({ status: 'failed', error: { code: 'not_found', message: 'no' }, key: null });
  });
  it('goes with the asset', () => expect(fold(registered(true), ready, deleted(1000))).toBeNull());
});
