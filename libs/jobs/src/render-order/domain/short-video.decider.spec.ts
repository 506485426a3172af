import { describe, expect, it } from '@jest/globals';
import { decider, reaction, recorded } from '#eventing/testing';
import { deriveId } from '#platform';
import { type ShortVideoEvent } from '../../contracts/short-video.events.js';
import { makeShortVideos } from '../application/reactions/make-short-videos.reaction.js';
import {
  DeleteShortVideo,
  FailShortVideo,
  OrderShortVideo,
  RecordAnnouncement,
  RecordShortVideo,
  RecordShortVideoFilesRemoved,
  StartShortVideo,
} from './short-video.commands.js';
import { shortVideo } from './short-video.decider.js';

const videoId = '0190a000-0000-7000-8000-000000000001';
const AT = '2026-11-21T10:00:00.000Z';
const file = { key: 'k', contentType: 'video/mp4', sizeBytes: 1000, sha256: 'ab' };
const ordered: ShortVideoEvent = { type: 'ShortVideoOrdered', data: { videoId, scenes: 2, expectedSeconds: 6, orderedAt: AT } };
const started: ShortVideoEvent = { type: 'ShortVideoStarted', data: { videoId } };
const rendered: ShortVideoEvent = { type: 'ShortVideoRendered', data: { videoId, file, durationSeconds: 12, renderedAt: AT } };
const failed: ShortVideoEvent = { type: 'ShortVideoFailed', data: { videoId, code: 'not_found', message: 'no', failedAt: AT } };
const announced: ShortVideoEvent = { type: 'ShortVideoAnnounced', data: { videoId, wasHeard: true } };
const deleted: ShortVideoEvent = { type: 'ShortVideoDeleted', data: { videoId, deletedAt: AT } };
const removed: ShortVideoEvent = { type: 'ShortVideoFilesRemoved', data: { videoId } };

describe('a short video', () => {
  const given = decider(shortVideo);
  const order = new OrderShortVideo({ videoId, scenes: 2, expectedSeconds: 6 }, AT);
  const result = new RecordShortVideo({ videoId, file, durationSeconds: 12 }, AT);
  const failure = new FailShortVideo({ videoId, code: 'not_found', message: 'no' }, AT);
  const begin = new StartShortVideo({ videoId }, AT);
  const tell = new RecordAnnouncement({ videoId, wasHeard: true }, AT);
  const remove = new DeleteShortVideo({ videoId }, AT);

  it('is ordered once', () => given().when(order).then(ordered));
  it('is the same one when it is ordered again', () => given(ordered).when(order).thenNothing());
  it('is started once', () => given(ordered).when(begin).then(started));
  it('is not started twice', () => given(ordered, started).when(begin).thenNothing());
  it('is rendered', () => given(ordered, started).when(result).then(rendered));
  it('may fail', () => given(ordered, started).when(failure).then(failed));
  it('has one end', () => given(ordered, started, rendered).when(failure).thenRefused('short_video_settled'));
  it('takes no film after its deletion', () => given(ordered, deleted).when(result).thenRefused('short_video_settled'));
  it('is announced once', () => given(ordered, rendered).when(tell).then(announced));
  it('is not announced twice', () => given(ordered, failed, announced).when(tell).thenNothing());
  it('is deleted once', () => given(ordered, deleted).when(remove).thenRefused('short_video_not_found'));
  it('remembers that its files are gone', () =>
    given(ordered, deleted).when(new RecordShortVideoFilesRemoved({ videoId }, AT)).then(removed));
});

describe('the maker of short videos', () => {
  const maker = reaction(makeShortVideos);
  const { orgId } = recorded(ordered).metadata;
  const ask = (kind: string, key: string, queue: 'conform' | 'remote') => ({
    request: { taskId: deriveId(videoId, key), kind, queue, orgId, subjectId: videoId, payload: { videoId } },
  });

  it('has them put together in the queue of heavy work', () =>
    maker.when(ordered).then(ask('integrations.render-short-video', 'render', 'conform')));
  it('has their orderers told of either end', () => {
    maker.when(rendered).then(ask('integrations.announce-short-video', 'announce', 'remote'));
    maker.when(failed).then(ask('integrations.announce-short-video', 'announce', 'remote'));
  });
  it('has deleted ones removed', () =>
    maker.when(deleted).then({ cancel: { cancelSubjectId: videoId } }, ask('integrations.remove-short-video', 'remove', 'remote')));
  it('leaves it at that', () => maker.when(started).thenNothing());
});
