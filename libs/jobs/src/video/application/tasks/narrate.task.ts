import { Injectable } from '@nestjs/common';
import {
  isLocal,
  keptFile,
  sentencesOf,
  type Slot,
  type SpokenLine,
  StepFiles,
  SubtitleAlignStep,
  type VoiceTtsOut,
  VoiceTtsStep,
} from '#steps';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { Models } from '#integrations';
import { type TimedWord } from '#media';
import { Clock, logger } from '#platform';
import { FailJob, RecordNarration } from '../../domain/video-job.commands.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { type FilmPlanState, type VideoJobState, totalFrames } from '../../domain/video-job.state.js';
import { JobsConfig } from '../../../jobs.config.js';
import { narratorModel } from '../../../shared/narrator.js';
import { VideoJobReader } from '../video-job-reader.js';
import { OwnSound } from './own-sound.js';
import { withLocalFallback } from './local-fallback.js';
import { type TaskPayloads } from '../../domain/task-kinds.js';

type Payload = TaskPayloads['jobs.narrate'];
type Subtitles = RecordNarration['data']['subtitles'];
type Spoken = Omit<VoiceTtsOut, 'lines'> & { readonly lines: readonly (SpokenLine & { readonly segment: number })[] };

const LOCAL_VOICE = 'local:speech';
const log = logger('jobs');

/** Speaks the narration, lays it on the film's time line and gives every word its time. */
@Injectable()
export class NarrateTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.narrate';
  constructor(
    private readonly productions: VideoJobReader,
    private readonly voices: VoiceTtsStep,
    private readonly models: Models,
    private readonly captions: SubtitleAlignStep,
    private readonly sound: OwnSound,
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
    const job = await this.productions.readFor(videoId, context.run);
    if (!job.plan) throw new RangeError(`video ${videoId} is not planned`);
    const spoken = await this.spoken(task, job, job.plan, context);
    const subtitles = await this.subtitles(job, job.plan, spoken, context);
    const voiceover = spoken && {
      source: spoken.source,
      voiceover: spoken.audio,
      master: keptFile(spoken.master),
      lines: bySegment(spoken.lines),
      cost: spoken.cost,
      ...(job.request.segmentation.mode === 'sections' && { sections: spoken.sections }),
    };
    return taskDecision(videoJob, videoId, new RecordNarration({ videoId, plan, voiceover, subtitles }, this.clock.now()));
  }

  giveUp({ payload: { videoId } }: Task<Payload>, { code, message, retryable }: TaskFailure): TaskDecision {
    const failure = { videoId, code, message: `The narration could not be made: ${message}`, retryable };
    return taskDecision(videoJob, videoId, new FailJob(failure, this.clock.now()));
  }

  /**
   * All by one voice: the requested one, or the local one where that cannot. Null when no voice is wanted, or none that any here has: its
   * captions tell the film then, and it is warned of.
   */
  private spoken(task: Task<Payload>, job: VideoJobState, plan: FilmPlanState, context: TaskContext): Promise<Spoken | null> {
    const { voice, fps, language, segmentation } = job.request;
    if (voice === false) return Promise.resolve(null);
    const slots = slotsOf(plan, fps);
    if (voice.assetId !== undefined) return this.recorded(voice.assetId, job, plan, slots, context);
    const requested = narratorModel(this.models, this.config, voice, language);
    const speaking = withLocalFallback(task, requested, LOCAL_VOICE, async (model) => {
      // Our own voice says sentence by sentence, so that time to spare lies between them; others know best how a paragraph sounds.
      const lines = plan.segments.flatMap(({ text, index }) =>
        (isLocal(model) ? sentencesOf(text, language) : [text]).map((line) => ({ line, segment: index })),
      );
      const sections = segmentation.mode === 'sections' ? sectionsOf(plan, slots, lines) : [];
      const slotOf = (segment: number) => slots[segment] ?? { startSeconds: 0, endSeconds: 0 };
      const spoken = await this.voices.run(
        {
          ...{ model, voice: model === requested ? voice.voice : null, language, speed: voice.speed, sections, master: true },
          lines: lines.map(({ line }) => line),
          timeline: { slots: lines.map(({ segment }) => slotOf(segment)), durationSeconds: totalFrames(plan) / fps },
        },
        this.files.contextOf(context),
      );
      return { ...spoken, lines: spoken.lines.map((said) => ({ ...said, segment: lines[said.line]?.segment ?? 0 })) };
    });
    return speaking.catch((error: unknown) => {
      if (!isWithoutVoice(error) || voice.voice !== null || job.request.subtitles === false) throw error;
      const { taskId, subjectId, kind } = task;
      log.warn({ taskId, subjectId, kind, err: error, language }, 'nobody here speaks this language: the film is told by its captions');
      return null;
    });
  }

  /** A recording of the script, with the words of each segment where they are heard. */
  private async recorded(assetId: string, job: VideoJobState, plan: FilmPlanState, slots: Slot[], context: TaskContext): Promise<Spoken> {
    const durationSeconds = totalFrames(plan) / job.request.fps;
    const own = this.files.contextOf(context);
    const { words, ...files } = await this.sound.voice(assetId, job.script?.text ?? '', job.request.language, durationSeconds, own);
    const lines = slots.flatMap((slot, segment) => {
      const isLast = segment === slots.length - 1;
      const heard = words.filter(
        ({ startSeconds: at }) => at >= (segment === 0 ? 0 : slot.startSeconds) && (isLast || at < slot.endSeconds),
      );
      const [first, last] = [heard[0], heard.at(-1)];
      if (!first || !last) return [];
      return [{ line: segment, segment, words: heard, startSeconds: first.startSeconds, endSeconds: last.endSeconds, tempo: 1 }];
    });
    return { ...files, durationSeconds, lines, sections: [], cost: null };
  }

  private async subtitles(job: VideoJobState, plan: FilmPlanState, spoken: Spoken | null, context: TaskContext): Promise<Subtitles> {
    const { subtitles, language, fps } = job.request;
    if (subtitles === false) return null;
    const slots = slotsOf(plan, fps);
    const lines = plan.segments.map(({ text }, index) => ({
      text,
      slot: slots[index] ?? { startSeconds: 0, endSeconds: 0 },
      words: wordsOf(spoken, index),
    }));
    const format = { widthPx: job.widthPx, heightPx: job.heightPx, fps };
    const wanted = { format, language, model: null, lines, windows: windowsOf(plan, fps) };
    const { srt, vtt, cues, digests } = await this.captions.run(wanted, this.files.contextOf(context));
    return { srt, vtt, cues, segmentDigests: digests };
  }
}

