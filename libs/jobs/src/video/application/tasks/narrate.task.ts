import { createHash } from 'node:crypto';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { type Cue, cuesFromWords, cuesToSrt, cuesToVtt } from '#media';
import { Models, type Spoken, withNamedCalls } from '#integrations';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { Clock } from '#platform';
import { type ProviderCost } from '../../../contracts/video-job.events.js';
import { type PlacedLine, type Slot, type WordTime, placeLines, readingTimes } from '../../domain/narration.js';
import { FailJob, RecordNarration } from '../../domain/video-job.commands.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { type Production, totalFrames } from '../../domain/video-job.state.js';
import { JobsConfig } from '../../../jobs.config.js';
import { ProductionReader } from '../production-reader.js';
import { ArtifactFiles } from '../../../shared/artifact-files.js';
import { costOf } from '../../../shared/cost.js';
import { type Used, withStandIn } from './stand-in.js';
import { type TaskPayloads } from '../../domain/task-kinds.js';

type Payload = TaskPayloads['jobs.narrate'];
type Voiceover = RecordNarration['data']['voiceover'];
type Subtitles = RecordNarration['data']['subtitles'];

/** Lines that the local voice speaks at the same time; a remote one is given all of them at once. */
const LINES_AT_ONCE = 4;
const LOCAL_VOICE = 'local:speech';

