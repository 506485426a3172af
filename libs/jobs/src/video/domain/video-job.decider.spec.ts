import { describe, expect, it } from '@jest/globals';
import { type VideoJobEvent } from '../../contracts/video-job.events.js';
import { type VideoRequest } from '../../contracts/video-request.js';
import { AT, VIDEO_ID, createVideo, jobFailed, recordClip, recordScript, storedFile } from '../../testing/builders.js';
import { longJob } from '../../testing/long-job.js';
import {
  BeginDrafting,
  BeginRender,
  CancelVideo,
  DecideApproval,
  DeleteArtifacts,
  FailJob,
  LapseApproval,
  GiveUpFilmCopy,
  GiveUpModel,
  GiveUpRenderer,
  type RecordClip,
  RecordFailedAttempt,
  RecordFilm,
  RecordFilmCopy,
  RecordFrames,
  RecordImage,
  RecordPiece,
  RegenerateSegments,
  RenameVideo,
  RequestFilmCopy,
  RestoreTake,
  ResumeVideo,
  RetryVideo,
  type VideoJobCommand,
} from './video-job.commands.js';
import { pendingTasks } from './pending-tasks.js';
import { videoJob } from './video-job.decider.js';
import { type VideoJobState, type VideoJob } from './video-job.state.js';

const of = { videoId: VIDEO_ID };

/** A job brought as far as the commands bring it: scenarios read as what happened, not as a list of twenty events. */
class Story {
  private state: VideoJob = videoJob.initialState;
  constructor(...commands: VideoJobCommand[]) {
    for (const command of commands) this.then(command);
  }
  then(command: VideoJobCommand): string[] {
    const events = videoJob.decide(command, this.state);
    for (const event of events) this.state = videoJob.evolve(this.state, event);
    return events.map((event) => (event.type === 'StageEntered' ? `StageEntered ${event.data.stage}` : event.type));
  }
  apply(event: VideoJobEvent): this {
    this.state = videoJob.evolve(this.state, event);
    return this;
  }
  refuses(command: VideoJobCommand): string {
    const before = JSON.stringify(this.state);
    try {
      videoJob.decide(command, this.state);
    } catch (error) {
      expect(JSON.stringify(this.state)).toBe(before);
      return (error as { code: string }).code;
    }
    throw new Error(`${command.type} was not refused`);
  }
  get job(): VideoJobState {
    if (this.state.status === 'absent') throw new Error('there is no job');
    return this.state;
  }
}

const begun = new BeginDrafting(of, AT);
const planned = (request: Partial<VideoRequest> = {}): Story => new Story(createVideo(request), begun, recordScript());
const decide = (approval: string, decision: 'approved' | 'rejected', over: Partial<DecideApproval['data']> = {}): DecideApproval =>
  new DecideApproval({ ...of, approval, decision, comment: null, segments: [], script: null, ...over }, AT);
const recordImage = (index: number, take = 0): RecordImage =>
  new RecordImage({ ...of, plan: 1, index, take, source: 'local:illustrator', image: storedFile(`image-${index}`), cost: null }, AT);
const giveUp = (index: number, rung: number, over: Partial<GiveUpModel['data']> = {}): GiveUpModel =>
  new GiveUpModel(
    { ...of, plan: 1, index, take: 0, what: 'clip', rung, code: 'boom', message: 'it broke', retryable: true, attempts: 4, ...over },
    AT,
  );
const recordFilm = (edition = 1): RecordFilm =>
  new RecordFilm(
    {
      ...of,
      edition,
      film: storedFile('final'),
      manifest: storedFile('manifest'),
      thumbnail: storedFile('thumb'),
      frames: 600,
      renderedSeconds: 20,
    },
    AT,
  );
const completed = (): Story => {
  const story = planned();
  for (const command of [recordClip(0), recordClip(1), new BeginRender({ ...of, edition: 1 }, AT), recordFilm()]) story.then(command);
  return story;
};