/** No voice of this machine speaks the language, whichever was asked. */
const isWithoutVoice = (error: unknown): boolean => (error as { readonly code?: unknown }).code === 'voice_unavailable';

const slotsOf = ({ segments }: FilmPlanState, fps: number): Slot[] =>
  segments.map(({ startFrame, endFrame }) => ({ startSeconds: startFrame / fps, endSeconds: endFrame / fps }));

/** Null: nothing of it was said. */
function wordsOf(spoken: Spoken | null, segment: number): TimedWord[] | null {
  const words = spoken?.lines.filter((line) => line.segment === segment).flatMap((line) => line.words) ?? [];
  return words.length > 0 ? words : null;
}

/** From the first sentence of each segment to the end of its last. */
function bySegment(lines: Spoken['lines']) {
  const bounds = new Map<number, { segment: number; startSeconds: number; endSeconds: number; tempo: number }>();
  for (const { segment, startSeconds, endSeconds, tempo } of lines) {
    const known = bounds.get(segment);
    bounds.set(segment, known ? { ...known, endSeconds } : { segment, startSeconds, endSeconds, tempo });
  }
  return [...bounds.values()];
}

/** The voice of each section is kept by itself as well. */
function sectionsOf({ segments }: FilmPlanState, slots: readonly Slot[], said: readonly { readonly segment: number }[]) {
  return (['intro', 'main', 'outro'] as const).flatMap((section) => {
    const own = segments.filter((segment) => segment.section === section).map(({ index }) => index);
    const lines = said.flatMap(({ segment }, line) => (own.includes(segment) ? [line] : []));
    const [startSeconds, endSeconds] = [slots[own[0] ?? -1]?.startSeconds, slots[own.at(-1) ?? -1]?.endSeconds];
    return startSeconds === undefined || endSeconds === undefined ? [] : [{ section, lines, startSeconds, endSeconds }];
  });
}

/** When any frame of a segment is seen, transitions included: what is written then is part of what its pieces are made from. */
const windowsOf = ({ segments, transitions }: FilmPlanState, fps: number): Slot[] =>
  segments.map(({ startFrame, endFrame }, index) => ({
    startSeconds: (startFrame - (transitions[index - 1]?.frames ?? 0) / 2) / fps,
    endSeconds: (endFrame + (transitions[index]?.frames ?? 0) / 2) / fps,
  }));
