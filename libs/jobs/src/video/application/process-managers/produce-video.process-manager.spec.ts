import { describe, expect, it } from '@jest/globals';
import { type Recorded } from '#eventing/domain';
import { type Piece } from '#media';
import { type FilmLook } from '../../../contracts/film-look.js';
import { type VideoJobEvent } from '../../../contracts/video-job.events.js';
import { type VideoRequest } from '../../../contracts/video-request.js';
import {
  BeginDrafting,
  CancelVideo,
  DeleteArtifacts,
  RecordFrames,
  RegenerateSegments,
  ResumeVideo,
  RetryVideo,
  type VideoJobCommand,
} from '../../domain/video-job.commands.js';
import { PLAIN_LOOK } from '../../../templates/domain/montage-template.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { type VideoJob } from '../../domain/video-job.state.js';
import { AT, VIDEO_ID, asStored, createVideo, jobFailed, recordClip, recordScript, storedFile } from '../../../testing/builders.js';
import { inputDigestOf, pendingTasks, piecesOf } from '../../domain/pending-tasks.js';
import { produceVideo } from './produce-video.process-manager.js';

const LOOK: FilmLook = {
  ...PLAIN_LOOK,
  intro: {
    ...{ text: '{title}', seconds: 1, font: 'Inter SemiBold', color: '#ffffff', accent: '#00ff00' },
    ...{ background: '#000000', backgroundOpacity: 0.5, fadeSeconds: 0 },
  },
  logo: { key: 'k', sha256: 'ff', corner: 'top-left', size: 0.1, margin: 0.04, opacity: 1 },
};
const of = { videoId: VIDEO_ID };
const plan = { ...of, plan: 1 };
const DIGESTS = ['a'.repeat(64), 'b'.repeat(64)];
const narrated: VideoJobEvent[] = [
  {
    type: 'VoiceoverGenerated',
    data: { ...plan, source: 'local:speech', voiceover: storedFile('v'), master: storedFile('vw'), lines: [], cost: null },
  },
  {
    type: 'SubtitlesAligned',
    data: { ...plan, srt: storedFile('s'), vtt: storedFile('t'), cues: storedFile('c'), segmentDigests: DIGESTS },
  },
];
const composed: VideoJobEvent = {
  type: 'MusicGenerated',
  data: { ...plan, source: 'local:music', music: storedFile('m'), master: storedFile('mw'), cost: null },
};
const mixed: VideoJobEvent = { type: 'AudioMixed', data: { ...plan, audio: storedFile('a'), integratedLufs: -14, truePeakDbtp: -1.5 } };
const storyboard: VideoJobEvent = { type: 'StoryboardStored', data: { ...plan, storyboard: storedFile('sb'), script: storedFile('sc') } };

/** Feeds commands and events to the process manager and hears what it asks for. */
class Production {
  private progress = produceVideo.initialState;
  private job: VideoJob = videoJob.initialState;
  private version = 0;
  private readonly heard: VideoJobEvent[] = [];
  readonly taskIds: string[] = [];

  /** Forgets all it holds in memory and hears from the store what happened. */
  restart(): void {
    const events = this.heard.splice(0);
    this.progress = produceVideo.initialState;
    this.job = videoJob.initialState;
    this.version = 0;
    for (const event of events) this.hear(asStored(event));
  }

  given(...inputs: (VideoJobCommand | VideoJobEvent)[]): string[] {
    return inputs.flatMap((input) =>
      ('issuedAt' in input ? videoJob.decide(input, this.job) : [input]).flatMap((event) => this.hear(event)),
    );
  }
  get state() {
    if (this.job.status === 'absent') throw new Error('there is no job');
    return this.job;
  }
  conformAll(): string[] {
    return piecesOf(this.state).flatMap((piece) => this.conform(piece));
  }
  conform(piece: Piece): string[] {
    const from = inputDigestOf(this.state, piece) ?? '';
    return this.given({
      type: 'PieceConformed',
      data: { ...plan, piece: piece.id, madeFrom: from, file: storedFile(piece.id), frames: 1 },
    });
  }
  private hear(event: VideoJobEvent): string[] {
    this.version++;
    this.heard.push(event);
    const recorded = {
      ...event,
      eventId: `event-${this.version}`,
      streamId: `video-job-${VIDEO_ID}`,
      version: this.version,
      position: this.version,
      recordedAt: AT,
      schemaVersion: 1,
      metadata: { orgId: 'org', correlationId: 'c', causationId: null, actor: 'system', traceparent: null },
    } as Recorded<VideoJobEvent>;
    this.job = videoJob.evolve(this.job, event);
    this.progress = produceVideo.evolve(this.progress, recorded);
    return produceVideo.react(this.progress, recorded).map((effect) => {
      if ('cancel' in effect) return 'cancel all';
      this.taskIds.push(effect.request.taskId);
      const { piece, index } = effect.request.payload as { piece?: string; index?: number };
      return [effect.request.kind.replace('jobs.', ''), piece ?? index].filter((part) => part !== undefined).join(' ');
    });
  }
}