describe('a video job', () => {
  it('is created once, however often it is asked for', () => {
    const story = new Story();
    expect(story.then(createVideo())).toEqual(['JobCreated', 'StageEntered queued']);
    expect(story.then(createVideo())).toEqual([]);
  });

  it('refuses a script that cannot be spoken in the time', () => {
    const script = 'Far too many words for five seconds. '.repeat(20);
    expect(new Story().refuses(createVideo({ prompt: null, script, durationSeconds: 5 }))).toBe('validation_failed');
    expect(new Story().refuses(createVideo({ prompt: null, script: script.repeat(30), durationSeconds: null }))).toBe('validation_failed');
  });

  it('goes through its stages in order', () => {
    const story = completed();
    expect(story.job.stageHistory.map((s) => s.stage)).toEqual(['queued', 'drafting', 'assets', 'audio', 'rendering', 'ready']);
    expect(story.job.status).toBe('completed');
  });

  it('plans the film as soon as there is a script', () => {
    const story = new Story(createVideo(), begun);
    expect(story.then(recordScript())).toEqual(['ScriptDrafted', 'SegmentsPlanned', 'StageEntered assets']);
    const { plan } = story.job;
    expect(plan?.segments.at(-1)?.endFrame).toBe(600);
    expect(plan?.transitions).toHaveLength((plan?.segments.length ?? 0) - 1);
    expect(new Set(plan?.segments.map((s) => s.seed)).size).toBe(plan?.segments.length);
  });

  it('takes a second script, clip, piece or film of the same kind as the same one', () => {
    const story = planned();
    expect(story.then(recordScript())).toEqual([]);
    story.then(recordClip(0));
    expect(story.then(recordClip(0))).toEqual([]);
    const piece = new RecordPiece({ ...of, plan: 1, piece: 'segment-000', madeFrom: 'x', file: storedFile('piece'), frames: 293 }, AT);
    expect(story.then(piece)).toEqual(['PieceConformed']);
    expect(story.then(piece)).toEqual([]);
    expect(completed().then(recordFilm())).toEqual([]);
  });

  it('enters the audio stage with its last clip', () => {
    const story = planned();
    expect(story.then(recordClip(1))).toEqual(['SegmentGenerated']);
    expect(story.then(recordClip(0))).toEqual(['SegmentGenerated', 'StageEntered audio']);
  });

  it('does not render before every clip is there', () => {
    const story = planned();
    story.then(recordClip(0));
    expect(story.refuses(new BeginRender({ ...of, edition: 1 }, AT))).toBe('not_ready_to_render');
  });

  it('tells the whole life of a film of 48 segments with stills in at most 400 events', () => {
    const { events } = longJob();
    expect(events.filter(({ type }) => type === 'SegmentGenerated')).toHaveLength(48);
    expect(events.filter(({ type }) => type === 'PieceConformed')).toHaveLength(95);
    expect(events.at(-1)?.type).toBe('JobCompleted');
    expect(events.length).toBeLessThanOrEqual(400);
  });

  it('ignores results of a take that was replaced', () => {
    const story = completed();
    story.then(new RegenerateSegments({ ...of, segments: [{ index: 1, prompt: null, model: null }] }, AT));
    expect(story.then(recordClip(1, { take: 0 }))).toEqual([]);
    expect(story.then(recordFilm(1))).toEqual([]);
    expect(story.then(recordClip(1, { take: 1 }))).toEqual(['SegmentGenerated', 'StageEntered audio']);
  });
});

