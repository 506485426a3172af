import { describe, expect, it } from '@jest/globals';
import { type UsageEffect } from '#billing';
import { processManager, recorded } from '#eventing/testing';
import { type ShortVideoEvent } from '../../../contracts/short-video.events.js';
import { reservationOf } from '../../domain/short-video.quota.js';
import { accountForShortVideo } from './account-for-short-video.process-manager.js';

const videoId = '01930000-0000-7000-8000-000000000001';
const [ORDERED_AT, ENDED_AT, DELETED_AT] = ['2026-03-01T10:00:00.000Z', '2026-03-01T10:01:00.000Z', '2026-04-02T10:00:00.000Z'];

const ordered = (expectedSeconds: number | null): ShortVideoEvent => ({
  type: 'ShortVideoOrdered',
  data: { videoId, scenes: 1, expectedSeconds, orderedAt: ORDERED_AT },
});
const file = { key: 'k', contentType: 'video/mp4', sizeBytes: 700, sha256: 'ab' };
const rendered: ShortVideoEvent = { type: 'ShortVideoRendered', data: { videoId, file, durationSeconds: 6.5, renderedAt: ENDED_AT } };
const failed: ShortVideoEvent = { type: 'ShortVideoFailed', data: { videoId, code: 'x', message: 'y', failedAt: ENDED_AT } };
const deleted: ShortVideoEvent = { type: 'ShortVideoDeleted', data: { videoId, deletedAt: DELETED_AT } };

const { orgId } = recorded(rendered).metadata;
const of = { reservationId: videoId, orgId };
const subject = { kind: 'short_video' as const, id: videoId };
const close = (at: string): UsageEffect => ({ close: { ...of, at } });

describe('accounting for a short video', () => {
  const given = processManager(accountForShortVideo);

  it('settles its length and its bytes when it is there, and gives back the rest', () => {
    const quantities = { video_seconds: 6.5, render_seconds: 6.5, storage_bytes: 700 };
    given(ordered(6))
      .when(rendered)
      .then({ settle: { ...of, subject, entry: 'film', quantities, charge: null, at: ENDED_AT } }, close(ENDED_AT));
  });
  it('gives all of it back when it fails', () => given(ordered(6)).when(failed).then(close(ENDED_AT)));
  it('gives all of it back when it is deleted before it is there', () => given(ordered(6)).when(deleted).then(close(DELETED_AT)));
  it('takes its bytes back when it is deleted, not its length', () =>
    given(ordered(6), rendered)
      .when(deleted)
      .then({ settle: { ...of, subject, entry: 'removed', quantities: { storage_bytes: -700 }, charge: null, at: DELETED_AT } }));
  it('leaves films alone for which nothing was reserved', () => {
    given(ordered(null)).when(rendered).thenNothing();
    given(ordered(null), rendered).when(deleted).thenNothing();
  });
});

describe('faults A3: a film for somebody else', () => {
  it('is one that is under way, and counts as film and as rendering', () => {
    const { quantities } = reservationOf('an organisation', 'a film', { seconds: 12, widthPx: 64, heightPx: 64, fps: 24 });
    expect(quantities).toMatchObject({ video_seconds: 12, render_seconds: 12, concurrent_videos: 1 });
  });
});
