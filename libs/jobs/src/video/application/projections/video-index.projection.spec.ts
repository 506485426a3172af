import { describe, expect, it } from '@jest/globals';
import { type Recorded } from '#eventing/domain';
import { type VideoJobEvent } from '../../../contracts/video-job.events.js';
import { AT, createVideo, jobFailed, VIDEO_ID } from '../../../testing/builders.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { videoIndex, type VideoIndexRow } from './video-index.projection.js';

it('the index of videos has the words of a script also where they were too long for one event', () => {
  const command = createVideo({ script: `An Octopus ${'… '.repeat(45_000)}has three hearts.`, prompt: null, durationSeconds: 600 });
  const events = videoJob.decide(command, videoJob.initialState).filter(({ type }) => videoIndex.handles.includes(type));
  let row: VideoIndexRow | undefined;
  for (const event of events) row = videoIndex.evolve(row, event as Recorded<VideoJobEvent>) ?? undefined;
  expect(events.map(({ type }) => type)).toContain('RequestContinued');
  expect(row?.text).toContain('an octopus');
});

describe('the pace of a film', () => {
  const at = (seconds: number): string => new Date(Date.parse(AT) + seconds * 1000).toISOString();
  const rowAfter = (...later: VideoJobEvent[]): VideoIndexRow | undefined => {
    const events = [...videoJob.decide(createVideo({ durationSeconds: 20 }), videoJob.initialState), ...later];
    let row: VideoIndexRow | undefined;
    for (const event of events) {
      if (videoIndex.handles.includes(event.type)) row = videoIndex.evolve(row, event as Recorded<VideoJobEvent>) ?? undefined;
    }
    return row;
  };
  const completed = (seconds: number): VideoJobEvent => ({ type: 'JobCompleted', data: { videoId: VIDEO_ID, completedAt: at(seconds) } });
  const gate: VideoJobEvent = { type: 'ApprovalRequested', data: { videoId: VIDEO_ID, approval: 'script', requestedAt: AT } };

  it('is what its first edition took', () => {
    expect(rowAfter(completed(30))).toMatchObject({ maker: 'local:illustrator', pace: 1.5 });
    expect(rowAfter(completed(30), completed(90))).toMatchObject({ pace: 1.5 });
  });
  it('says nothing where people were waited for, or it was started again', () => {
    expect(rowAfter(gate, completed(30))).toMatchObject({ pace: null });
    expect(
      rowAfter(jobFailed(), { type: 'JobRetried', data: { videoId: VIDEO_ID, round: 1, retriedAt: AT } }, completed(30)),
    ).toMatchObject({
      pace: null,
    });
  });
});