describe('the chain of a segment', () => {
  it('goes to the next model when one is given up', () => {
    const story = planned();
    expect(story.then(giveUp(0, 0))).toEqual(['SegmentFellBack']);
    expect(story.job.segments[0]).toMatchObject({ clipFallbackIndex: 1, givenUp: [{ model: 'local:illustrator', code: 'boom' }] });
    expect(story.then(giveUp(0, 0))).toEqual([]); // the same news again
  });

  it('fails the job when nothing is left, naming the segment', () => {
    const story = planned({ visuals: { mode: 'text-to-video', models: ['local:illustrator'], imageModels: [], fallback: [], seed: 7 } });
    expect(story.then(giveUp(1, 0))).toEqual(['JobFailed']);
    expect(story.job.error).toMatchObject({ code: 'segment_failed', segment: 1, retryable: true });
  });

  it('keeps each failed try of a model, once, and forgets the count with the next model', () => {
    const story = planned();
    const tried = (attempt: number): RecordFailedAttempt =>
      new RecordFailedAttempt({ ...of, plan: 1, index: 0, take: 0, what: 'clip', rung: 0, attempt, code: 'busy', message: 'later' }, AT);
    expect(story.then(tried(1))).toEqual(['SegmentAttemptFailed']);
    expect(story.then(tried(1))).toEqual([]);
    expect(story.then(tried(2))).toEqual(['SegmentAttemptFailed']);
    expect(story.job.segments[0]?.failedAttempts).toBe(2);
    story.then(giveUp(0, 0));
    expect(story.job.segments[0]?.failedAttempts).toBe(0);
    expect(story.then(tried(3))).toEqual([]); // of the model that was given up
  });

  it('takes no footage twice: the later segment looks again, with the same model', () => {
    const story = planned();
    const attribution = { id: 'pexels:7', pageUrl: 'https://example.com/7', author: 'Ana', authorUrl: null };
    expect(story.then(recordClip(0, { attribution }))).toEqual(['SegmentGenerated']);
    expect(story.then(recordClip(1, { attribution }))).toEqual(['SegmentAttemptFailed']);
    expect(story.job.segments[1]).toMatchObject({ clip: null, duplicateFootageRetries: 1, clipFallbackIndex: 0 });
    const other = recordClip(1, { attribution: { ...attribution, id: 'pexels:8' } });
    expect(story.then(other)).toEqual(['SegmentGenerated', 'StageEntered audio']);
    expect(story.job.segments.map((s) => s.clip?.attribution?.id)).toEqual(['pexels:7', 'pexels:8']);
  });

  it('leaves the other segments alone', () => {
    const story = planned();
    story.then(giveUp(0, 0));
    expect(story.job.segments[1]?.clipFallbackIndex).toBe(0);
    expect(story.job.status).toBe('processing');
  });
});

describe('the gates', () => {
  it('lets no plan exist before the script is approved', () => {
    const story = new Story(createVideo({ approvals: ['script'] }), begun);
    expect(story.then(recordScript())).toEqual(['ScriptDrafted', 'ApprovalRequested']);
    expect(story.job).toMatchObject({ status: 'awaiting_approval', plan: null });
    expect(story.then(decide('script', 'approved'))).toEqual(['ApprovalDecided', 'SegmentsPlanned', 'StageEntered assets']);
    expect(story.refuses(decide('script', 'approved'))).toBe('already_decided');
  });

  it('has a rejected script written again, and takes a better one if it is given', () => {
    const story = new Story(createVideo({ approvals: ['script'] }), begun, recordScript());
    expect(story.then(decide('script', 'rejected', { comment: 'shorter' }))).toEqual(['ApprovalDecided']);
    expect(story.job).toMatchObject({ script: null, draft: 2, status: 'processing' });
    expect(story.then(recordScript({ draft: 1 }))).toEqual([]);
    expect(story.then(recordScript({ draft: 2 }))).toEqual(['ScriptDrafted', 'ApprovalRequested']);
    const own = decide('script', 'rejected', { script: 'My own words.' });
    expect(story.then(own)).toEqual(['ApprovalDecided', 'ScriptDrafted', 'ApprovalRequested']);
    expect(story.job.script?.text).toBe('My own words.');
    expect(story.job.approvals.map((a) => a.status)).toEqual(['rejected', 'rejected', 'pending']);
  });

  it('lets no clip exist before the images are approved', () => {
    const story = planned({ approvals: ['images'] });
    story.then(recordImage(0));
    expect(story.then(recordImage(1))).toEqual(['ImageGenerated', 'ApprovalRequested']);
    expect(story.refuses(recordClip(0))).toBe('not_ready_to_render');
    story.then(decide('images', 'approved'));
    expect(story.then(recordClip(0))).toEqual(['SegmentGenerated']);
  });

  it('makes only the rejected images anew, with the comment', () => {
    const story = planned({ approvals: ['images'] });
    story.then(recordImage(0));
    story.then(recordImage(1));
    story.then(decide('images', 'rejected', { comment: 'more blue', segments: [1] }));
    expect(story.job.segments.map((s) => [s.generationNumber, s.image !== null, s.comment])).toEqual([
      [0, true, null],
      [1, false, 'more blue'],
    ]);
    expect(story.then(recordImage(1, 1))).toEqual(['ImageGenerated', 'ApprovalRequested']);
  });

  it('lets no render begin before the clips are approved', () => {
    const story = planned({ approvals: ['videos'] });
    story.then(recordClip(0));
    expect(story.then(recordClip(1))).toEqual(['SegmentGenerated', 'ApprovalRequested']);
    expect(story.refuses(new BeginRender({ ...of, edition: 1 }, AT))).toBe('not_ready_to_render');
    expect(story.then(decide('videos', 'approved'))).toEqual(['ApprovalDecided', 'StageEntered audio']);
  });

  it('knows no other gates, and nothing to decide where nothing waits', () => {
    expect(planned().refuses(decide('soup', 'approved'))).toBe('approval_not_found');
    expect(planned().refuses(decide('script', 'approved'))).toBe('not_awaiting_approval');
    expect(
      new Story(createVideo({ approvals: ['script'] }), begun, recordScript()).refuses(decide('script', 'rejected', { segments: [9] })),
    ).toBe('segment_not_found');
  });
});