/** Speaks the narration, lays it on the film's time line and gives every word its time. */
@Injectable()
export class NarrateTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.narrate';
  constructor(
    private readonly productions: ProductionReader,
    private readonly models: Models,
    private readonly files: ArtifactFiles,
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
    const slots = slotsOf(job);
    const { source, value: spoken } = await this.spoken(task, job, context);
    const lines = placeLines(
      slots,
      spoken.map((line) => line?.durationSeconds ?? 0),
    );
    const voiceover = await this.voiceover(task, context, job, source, spoken, lines);
    const words = (job.plan?.segments ?? []).map((segment, i): WordTime[] => {
      const line = spoken[i];
      const slot = slots[i] ?? { startSeconds: 0, endSeconds: 0 };
      const place = lines[i];
      if (!line || !place) return readingTimes(segment.text, slot, job.request.language);
      return line.words.map((word) => ({
        text: word.text,
        startSeconds: place.startSeconds + word.startSeconds / place.tempo,
        endSeconds: place.startSeconds + word.endSeconds / place.tempo,
      }));
    });
    const subtitles = await this.subtitles(task, context, job, words);
    return taskDecision(videoJob, videoId, new RecordNarration({ videoId, plan, voiceover, subtitles }, this.clock.now()));
  }

  giveUp({ payload: { videoId } }: Task<Payload>, { code, message, retryable }: TaskFailure): TaskDecision {
    const failure = { videoId, code, message: `The narration could not be made: ${message}`, retryable };
    return taskDecision(videoJob, videoId, new FailJob(failure, this.clock.now()));
  }

  /** All by one voice: the wished one, or the local one where that cannot. */
  private spoken(task: Task<Payload>, job: Production, context: TaskContext): Promise<Used<(Spoken | null)[]>> {
    const { voice } = job.request;
    const wished = voice === false ? LOCAL_VOICE : this.config.voiceModel(voice.provider);
    return withStandIn(task, wished, LOCAL_VOICE, (model) =>
      this.speak(job, model, model === wished && voice ? voice.voice : null, context),
    );
  }

  /** One entry a segment; null where there is nothing to say, or no voice is wanted. */
  private async speak(job: Production, model: string, voiceName: string | null, context: TaskContext): Promise<(Spoken | null)[]> {
    const { voice, language } = job.request;
    const segments = job.plan?.segments ?? [];
    const spoken: (Spoken | null)[] = segments.map(() => null);
    if (voice === false) return spoken;
    const maker = this.models.voice(model);
    const waiting = segments.filter((segment) => segment.text !== '');
    const speakNext = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const output = { path: path.join(context.workDir, `line-${next.index}.wav`) };
        const request = { text: next.text, language, voice: voiceName, speed: voice.speed };
        spoken[next.index] = await maker.speak(request, output, withNamedCalls(context, `line-${next.index}`));
      }
    };
    const width = model === LOCAL_VOICE ? LINES_AT_ONCE : waiting.length;
    // All are heard out before the first trouble is passed on: nothing goes on behind the back of a task that has ended or waits.
    const ends = await Promise.allSettled(Array.from({ length: width }, speakNext));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    return spoken;
  }

  private async voiceover(
    task: Task<Payload>,
    context: TaskContext,
    job: Production,
    source: string,
    spoken: readonly (Spoken | null)[],
    lines: readonly PlacedLine[],
  ): Promise<Voiceover> {
    const { voice, fps } = job.request;
    if (voice === false || !job.plan) return null;
    const placed = lines.flatMap((line, segment) => {
      const said = spoken[segment];
      return said ? [{ segment, path: said.path, ...line }] : [];
    });
    const renderer = this.models.renderer();
    const masterPath = path.join(context.workDir, 'voiceover.wav');
    const durationSeconds = totalFrames(job.plan) / fps;
    const master = await renderer.layVoice({ lines: placed, durationSeconds }, { path: masterPath }, context);
    return {
      source,
      voiceover: await this.files.keep(task, context, 'voiceover.m4a', master.encodedPath, 'audio/mp4'),
      master: await this.files.keep(task, context, 'voiceover.wav', master.path, master.contentType),
      lines: placed.map(({ segment, startSeconds, endSeconds, tempo }) => ({ segment, startSeconds, endSeconds, tempo })),
      cost: sumOf(spoken.map((line) => costOf(line?.cost ?? null))),
      ...(job.request.segmentation.mode === 'sections' && { sections: await this.voicesOf(task, context, job, placed) }),
    };
  }

  /** The voice of each section by itself, on the section's own time line. */
  private async voicesOf(
    task: Task<Payload>,
    context: TaskContext,
    job: Production,
    placed: readonly (PlacedLine & { readonly segment: number; readonly path: string })[],
  ) {
    const slots = slotsOf(job);
    const sections = (['intro', 'main', 'outro'] as const).flatMap((section) => {
      const segments = (job.plan?.segments ?? []).filter((segment) => segment.section === section).map(({ index }) => index);
      const [startSeconds, endSeconds] = [slots[segments[0] ?? -1]?.startSeconds, slots[segments.at(-1) ?? -1]?.endSeconds];
      return startSeconds === undefined || endSeconds === undefined ? [] : [{ section, segments, startSeconds, endSeconds }];
    });
    return Promise.all(
      sections.map(async ({ section, segments, startSeconds, endSeconds }) => {
        const lines = placed
          .filter(({ segment }) => segments.includes(segment))
          .map((line) => ({ path: line.path, tempo: line.tempo, startSeconds: line.startSeconds - startSeconds }));
        // A last line that runs late is heard to its end here; in the film it goes on over the next section.
        const lastEnd = Math.max(0, ...placed.filter(({ segment }) => segments.includes(segment)).map((line) => line.endSeconds));
        const durationSeconds = Math.max(endSeconds, lastEnd) - startSeconds;
        const output = { path: path.join(context.workDir, `voice-${section}.wav`) };
        const laid = await this.models.renderer().layVoice({ lines, durationSeconds }, output, context);
        return { section, file: await this.files.keep(task, context, `voice/${section}.m4a`, laid.encodedPath, 'audio/mp4') };
      }),
    );
  }

  private async subtitles(
    task: Task<Payload>,
    context: TaskContext,
    job: Production,
    words: readonly (readonly WordTime[])[],
  ): Promise<Subtitles> {
    if (job.request.subtitles === false || !job.plan) return null;
    const format = { widthPx: job.widthPx, heightPx: job.heightPx, fps: job.request.fps };
    // Cut for each segment by itself, so that no caption spans two pictures.
    const cues = words.flatMap((ofSegment) => cuesFromWords(ofSegment, { format }));
    const srt = await this.files.keepText(task, context, 'subtitles.srt', cuesToSrt(cues), 'application/x-subrip');
    const vtt = await this.files.keepText(task, context, 'subtitles.vtt', cuesToVtt(cues), 'text/vtt; charset=utf-8');
    const kept = await this.files.keepText(task, context, 'cues.json', JSON.stringify(cues), 'application/json');
    return { srt, vtt, cues: kept, segmentDigests: digestsOf(job, cues) };
  }
}

function slotsOf(job: Production): Slot[] {
  const { fps } = job.request;
  return (job.plan?.segments ?? []).map((s) => ({ startSeconds: s.startFrame / fps, endSeconds: s.endFrame / fps }));
}

/** For each segment, a digest of the captions that are seen while any frame of it is, transitions included. */
function digestsOf(job: Production, cues: readonly Cue[]): string[] {
  const { fps } = job.request;
  return (job.plan?.segments ?? []).map((segment, i) => {
    const before = (job.plan?.transitions[i - 1]?.frames ?? 0) / 2;
    const after = (job.plan?.transitions[i]?.frames ?? 0) / 2;
    const from = (segment.startFrame - before) / fps;
    const to = (segment.endFrame + after) / fps;
    const seen = cues.filter((cue) => cue.endSeconds > from && cue.startSeconds < to);
    return createHash('sha256').update(JSON.stringify(seen)).digest('hex');
  });
}

function sumOf(costs: readonly (ProviderCost | null)[]): ProviderCost | null {
  const real = costs.filter((cost) => cost !== null);
  const first = real[0];
  if (!first) return null;
  return {
    ...first,
    units: real.reduce((sum, cost) => sum + cost.units, 0),
    amountMicros: real.reduce((sum, cost) => sum + cost.amountMicros, 0),
  };
}
