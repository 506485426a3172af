import { Injectable } from '@nestjs/common';
import { keptFile, type Slot, StepFiles, SubtitleAlignStep, VoiceTtsStep } from '#steps';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { Clock } from '#platform';
import { FailJob, RecordNarration } from '../../domain/video-job.commands.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { type FilmPlanState, type VideoJobState, totalFrames } from '../../domain/video-job.state.js';
import { JobsConfig } from '../../../jobs.config.js';
import { VideoJobReader } from '../video-job-reader.js';
import { withLocalFallback } from './local-fallback.js';
import { type TaskPayloads } from '../../domain/task-kinds.js';

type Payload = TaskPayloads['jobs.narrate'];
type Subtitles = RecordNarration['data']['subtitles'];
type Spoken = Awaited<ReturnType<VoiceTtsStep['run']>>;

const LOCAL_VOICE = 'local:speech';

/** Speaks the narration, lays it on the film's time line and gives every word its time. */
@Injectable()
export class NarrateTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.narrate';
  constructor(
    private readonly productions: VideoJobReader,
    private readonly voices: VoiceTtsStep,
    private readonly captions: SubtitleAlignStep,
    private readonly files: StepFiles,
    private readonly config: JobsConfig,
    private readonly clock: Clock,
  ) {}

  /** The local voice stands in for one that nobody can use at the moment. */
  mayWait(): boolean {
    return false;
  }

  async run(task: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { videoId, plan } = task.payload;
    const job = await this.productions.read(videoId);
    if (!job.plan) throw new RangeError(`video ${videoId} is not planned`);
    const spoken = await this.spoken(task, job, job.plan, context);
    const subtitles = await this.subtitles(job, job.plan, spoken, context);
    const voiceover = spoken && {
      source: spoken.source,
      voiceover: spoken.audio,
      master: keptFile(spoken.master),
      lines: spoken.lines.map(({ line: segment, startSeconds, endSeconds, tempo }) => ({ segment, startSeconds, endSeconds, tempo })),
      cost: spoken.cost,
      ...(job.request.segmentation.mode === 'sections' && { sections: spoken.sections }),
    };
    return taskDecision(videoJob, videoId, new RecordNarration({ videoId, plan, voiceover, subtitles }, this.clock.now()));
  }

  giveUp({ payload: { videoId } }: Task<Payload>, { code, message, retryable }: TaskFailure): TaskDecision {
    const failure = { videoId, code, message: `The narration could not be made: ${message}`, retryable };
    return taskDecision(videoJob, videoId, new FailJob(failure, this.clock.now()));
  }

  /** All by one voice: the requested one, or the local one where that cannot. Null when no voice is wanted. */
  private spoken(task: Task<Payload>, job: VideoJobState, plan: FilmPlanState, context: TaskContext): Promise<Spoken | null> {
    const { voice, fps, language, segmentation } = job.request;
    if (voice === false) return Promise.resolve(null);
    const slots = slotsOf(plan, fps);
    const wanted = {
      language,
      speed: voice.speed,
      lines: plan.segments.map(({ text }) => text),
      timeline: { slots, durationSeconds: totalFrames(plan) / fps },
      sections: segmentation.mode === 'sections' ? sectionsOf(plan, slots) : [],
      master: true,
    };
    const requested = this.config.voiceModel(voice.provider);
    return withLocalFallback(task, requested, LOCAL_VOICE, (model) =>
      this.voices.run({ model, voice: model === requested ? voice.voice : null, ...wanted }, this.files.contextOf(context)),
    );
  }

  private async subtitles(job: VideoJobState, plan: FilmPlanState, spoken: Spoken | null, context: TaskContext): Promise<Subtitles> {
    const { subtitles, language, fps } = job.request;
    if (subtitles === false) return null;
    const slots = slotsOf(plan, fps);
    const lines = plan.segments.map(({ text }, index) => ({
      text,
      slot: slots[index] ?? { startSeconds: 0, endSeconds: 0 },
      words: spoken?.lines.find(({ line }) => line === index)?.words ?? null,
    }));
    const format = { widthPx: job.widthPx, heightPx: job.heightPx, fps };
    const wanted = { format, language, model: null, lines, windows: windowsOf(plan, fps) };
    const { srt, vtt, cues, digests } = await this.captions.run(wanted, this.files.contextOf(context));
    return { srt, vtt, cues, segmentDigests: digests };
  }
}

const slotsOf = ({ segments }: FilmPlanState, fps: number): Slot[] =>
  segments.map(({ startFrame, endFrame }) => ({ startSeconds: startFrame / fps, endSeconds: endFrame / fps }));

/** The voice of each section is kept by itself as well. */
function sectionsOf({ segments }: FilmPlanState, slots: readonly Slot[]) {
  return (['intro', 'main', 'outro'] as const).flatMap((section) => {
    const lines = segments.filter((segment) => segment.section === section).map(({ index }) => index);
    const [startSeconds, endSeconds] = [slots[lines[0] ?? -1]?.startSeconds, slots[lines.at(-1) ?? -1]?.endSeconds];
    return startSeconds === undefined || endSeconds === undefined ? [] : [{ section, lines, startSeconds, endSeconds }];
  });
}

/** When any frame of a segment is seen, transitions included: what is written then is part of what its pieces are made from. */
const windowsOf = ({ segments, transitions }: FilmPlanState, fps: number): Slot[] =>
  segments.map(({ startFrame, endFrame }, index) => ({
    startSeconds: (startFrame - (transitions[index - 1]?.frames ?? 0) / 2) / fps,
    endSeconds: (endFrame + (transitions[index]?.frames ?? 0) / 2) / fps,
  }));