describe('a gate with a deadline', () => {
  const gate = (onDeadline: 'approve' | 'cancel', type: 'script' | 'videos' = 'script'): Story =>
    new Story(createVideo({ approvals: [type], deadlines: [{ type, deadlineSeconds: 3600, onDeadline }] }), begun, recordScript());
  const lapse = (approval: 'script' | 'videos' = 'script', requestedAt = AT): LapseApproval =>
    new LapseApproval({ ...of, approval, requestedAt }, '2026-01-01T01:00:00.000Z');

  it('says until when it waits, and what happens then', () => {
    expect(gate('cancel').job.approvals).toMatchObject([
      { type: 'script', status: 'pending', deadlineAt: '2026-01-01T01:00:00.000Z', onDeadline: 'cancel' },
    ]);
  });

  it('opens by itself when nobody decided', () => {
    const story = gate('approve');
    expect(story.then(lapse())).toEqual(['ApprovalDecided', 'SegmentsPlanned', 'StageEntered assets']);
    expect(story.job.approvals).toMatchObject([{ status: 'approved', byDeadline: true }]);
    const clips = gate('approve', 'videos');
    clips.then(recordClip(0));
    clips.then(recordClip(1));
    expect(clips.then(lapse('videos'))).toEqual(['ApprovalDecided', 'StageEntered audio']);
  });

  it('cancels the job when that was asked for', () => {
    const story = gate('cancel');
    expect(story.then(lapse())).toEqual(['JobCancelled']);
    expect(story.then(lapse())).toEqual([]);
  });

  it('gives way to whoever decided before, and to a newer gate of the same kind', () => {
    const approved = gate('cancel');
    approved.then(decide('script', 'approved'));
    expect(approved.then(lapse())).toEqual([]);
    const rejected = gate('cancel');
    const later = '2026-01-01T00:30:00.000Z';
    rejected.then(new DecideApproval({ ...decide('script', 'rejected').data, script: 'Other words.' }, later));
    expect(rejected.job.status).toBe('awaiting_approval');
    expect(rejected.then(lapse())).toEqual([]);
    expect(rejected.then(lapse('script', later))).toEqual(['JobCancelled']);
  });

  it('waits for ever when no deadline was asked for', () => {
    const story = new Story(createVideo({ approvals: ['script'] }), begun, recordScript());
    expect(story.then(lapse())).toEqual([]);
  });
});

