import { expect, it } from '@jest/globals';
import { type Recorded } from '#eventing/domain';
import { type VideoJobEvent } from '../../../contracts/video-job.events.js';
import { createVideo } from '../../../testing/builders.js';
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