const started = (request: Partial<VideoRequest> = {}): Production => {
  const production = new Production();
  production.given(createVideo(request), new BeginDrafting(of, AT));
  return production;
};
const planned = (request: Partial<VideoRequest> = {}): Production => {
  const production = started(request);
  production.given(recordScript());
  return production;
};

describe('producing a video', () => {
  it('begins with the script', () => {
    expect(new Production().given(createVideo())).toEqual(['draft-script']);
  });

  it('then has voice, music and all pictures made side by side', () => {
    expect(started().given(recordScript())).toEqual(['narrate', 'compose-music', 'store-storyboard', 'make-clip 0', 'make-clip 1']);
  });

  it('conforms a segment as soon as its clip and the captions are there, a transition with its second clip', () => {
    const production = planned();
    expect(production.given(recordClip(0))).toEqual([]);
    expect(production.given(...narrated)).toEqual(['conform-piece segment-000']);
    expect(production.given(recordClip(1))).toEqual(['conform-piece transition-000-001', 'conform-piece segment-001']);
  });

  it('does not wait for captions that are not burned in', () => {
    expect(planned({ subtitles: { style: 'block', burnIn: false } }).given(recordClip(0))).toEqual(['conform-piece segment-000']);
  });

  it('mixes when voice and music are there, whatever the pictures do', () => {
    const production = planned();
    expect(production.given(...narrated)).toEqual([]);
    expect(production.given(composed)).toEqual(['mix-audio']);
    expect(planned({ music: false }).given(...narrated)).toEqual(['mix-audio']);
    expect(started({ voice: false, music: false, subtitles: false }).given(recordScript())).toContain('mix-audio');
  });

  it('joins the film when the last thing is there, and only then', () => {
    const production = planned();
    production.given(recordClip(0), recordClip(1), ...narrated, composed, storyboard);
    expect(production.conformAll()).toEqual([]);
    expect(production.given(mixed)).toEqual(['render-film']);
  });

  it('goes on where it was after a restart in the middle of the pieces, and has none of them conformed again', () => {
    const production = new Production();
    production.given(createVideo({}, LOOK), new BeginDrafting(of, AT), recordScript());
    production.given(recordClip(0), ...narrated, composed, storyboard, mixed, recordClip(1));
    const [first, ...others] = piecesOf(production.state);
    if (!first) throw new Error('the film has no pieces');
    production.conform(first);
    production.restart();
    expect(pendingTasks(production.state).map((item) => item.kind)).toEqual(others.map(() => 'jobs.conform-piece'));
    expect(others.flatMap((piece) => production.conform(piece))).toEqual(['render-film']);
  });

  it('asks for nothing twice', () => {
    const production = planned();
    production.given(recordClip(0), recordClip(1), ...narrated, composed, storyboard, mixed);
    production.conformAll();
    expect(new Set(production.taskIds).size).toBe(production.taskIds.length);
    expect(pendingTasks(production.state).map((item) => item.kind)).toEqual(['jobs.render-film']);
  });

  it('draws images first where a gate asks for them, and clips after the approval', () => {
    const production = started({ approvals: ['images'] });
    expect(production.given(recordScript())).toEqual(['narrate', 'compose-music', 'store-storyboard', 'make-image 0', 'make-image 1']);
  });

  it('has only the pieces that show a regenerated segment conformed again', () => {
    const production = planned({ durationSeconds: 40 });
    const clips = production.state.segments.map((_, i) => recordClip(i));
    production.given(...clips, ...narrated, composed, storyboard, mixed);
    production.conformAll();
    expect(production.given(new RegenerateSegments({ ...of, segments: [{ index: 3, prompt: null, model: null }] }, AT))).toEqual([
      'make-clip 3',
    ]);
    const again = production.given(recordClip(3, { take: 1, clip: storedFile('other') }));
    expect(again).toEqual(['conform-piece transition-002-003', 'conform-piece segment-003']);
    expect(production.conformAll().at(-1)).toBe('render-film');
  });

  it('waits at a gate with nothing but an alarm clock in hand, where the gate has a deadline', () => {
    const deadlines = [{ type: 'videos', deadlineSeconds: 60, onDeadline: 'approve' }] as const;
    const production = planned({ approvals: ['videos'], deadlines });
    production.given(recordClip(0), ...narrated, composed, storyboard, mixed);
    expect(production.given(recordClip(1))).toEqual(['lapse-approval']);
    const [clock] = pendingTasks(production.state);
    expect(clock).toMatchObject({ kind: 'jobs.lapse-approval', notBefore: '2026-01-01T00:01:00.000Z' });
  });

  it('has frames fetched beside the script, and clips made of them when they are here', () => {
    const production = new Production();
    const frames = [10, 10].map((durationSeconds) => ({ durationSeconds, prompt: null }));
    expect(production.given(createVideo({ frames, segmentation: { mode: 'frame-pairs', segmentSeconds: 8 } }))).toEqual([
      'receive-frames',
      'draft-script',
    ]);
    expect(production.given(new BeginDrafting(of, AT), recordScript())).not.toContain('make-clip 0');
    expect(production.given(new RecordFrames(of, AT))).toEqual(['make-clip 0', 'make-clip 1']);
  });

  it('lets calls of providers wait where they hold no place of what is drawn here', () => {
    const visuals = {
      mode: 'text-to-video',
      models: ['kie:veo-3-1', 'local:illustrator'],
      imageModels: [],
      fallback: [],
      seed: 7,
    } as const;
    const queues = pendingTasks(planned({ visuals }).state).flatMap((item) =>
      item.kind === 'jobs.make-clip' ? [[item.queue, item.payload.isLast]] : [],
    );
    expect(queues).toEqual([
      ['remote', false],
      ['video', false],
    ]);
  });

  it('asks the same model again for footage that another segment had taken', () => {
    const production = planned();
    const attribution = { id: 'pexels:7', pageUrl: 'https://example.com/7', author: 'Ana', authorUrl: null };
    production.given(recordClip(0, { attribution }));
    expect(production.given(recordClip(1, { attribution }))).toEqual(['make-clip 1']);
  });

  it('asks for everything again that is missing when a segment of a failed job is made anew', () => {
    const production = planned();
    production.given(recordClip(0), jobFailed());
    const anew = new RegenerateSegments({ ...of, segments: [{ index: 0, prompt: null, model: null }] }, AT);
    expect(production.given(anew)).toEqual(['narrate', 'compose-music', 'store-storyboard', 'make-clip 0', 'make-clip 1']);
    expect(new Set(production.taskIds).size).toBe(production.taskIds.length);
  });

  it('asks again, under other names, for all that a stalled job misses', () => {
    const production = planned();
    production.given(recordClip(0));
    expect(production.given(new ResumeVideo(of, AT))).toEqual(['narrate', 'compose-music', 'store-storyboard', 'make-clip 1']);
    expect(new Set(production.taskIds).size).toBe(production.taskIds.length);
  });

  it('ends all work when the job fails or is cancelled, and asks again for what is missing after a retry', () => {
    const production = planned();
    production.given(recordClip(0));
    expect(production.given(jobFailed())).toEqual(['cancel all']);
    expect(production.given(new RetryVideo(of, AT))).toEqual(['narrate', 'compose-music', 'store-storyboard', 'make-clip 1']);
    expect(production.given(new CancelVideo(of, AT))).toEqual(['cancel all']);
    expect(production.given(new DeleteArtifacts(of, AT))).toEqual(['delete-artifacts']);
  });
});