describe('a film of frame pairs', () => {
  const frames = [
    { durationSeconds: 3.3, prompt: 'a wave rises' },
    { durationSeconds: 8, prompt: null },
    { durationSeconds: 1.4, prompt: null },
  ];
  const request: Partial<VideoRequest> = {
    frames,
    durationSeconds: 12.7,
    segmentation: { mode: 'frame-pairs', segmentSeconds: 8 },
    fps: 24,
  };
  const short = 'One wave rises. It turns in the wind and runs along the shore. Gone.';

  it('has one segment a pair, of exactly its length, and the narration over all of them', () => {
    const story = new Story(createVideo(request), begun, recordScript({ script: short }));
    const segments = story.job.plan?.segments ?? [];
    expect(segments.map((s) => s.endFrame)).toEqual([79, 271, 305].map((frame) => expect.closeTo(frame, 0)));
    expect(segments.at(-1)?.endFrame).toBe(Math.round(12.7 * 24));
    expect(segments.map((s) => s.text).join(' ')).toBe(short);
    expect(segments[1]?.text.length).toBeGreaterThan(segments[2]?.text.length ?? 0);
    expect(segments[0]?.videoPrompt).toContain('a wave rises');
  });

  it('knows once that its pictures are here', () => {
    const story = new Story(createVideo(request));
    expect(story.job.hasFrames).toBe(false);
    expect(story.then(new RecordFrames(of, AT))).toEqual(['FramesReceived']);
    expect(story.then(new RecordFrames(of, AT))).toEqual([]);
  });

  it('fails with each picture that cannot be used', () => {
    const story = new Story(createVideo(request));
    const faults = [{ path: 'frames.1.lastFrameUrl', code: 'unsupported_media', message: 'is no picture' }];
    story.then(new FailJob({ ...of, code: 'frames_refused', message: 'no', retryable: false, faults }, AT));
    expect(story.job.error).toMatchObject({ code: 'frames_refused', faults });
  });
});

describe('cancel, retry, regenerate, delete', () => {
  it('cancels a running job once', () => {
    const story = planned();
    expect(story.then(new CancelVideo(of, AT))).toEqual(['JobCancelled']);
    expect(story.refuses(new CancelVideo(of, AT))).toBe('already_finished');
    expect(story.then(recordClip(0))).toEqual([]);
    expect(story.then(new FailJob({ ...of, code: 'late', message: 'late', retryable: true }, AT))).toEqual([]);
  });

  it('goes on from what a failed job had', () => {
    const story = planned();
    story.then(recordClip(0));
    story.then(giveUp(1, 0));
    story.apply(jobFailed());
    expect(story.then(new RetryVideo(of, AT))).toEqual(['JobRetried', 'StageEntered assets']);
    expect(story.job).toMatchObject({ status: 'processing', round: 1, error: null });
    expect(story.job.segments.map((s) => [s.clip !== null, s.clipFallbackIndex])).toEqual([
      [true, 0],
      [false, 0],
    ]);
    expect(story.refuses(new RetryVideo(of, AT))).toBe('not_failed');
  });

  it('drives a stalled job on, and fails it when nothing comes of that again and again', () => {
    const story = planned();
    const resume = new ResumeVideo(of, AT);
    for (let time = 0; time < 2; time++) expect(story.then(resume)).toEqual(['JobResumed']);
    story.then(recordClip(0));
    for (let time = 0; time < 3; time++) expect(story.then(resume)).toEqual(['JobResumed']);
    expect(story.job.round).toBe(5);
    expect(story.then(resume)).toEqual(['JobFailed']);
    expect(story.job.error).toMatchObject({ code: 'stalled', retryable: true });
    expect(story.then(resume)).toEqual([]);
  });

  it('takes no job that waits for a person for stalled', () => {
    const story = planned({ approvals: ['script'] });
    expect(story.job.status).toBe('awaiting_approval');
    expect(story.then(new ResumeVideo(of, AT))).toEqual([]);
  });

  it('makes one segment of a finished film anew', () => {
    const story = completed();
    const anew = new RegenerateSegments({ ...of, segments: [{ index: 0, prompt: 'a deep sea', model: null }] }, AT);
    expect(story.then(anew)).toEqual(['SegmentRegenerationRequested', 'StageEntered assets']);
    expect(story.job).toMatchObject({ status: 'processing', filmRevision: 2 });
    expect(story.job.segments.map((s) => s.clip !== null)).toEqual([false, true]);
    expect(story.refuses(anew)).toBe('segment_in_progress');
    expect(story.refuses(new RegenerateSegments({ ...of, segments: [{ index: 7, prompt: null, model: null }] }, AT))).toBe(
      'segment_not_found',
    );
  });

  it('lets no segment be made anew while somebody has to decide', () => {
    const story = planned({ approvals: ['videos'] });
    story.then(recordClip(0));
    story.then(recordClip(1));
    expect(story.refuses(new RegenerateSegments({ ...of, segments: [{ index: 0, prompt: null, model: null }] }, AT))).toBe(
      'awaiting_approval',
    );
  });

  it('goes on with a failed job when one of its segments is made anew', () => {
    const story = planned();
    story.then(recordClip(0));
    story.then(giveUp(1, 0));
    story.apply(jobFailed());
    story.then(new RegenerateSegments({ ...of, segments: [{ index: 0, prompt: null, model: null }] }, AT));
    expect(story.job).toMatchObject({ status: 'processing', error: null, round: 1 });
    expect(story.job.segments.map((s) => [s.clip, s.clipFallbackIndex, s.generationNumber])).toEqual([
      [null, 0, 1],
      [null, 0, 0],
    ]);
  });

  it('takes no script in that cannot be spoken in the time', () => {
    const story = new Story(createVideo({ approvals: ['script'] }), begun, recordScript());
    expect(story.refuses(decide('script', 'rejected', { script: 'Too many words. '.repeat(60) }))).toBe('validation_failed');
  });

  it('is deleted only when it has ended, and is unknown from then on', () => {
    expect(planned().refuses(new DeleteArtifacts(of, AT))).toBe('not_finished');
    const story = completed();
    expect(story.then(new DeleteArtifacts(of, AT))).toEqual(['ArtifactsDeleted']);
    expect(story.refuses(new CancelVideo(of, AT))).toBe('video_not_found');
  });
});

