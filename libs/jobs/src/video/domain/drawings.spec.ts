import { describe, expect, it } from '@jest/globals';
import { type SignedUrls } from '#assets';
import { createVideo, recordClip, recordScript, storedFile, VIDEO_ID, videoRequest } from '../../testing/builders.js';
import { segmentView } from '../application/views/video.view.js';
import { mayBeDrawing } from './drawings.js';
import { pendingTasks } from './pending-tasks.js';
import { RecordPiece, RegenerateSegments, type VideoJobCommand } from './video-job.commands.js';
import { videoJob } from './video-job.decider.js';
import { type VideoJob, type VideoJobState } from './video-job.state.js';

const AT = '2026-01-01T00:00:00.000Z';
const urls = { sign: (key: string) => key.split('/').at(-1) } as unknown as SignedUrls;

function after(...commands: VideoJobCommand[]): VideoJobState {
  let job: VideoJob = videoJob.initialState;
  for (const command of commands) job = videoJob.decide(command, job).reduce(videoJob.evolve, job);
  if (job.status === 'absent') throw new Error('nothing was created');
  return job;
}

const drawn = (take: number) => recordClip(0, { kind: 'drawing', take, clip: storedFile(`drawing-${take}.json`) });
const piece = (name: string, madeFrom: string) =>
  new RecordPiece({ videoId: VIDEO_ID, plan: 1, piece: 'segment-000', madeFrom, file: storedFile(name), frames: 100 }, AT);
/** A video without captions whose first segment is a drawing. */
const begun = [createVideo({ subtitles: false }), recordScript(), drawn(0)];
const digestOf = (job: VideoJobState): string =>
  pendingTasks(job).flatMap((task) =>
    task.kind === 'jobs.conform-piece' && task.payload.piece === 'segment-000' ? task.payload.madeFrom : [],
  )[0] ?? '';
const takeSeen = (job: VideoJobState): readonly (string | null)[] => segmentView(job, 0, urls).takes.map(({ videoUrl }) => videoUrl);

describe('a clip that is a drawing', () => {
  it.each([
    ['nobody sees by itself', {}, true],
    ['people want to see', { approvals: ['videos' as const] }, false],
    ['others put together', { renderer: 'fantaprojekt' as const }, false],
    ['is behind another gate', { approvals: ['script' as const, 'images' as const] }, true],
  ])('is one that %s', (_which, request, isDrawing) => {
    const order = videoRequest(request);
    expect(mayBeDrawing({ request: order, renderer: order.renderer })).toBe(isDrawing);
  });

  it('is seen in its piece, and not before', () => {
    const job = after(...begun);
    expect(segmentView(job, 0, urls)).toMatchObject({ videoUrl: null, imageUrl: 'still-0', videoStatus: 'completed' });
    expect(takeSeen(job)).toEqual([null]);
    const conformed = after(...begun, piece('piece.mp4', digestOf(job)));
    expect(segmentView(conformed, 0, urls).videoUrl).toBe('piece.mp4');
    expect(takeSeen(conformed)).toEqual(['piece.mp4']);
  });

  it('keeps the piece it was last seen in when another take is shown', () => {
    const first = [...begun, piece('first.mp4', digestOf(after(...begun)))];
    const wish = { index: 0, prompt: 'A squid', model: null };
    const again = [...first, new RegenerateSegments({ videoId: VIDEO_ID, segments: [wish] }, AT), drawn(1)];
    expect(takeSeen(after(...again))).toEqual(['first.mp4', null]);
    expect(takeSeen(after(...again, piece('second.mp4', digestOf(after(...again)))))).toEqual(['first.mp4', 'second.mp4']);
  });

  it('names its piece by what it draws: another drawing, another piece', () => {
    const of = (name: string) =>
      digestOf(after(begun[0] as VideoJobCommand, recordScript(), recordClip(0, { kind: 'drawing', clip: storedFile(name) })));
    expect(of('one')).toBe(of('one'));
    expect(of('one')).not.toBe(of('two'));
  });

  it('leaves a clip that is a file as it was: shown by itself', () => {
    const job = after(createVideo({ subtitles: false }), recordScript(), recordClip(0));
    expect([segmentView(job, 0, urls).videoUrl, takeSeen(job)]).toEqual(['clip-0', ['clip-0']]);
  });
});
