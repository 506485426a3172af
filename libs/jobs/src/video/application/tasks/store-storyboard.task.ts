import { Injectable } from '@nestjs/common';
import { StepFiles, storeText } from '#steps';
import { type Task, type TaskContext, type TaskDecision, type TaskFailure, type TaskHandler, taskDecision } from '#tasks';
import { Clock } from '#platform';
import { FailJob, RecordStoryboard } from '../../domain/video-job.commands.js';
import { videoJob } from '../../domain/video-job.decider.js';
import { spokenText } from '../../domain/spoken-text.js';
import { type VideoJobState } from '../../domain/video-job.state.js';
import { VideoJobReader } from '../video-job-reader.js';
import { type TaskPayloads } from '../../domain/task-kinds.js';

type Payload = TaskPayloads['jobs.store-storyboard'];

/** Keeps the plan of the film and its script as files for people and other programs. */
@Injectable()
export class StoreStoryboardTask implements TaskHandler<Payload> {
  readonly kind = 'jobs.store-storyboard';
  constructor(
    private readonly productions: VideoJobReader,
    private readonly files: StepFiles,
    private readonly clock: Clock,
  ) {}

  async run(task: Task<Payload>, context: TaskContext): Promise<TaskDecision> {
    const { videoId, plan } = task.payload;
    const job = await this.productions.readFor(videoId, context.run);
    const { fps } = job.request;
    const content = {
      title: job.title,
      language: job.request.language,
      style: job.request.style,
      tone: job.request.tone,
      audience: job.request.audience,
      aspectRatio: job.request.aspectRatio,
      segments: (job.plan?.segments ?? []).map((s) => ({
        index: s.index,
        section: s.section,
        startSeconds: s.startFrame / fps,
        durationSeconds: (s.endFrame - s.startFrame) / fps,
        text: s.text,
        imagePrompt: s.imagePrompt,
        videoPrompt: s.videoPrompt,
        seed: s.seed,
      })),
    };
    const text = `${JSON.stringify(content, null, 2)}\n`;
    const own = this.files.contextOf(context);
    const storyboard = await storeText(own, 'storyboard.json', text, 'application/json');
    const script = await storeText(own, 'script.txt', `${givenScript(job)}\n`, 'text/plain; charset=utf-8');
    return taskDecision(videoJob, videoId, new RecordStoryboard({ videoId, plan, storyboard, script }, this.clock.now()));
  }

  giveUp({ payload: { videoId } }: Task<Payload>, { code, message, retryable }: TaskFailure): TaskDecision {
    const failure = { videoId, code, message: `The storyboard could not be stored: ${message}`, retryable };
    return taskDecision(videoJob, videoId, new FailJob(failure, this.clock.now()));
  }
}

/** As it was given, layout and all, where it was given and not changed since. */
function givenScript({ script, request }: VideoJobState): string {
  const spoken = script?.text ?? '';
  return request.script !== null && spokenText(request.script) === spoken ? request.script : spoken;
}