describe('a smaller copy of the film', () => {
  const MAX = 49;
  const ask = (maxBytes = MAX): RequestFilmCopy => new RequestFilmCopy({ ...of, maxBytes }, AT);
  const made = { copy: storedFile('small'), widthPx: 480, heightPx: 854 };
  const record = (edition = 1, maxBytes = MAX): RecordFilmCopy => new RecordFilmCopy({ ...of, edition, maxBytes, ...made }, AT);
  const giveUp = (edition = 1): GiveUpFilmCopy => new GiveUpFilmCopy({ ...of, edition, maxBytes: MAX, code: 'media_too_large' }, AT);
  const work = (story: Story) => pendingTasks(story.job).map(({ key, queue }) => `${queue} ${key}`);

  it('is made once for all who want it, and once more for another limit', () => {
    const story = completed();
    expect([story.then(ask()), story.then(ask()), work(story)]).toEqual([['FilmCopyRequested'], [], ['render copy-1-49']]);
    expect([story.then(record()), story.then(record()), story.then(giveUp()), story.then(ask())]).toEqual([['FilmCopyMade'], [], [], []]);
    expect([work(story), story.then(ask(5)), work(story)]).toEqual([[], ['FilmCopyRequested'], ['render copy-1-5']]);
    expect(story.job.copies).toEqual([
      { edition: 1, maxBytes: MAX, status: 'made', made: { file: made.copy, widthPx: 480, heightPx: 854 } },
      { edition: 1, maxBytes: 5, status: 'asked-for', made: null },
    ]);
  });

  it('is not tried again where it could not be made', () => {
    const story = completed();
    story.then(ask());
    expect([story.then(giveUp()), story.then(record()), story.then(ask()), work(story)]).toEqual([['FilmCopyFailed'], [], [], []]);
  });

  it('is of the film as it is: one that is made anew has none, and nobody waits for that of the old one', () => {
    const story = completed();
    story.then(ask());
    story.then(new RegenerateSegments({ ...of, segments: [{ index: 0, prompt: null, model: null }] }, AT));
    expect([story.then(record()), story.then(giveUp()), story.refuses(ask())]).toEqual([[], [], 'not_finished']);
    expect(work(story).filter((key) => key.includes('copy'))).toEqual([]);
    for (const command of [recordClip(0, { take: 1 }), recordFilm(2)]) story.then(command);
    expect([story.job.status, story.then(ask()), work(story)]).toEqual(['completed', ['FilmCopyRequested'], ['render copy-2-49']]);
  });

  it('is none of a film that is not there', () => {
    expect(planned().refuses(ask())).toBe('not_finished');
    const story = completed();
    story.then(ask());
    story.then(new DeleteArtifacts(of, AT));
    expect([story.refuses(record()), work(story)]).toEqual(['video_not_found', ['conform delete']]);
  });
});

