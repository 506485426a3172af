import { describe, expect, it } from '@jest/globals';
import { processManager, recorded } from '#eventing/testing';
import { deriveId } from '#platform';
import { AT, storedFile } from '../../../testing/builders.js';
import { type ClipSetEvent } from '../../../contracts/clip-set.events.js';
import { reservationOf } from '../../domain/clip-set.quota.js';
import { CLIP_IDS, CLIP_SET_ID, COST, clipFailed, clipMade, clipSetRequested } from '../../testing/builders.js';
import { accountForClips } from './account-for-clips.process-manager.js';
import { makeClips } from './make-clips.process-manager.js';

const [first, second] = CLIP_IDS;
const completed: ClipSetEvent = { type: 'ClipSetCompleted', data: { clipSetId: CLIP_SET_ID, made: 1, failed: 1, completedAt: AT } };
const deleted: ClipSetEvent = { type: 'ClipSetDeleted', data: { clipSetId: CLIP_SET_ID, deletedAt: AT } };
const { orgId } = recorded(completed, {}).metadata;

describe('making clips', () => {
  const given = processManager(makeClips);
  const request = (clipId: string, queue: 'remote' | 'video') => ({
    request: {
      orgId,
      subjectId: CLIP_SET_ID,
      taskId: clipId,
      kind: 'jobs.make-set-clip',
      queue,
      payload: { clipSetId: CLIP_SET_ID, clipId },
    },
  });

  it('asks for all clips at once, each by itself', () =>
    given().when(clipSetRequested()).then(request(first, 'remote'), request(second, 'remote')));
  it('draws clips of this machine on its own queue', () =>
    given()
      .when(clipSetRequested({ model: 'local:illustrator' }))
      .then(request(first, 'video'), request(second, 'video')));
  it('asks for nothing more when one fails', () => given(clipSetRequested()).when(clipFailed(first)).thenNothing());
  it('has everything erased that is deleted', () => {
    const of = { orgId, subjectId: CLIP_SET_ID, queue: 'remote' as const, payload: { clipSetId: CLIP_SET_ID } };
    given(clipSetRequested(), clipMade(first), clipFailed(second), completed)
      .when(deleted)
      .then({ request: { ...of, taskId: deriveId(CLIP_SET_ID, 'erase'), kind: 'jobs.erase-clips' } });
  });
  it('has the pictures forgotten when nothing is pending', () =>
    given(clipSetRequested(), clipMade(first), clipFailed(second))
      .when(completed)
      .then({
        request: {
          orgId,
          subjectId: CLIP_SET_ID,
          taskId: deriveId(CLIP_SET_ID, 'forget-pictures'),
          kind: 'jobs.forget-clip-pictures',
          queue: 'script',
          payload: { clipSetId: CLIP_SET_ID },
          maxAttempts: 10,
        },
      }));
});

describe('accounting for clips', () => {
  const given = processManager(accountForClips);
  const of = { reservationId: CLIP_SET_ID, orgId };

  it('has reserved the price of every clip and room for it', () => {
    const { model, clips } = clipSetRequested().data;
    const { quantities, items } = reservationOf(orgId, CLIP_SET_ID, model, clips);
    expect(quantities).toMatchObject({ provider_cost_micros: 2_000_000, storage_bytes: 10_000_000 });
    expect(items[`clip-${first}`]).toMatchObject({ provider_cost_micros: 800_000, storage_bytes: 4_000_000 });
  });
  it('faults A3: counts the seconds of its clips, what it renders itself, and that it is under way', () => {
    const { model, clips } = clipSetRequested().data;
    const counted = { video_seconds: 10, concurrent_videos: 1 };
    expect(reservationOf(orgId, CLIP_SET_ID, model, clips).quantities).toMatchObject({ ...counted, render_seconds: 0 });
    const own = reservationOf(orgId, CLIP_SET_ID, 'local:illustrator', clips);
    expect(own.quantities).toMatchObject({ ...counted, render_seconds: 10 });
    expect(own.items[`clip-${second}`]).toMatchObject({ video_seconds: 6, render_seconds: 6 });
    given(clipSetRequested({ model: 'local:illustrator' }))
      .when(clipFailed(second))
      .then({ release: { ...of, entry: `clip-${second}`, quantities: own.items[`clip-${second}`] ?? {}, at: AT } });
  });
  it('books what a clip has cost and weighs, and nothing else of its share', () =>
    given(clipSetRequested())
      .when(clipMade(first))
      .then({
        settle: {
          ...of,
          subject: { kind: 'clips', id: CLIP_SET_ID },
          entry: `clip-${first}`,
          item: `clip-${first}`,
          quantities: { video_seconds: 4, render_seconds: 0, provider_cost_micros: 800_000, storage_bytes: storedFile('').sizeBytes },
          charge: COST,
          at: AT,
        },
      }));
  it('gives the share of a clip that failed back at once', () =>
    given(clipSetRequested())
      .when(clipFailed(second))
      .then({
        release: {
          ...{ ...of, entry: `clip-${second}`, at: AT },
          quantities: { video_seconds: 6, render_seconds: 0, provider_cost_micros: 1_200_000, storage_bytes: 6_000_000 },
        },
      }));
  it('closes the reservation when nothing is pending', () =>
    given(clipSetRequested(), clipMade(first), clipFailed(second))
      .when(completed)
      .then({ close: { ...of, at: AT } }));
  it('takes the bytes back that are deleted, once', () => {
    const removed = { entry: 'removed', quantities: { storage_bytes: -storedFile('').sizeBytes }, charge: null, at: AT };
    given(clipSetRequested(), clipMade(first), clipFailed(second), completed)
      .when(deleted)
      .then({ settle: { ...of, subject: { kind: 'clips', id: CLIP_SET_ID }, ...removed } });
    given(clipSetRequested(), clipFailed(first), clipFailed(second), completed).when(deleted).thenNothing();
  });
});