describe('takes of a segment', () => {
  const restore = (take: number, index = 0): RestoreTake => new RestoreTake({ ...of, index, take }, AT);
  const regenerate = (index = 0): RegenerateSegments =>
    new RegenerateSegments({ ...of, segments: [{ index, prompt: 'A squid', model: null }] }, AT);
  const takesOf = (story: Story, index = 0) =>
    story.job.segments[index]?.takes.map(({ clip, restored, prompt }) => [
      clip.generationNumber,
      clip.file.sha256.slice(0, 8),
      restored,
      prompt,
    ]);
  const made = (index: number, take: number, name: string): RecordClip => recordClip(index, { take, clip: storedFile(name) });
  const withTwoTakes = (): Story => {
    const story = completed();
    story.then(regenerate());
    story.then(made(0, 1, 'clip-B--'));
    story.then(recordFilm(2));
    return story;
  };

  it('are kept when it is made anew, with what each was made from', () => {
    expect(takesOf(withTwoTakes())).toEqual([
      [0, 'clip-000', null, null],
      [1, 'clip-B--', null, 'A squid'],
    ]);
  });

  it('can be shown again: under a take of their own, and only the film is made', () => {
    const story = withTwoTakes();
    const { filmRevision, costs } = story.job;
    expect(story.then(restore(0))).toEqual(['SegmentTakeRestored', 'StageEntered audio']);
    expect(story.job).toMatchObject({ status: 'processing', filmRevision: filmRevision + 1, costs });
    const [first] = story.job.segments;
    expect(first).toMatchObject({ generationNumber: 2, prompt: null, clip: { generationNumber: 2, file: storedFile('clip-0') } });
    expect(takesOf(story)?.at(-1)).toEqual([2, 'clip-000', 0, null]);
    expect(pendingTasks(story.job).map(({ kind }) => kind)).not.toContain('jobs.make-clip');
    expect(story.then(restore(1))).toEqual(['SegmentTakeRestored', 'StageEntered audio']);
    expect(story.job.segments[0]).toMatchObject({ generationNumber: 3, prompt: 'A squid', clip: { file: storedFile('clip-B--') } });
  });

  it('change nothing when they are shown already', () => expect(withTwoTakes().then(restore(1))).toEqual([]));

  it('are refused where there is none, while it is made, and while somebody has to decide', () => {
    const story = completed();
    expect(story.refuses(restore(1))).toBe('take_not_found');
    expect(story.refuses(restore(0, 7))).toBe('segment_not_found');
    story.then(regenerate());
    expect(story.refuses(restore(0))).toBe('segment_in_progress');
  });

  it('let a failed job go on: what could not be made anew is as it was', () => {
    const story = completed();
    story.then(regenerate());
    story.then(giveUp(0, 0, { take: 1 }));
    expect(story.then(giveUp(0, 1, { take: 1 }))).toEqual(['JobFailed']);
    expect(story.then(restore(0))).toEqual(['SegmentTakeRestored', 'StageEntered audio']);
    expect(story.job).toMatchObject({ status: 'processing', error: null });
    // What was asked for in the meantime comes too late.
    expect(story.then(made(0, 1, 'clip-late'))).toEqual([]);
  });

  it('are not shown again when another segment has taken their footage', () => {
    const attribution = { id: 'pexels:1', pageUrl: 'https://example.com', author: 'Ada', authorUrl: null };
    const story = planned();
    story.then(recordClip(0, { attribution }));
    story.then(recordClip(1));
    story.then(recordFilm());
    story.then(regenerate());
    story.then(made(0, 1, 'clip-B--'));
    story.then(regenerate(1));
    story.then(recordClip(1, { take: 1, attribution }));
    expect(story.refuses(restore(0))).toBe('footage_taken');
  });

  it('of a clip that was rejected are kept as well', () => {
    const story = planned({ approvals: ['videos'] });
    story.then(recordClip(0));
    story.then(recordClip(1));
    story.then(decide('videos', 'rejected', { segments: [0] }));
    story.then(made(0, 1, 'clip-B--'));
    story.then(decide('videos', 'approved'));
    expect(story.then(restore(0))).toEqual(['SegmentTakeRestored', 'StageEntered audio']);
  });
});

describe('several segments', () => {
  const wish = (index: number, model: string | null = null) => ({ index, prompt: null, model });
  const several = (...segments: ReturnType<typeof wish>[]): RegenerateSegments => new RegenerateSegments({ ...of, segments }, AT);

  it('are made anew together, or none is', () => {
    const story = completed();
    expect(story.then(several(wish(0), wish(1)))).toEqual([
      'SegmentRegenerationRequested',
      'SegmentRegenerationRequested',
      'StageEntered assets',
    ]);
    expect(completed().refuses(several(wish(0), wish(9)))).toBe('segment_not_found');
  });

  it('can show a file of their own, for which nothing is drawn', () => {
    const story = planned({ visuals: { ...createVideo().data.request.visuals, mode: 'image-to-video' } });
    for (const index of [0, 1]) story.then(recordImage(index));
    for (const index of [0, 1]) story.then(recordClip(index));
    story.then(recordFilm());
    story.then(several(wish(0, 'asset:0199a000-0000-7000-8000-0000000000aa')));
    expect(pendingTasks(story.job).flatMap(({ key }) => (/^(clip|image)-/.test(key) ? [key] : []))).toEqual(['clip-1-0-1-0']);
  });
});

describe('a name', () => {
  it('is given at any time, and changes no picture', () => {
    const story = completed();
    const before = pendingTasks(story.job);
    expect(story.then(new RenameVideo({ ...of, title: 'Blue blood' }, AT))).toEqual(['VideoRenamed']);
    expect(story.job).toMatchObject({ status: 'completed', title: 'Three hearts', renamed: 'Blue blood' });
    expect(pendingTasks(story.job)).toEqual(before);
    expect(story.then(new RenameVideo({ ...of, title: 'Blue blood' }, AT))).toEqual([]);
  });
});

describe('a film that is put together elsewhere', () => {
  const elsewhere = (fallback: readonly string[] = ['local:illustrator']): Story => {
    const { visuals } = createVideo().data.request;
    return planned({ renderer: 'fantaprojekt', visuals: { ...visuals, fallback } });
  };
  const giveUpRenderer = new GiveUpRenderer(
    { ...of, plan: 1, code: 'provider_failed', message: 'no font', retryable: false, attempts: 2 },
    AT,
  );

  it('is put together here when the other side gives up', () => {
    const story = elsewhere();
    expect(story.then(giveUpRenderer)).toEqual(['RendererFellBack']);
    expect(story.job.renderer).toBe('ffmpeg');
    expect(story.job.request.renderer).toBe('fantaprojekt');
    expect(story.then(giveUpRenderer)).toEqual([]);
  });
  it('fails where replacing is forbidden', () => {
    const story = elsewhere([]);
    expect(story.then(giveUpRenderer)).toEqual(['JobFailed']);
    expect(story.job.error).toMatchObject({ code: 'render_failed', message: expect.stringContaining('no font') });
  });
});
