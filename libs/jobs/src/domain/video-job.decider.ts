import { type Aggregate } from '#eventing/domain';
import { type Stage, type VideoJobEvent } from '../contracts/video-job.events.js';
import { LONGEST_FILM_SECONDS, neededSeconds } from './film-length.js';
import { clipLadder } from './ladder.js';
import { joints, planFilm } from './plan.js';
import {
  type BeginRender,
  type DecideApproval,
  type GiveUpModel,
  type RecordClip,
  type RecordFilm,
  type RecordImage,
  type RecordNarration,
  type RecordScript,
  type RegenerateSegment,
  type VideoJobCommand,
  isApprovalType,
} from './video-job.commands.js';
import { IllegalTransition, ScriptDoesNotFit, UnknownGate, UnknownSegment, UnknownVideo } from './video-job.errors.js';
import { evolve } from './video-job.evolve.js';
import { type Production, type VideoJob, allClipsDone, allImagesDone, isPast, isTerminal, pendingApproval } from './video-job.state.js';

/** A command as the cases below see it: the job is there. */
type At<C> = C & { readonly issuedAt: string };

export const videoJob: Aggregate<VideoJobCommand, VideoJob, VideoJobEvent> = {
  name: 'video-job',
  module: 'jobs',
  schemaVersions: {
    JobCreated: 1,
    StageEntered: 1,
    ScriptDrafted: 1,
    SegmentsPlanned: 1,
    StoryboardStored: 1,
    ApprovalRequested: 1,
    ApprovalDecided: 1,
    ImageGenerated: 1,
    SegmentGenerated: 1,
    SegmentFellBack: 1,
    SegmentRegenerationRequested: 1,
    VoiceoverGenerated: 1,
    SubtitlesAligned: 1,
    MusicGenerated: 1,
    AudioMixed: 1,
    PieceConformed: 1,
    RenderStarted: 1,
    RenderFinished: 1,
    JobCompleted: 1,
    JobFailed: 1,
    JobRetried: 1,
    JobCancelled: 1,
    ArtifactsDeleted: 1,
    FilesRemoved: 1,
  },
  initialState: { status: 'absent' },
  evolve,
  decide(command, job) {
    if (command.type === 'CreateVideo') return create(command, job);
    if (command.type === 'RecordFilesRemoved') return filesRemoved(command.data.videoId, job);
    if (job.status === 'absent' || job.deleted) throw new UnknownVideo(command.data.videoId);
    return decideOn(command, job);
  },
};

function create(command: Extract<VideoJobCommand, { type: 'CreateVideo' }>, job: VideoJob): VideoJobEvent[] {
  const { videoId, request, widthPx, heightPx, transition } = command.data;
  if (job.status !== 'absent') return []; // the same request again
  if (request.script !== null) {
    const needed = neededSeconds(request, request.script);
    const room = request.durationSeconds ?? LONGEST_FILM_SECONDS;
    if (needed > room) throw new ScriptDoesNotFit(videoId, needed, room);
  }
  return [
    { type: 'JobCreated', data: { videoId, request, widthPx, heightPx, transition, createdAt: command.issuedAt } },
    entered(videoId, 'queued', command.issuedAt),
  ];
}

function filesRemoved(videoId: string, job: VideoJob): VideoJobEvent[] {
  if (job.status === 'absent' || !job.deleted || job.filesRemoved) return [];
  return [{ type: 'FilesRemoved', data: { videoId } }];
}

function decideOn(
  command: Exclude<VideoJobCommand, { type: 'CreateVideo' | 'RecordFilesRemoved' }>,
  job: Production,
): readonly VideoJobEvent[] {
  const { videoId } = job;
  switch (command.type) {
    case 'BeginDrafting':
      mustRun(job);
      return job.stage === 'queued' ? [entered(videoId, 'drafting', command.issuedAt)] : [];
    case 'RecordScript':
      return recordScript(command, job);
    case 'RecordStoryboard':
      if (isStale(job, command.data.plan)) return [];
      return [
        {
          type: 'StoryboardStored',
          data: { videoId, plan: command.data.plan, storyboard: command.data.storyboard, script: command.data.script },
        },
      ];
    case 'RecordImage':
      return recordImage(command, job);
    case 'RecordClip':
      return recordClip(command, job);
    case 'GiveUpModel':
      return giveUpModel(command, job);
    case 'RecordNarration':
      return recordNarration(command, job);
    case 'RecordMusic': {
      const { plan, source, music, master, cost } = command.data;
      if (isStale(job, plan) || job.music) return [];
      return [{ type: 'MusicGenerated', data: { videoId, plan, source, music, master, cost } }];
    }
    case 'RecordMix': {
      const { plan, audio, integratedLufs, truePeakDbtp } = command.data;
      if (isStale(job, plan) || job.mix) return [];
      return [{ type: 'AudioMixed', data: { videoId, plan, audio, integratedLufs, truePeakDbtp } }];
    }
    case 'RecordPiece': {
      const { plan, piece, madeFrom, file, frames } = command.data;
      if (isStale(job, plan) || job.pieces[piece]?.madeFrom === madeFrom) return [];
      return [{ type: 'PieceConformed', data: { videoId, plan, piece, madeFrom, file, frames } }];
    }
    case 'BeginRender':
      return beginRender(command, job);
    case 'RecordFilm':
      return recordFilm(command, job);
    case 'FailJob':
      if (isTerminal(job.status)) return [];
      return [failed(job, command.data.code, command.data.message, command.data.retryable, null, command.issuedAt)];
    case 'DecideApproval':
      return decideApproval(command, job);
    case 'RegenerateSegment':
      return regenerate(command, job);
    case 'CancelVideo':
      if (isTerminal(job.status))
        throw new IllegalTransition('already_finished', videoId, job.status, 'A finished video cannot be cancelled.');
      return [{ type: 'JobCancelled', data: { videoId, cancelledAt: command.issuedAt } }];
    case 'RetryVideo':
      if (job.status !== 'failed') throw new IllegalTransition('not_failed', videoId, job.status, 'Only a failed video can be retried.');
      return [
        { type: 'JobRetried', data: { videoId, round: job.round + 1, retriedAt: command.issuedAt } },
        entered(videoId, job.stage, command.issuedAt),
      ];
    case 'DeleteArtifacts':
      if (!isTerminal(job.status)) throw new IllegalTransition('not_finished', videoId, job.status, 'Cancel the video before deleting it.');
      return [{ type: 'ArtifactsDeleted', data: { videoId, deletedAt: command.issuedAt } }];
  }
}

function recordScript({ data, issuedAt }: At<RecordScript>, job: Production): VideoJobEvent[] {
  if (isTerminal(job.status) || data.draft !== job.draft || job.script) return [];
  const { title, script, source, cost } = data;
  const drafted: VideoJobEvent = { type: 'ScriptDrafted', data: { videoId: job.videoId, title, script, source, cost } };
  if (!isPast(job, 'script')) return [drafted, requested(job, 'script', issuedAt)];
  return [drafted, ...plan(job, title, script, issuedAt)];
}

function plan(job: Production, title: string, script: string, at: string): VideoJobEvent[] {
  const segments = planFilm(job.request, title, script);
  const number = (job.plan?.number ?? 0) + 1;
  const planned: VideoJobEvent = {
    type: 'SegmentsPlanned',
    data: { videoId: job.videoId, plan: number, segments, transitions: joints(segments, job.transition) },
  };
  return [planned, entered(job.videoId, 'assets', at)];
}

function recordImage({ data, issuedAt }: At<RecordImage>, job: Production): VideoJobEvent[] {
  if (isStaleTake(job, data)) return [];
  const { plan: number, index, take, source, image, cost } = data;
  const generated: VideoJobEvent = {
    type: 'ImageGenerated',
    data: { videoId: job.videoId, plan: number, index, take, source, image, cost },
  };
  const after = evolve(job, generated) as Production;
  if (allImagesDone(job) || !allImagesDone(after) || isPast(job, 'images')) return [generated];
  return [generated, requested(job, 'images', issuedAt)];
}

function recordClip({ data, issuedAt }: At<RecordClip>, job: Production): VideoJobEvent[] {
  if (isStaleTake(job, data) || job.segments[data.index]?.clip) return [];
  if (!isPast(job, 'images')) throw notReady(job, 'The images are not approved.');
  const { plan: number, index, take, source, kind, clip, still, cost } = data;
  const generated: VideoJobEvent = {
    type: 'SegmentGenerated',
    data: { videoId: job.videoId, plan: number, index, take, source, kind, clip, still, cost },
  };
  const after = evolve(job, generated) as Production;
  if (!allClipsDone(after)) return [generated];
  if (!isPast(job, 'videos')) return [generated, requested(job, 'videos', issuedAt)];
  return [generated, entered(job.videoId, 'audio', issuedAt)];
}

/** The next rung of the ladder, or the end of the job where replacing is forbidden or nothing is left. */
function giveUpModel({ data, issuedAt }: At<GiveUpModel>, job: Production): VideoJobEvent[] {
  const segment = job.segments[data.index];
  if (isStaleTake(job, data) || !segment) return [];
  const { what, index, take, rung, code, message, retryable, attempts } = data;
  const current = what === 'image' ? segment.imageRung : segment.clipRung;
  if (rung !== current || (what === 'image' ? segment.image : segment.clip)) return [];
  const ladder = what === 'image' ? job.request.visuals.imageModels : clipLadder(job.request, index, segment.model);
  const from = ladder[rung] ?? '';
  const source = ladder[rung + 1];
  if (source === undefined) {
    const text = `No model could make the ${what} of segment ${index}; the last one, ${from}, failed: ${message}`;
    return [failed(job, 'segment_failed', `${text} (${code})`, retryable, index, issuedAt)];
  }
  return [
    {
      type: 'SegmentFellBack',
      data: { videoId: job.videoId, plan: data.plan, index, take, what, from, source, rung: rung + 1, code, reason: message, attempts },
    },
  ];
}

function recordNarration({ data }: At<RecordNarration>, job: Production): VideoJobEvent[] {
  if (isStale(job, data.plan) || job.narrated) return [];
  const of = { videoId: job.videoId, plan: data.plan };
  const { voiceover, subtitles } = data;
  const events: VideoJobEvent[] = [];
  if (voiceover) {
    const { source, voiceover: file, master, lines, cost } = voiceover;
    events.push({ type: 'VoiceoverGenerated', data: { ...of, source, voiceover: file, master, lines, cost } });
  }
  if (subtitles) {
    const { srt, vtt, cues, segmentDigests } = subtitles;
    events.push({ type: 'SubtitlesAligned', data: { ...of, srt, vtt, cues, segmentDigests } });
  }
  return events;
}

function beginRender({ data, issuedAt }: At<BeginRender>, job: Production): VideoJobEvent[] {
  mustRun(job);
  if (data.edition !== job.edition) throw notReady(job, 'The film has changed since this render was asked for.');
  if (!allClipsDone(job) || !isPast(job, 'videos')) throw notReady(job, 'Clips or their approval are missing.');
  const started: VideoJobEvent = { type: 'RenderStarted', data: { videoId: job.videoId, startedAt: issuedAt } };
  return job.stage === 'rendering' ? [started] : [started, entered(job.videoId, 'rendering', issuedAt)];
}

function recordFilm({ data, issuedAt }: At<RecordFilm>, job: Production): VideoJobEvent[] {
  if (isTerminal(job.status) || data.edition !== job.edition) return [];
  const { edition, film, manifest, thumbnail, frames, renderedSeconds } = data;
  return [
    { type: 'RenderFinished', data: { videoId: job.videoId, edition, film, manifest, thumbnail, frames, renderedSeconds } },
    entered(job.videoId, 'ready', issuedAt),
    { type: 'JobCompleted', data: { videoId: job.videoId, completedAt: issuedAt } },
  ];
}

function decideApproval({ data, issuedAt }: At<DecideApproval>, job: Production): VideoJobEvent[] {
  const { approval, decision, comment, segments } = data;
  const { videoId, status } = job;
  if (!isApprovalType(approval)) throw new UnknownGate(videoId, approval);
  const pending = pendingApproval(job);
  if (pending?.type !== approval || isTerminal(status)) {
    const code = job.approvals.some((a) => a.type === approval) ? 'already_decided' : 'not_awaiting_approval';
    throw new IllegalTransition(code, videoId, status, `Nothing waits for the approval "${approval}".`);
  }
  const unknown = segments.find((index) => !job.segments[index]);
  if (unknown !== undefined) throw new UnknownSegment(videoId, unknown, job.segments.length);
  const decided: VideoJobEvent = {
    type: 'ApprovalDecided',
    data: { videoId, approval, decision, comment, segments: [...segments], decidedAt: issuedAt },
  };
  if (decision === 'rejected') {
    if (approval !== 'script' || data.script === null) return [decided];
    const own = { videoId, title: job.title ?? '', script: data.script, source: 'request', cost: null };
    return [decided, { type: 'ScriptDrafted', data: own }, requested(job, 'script', issuedAt)];
  }
  if (approval === 'script' && job.script) {
    return [decided, ...plan(job, job.title ?? '', job.script.text, issuedAt)];
  }
  return approval === 'videos' ? [decided, entered(videoId, 'audio', issuedAt)] : [decided];
}

function regenerate({ data, issuedAt }: At<RegenerateSegment>, job: Production): VideoJobEvent[] {
  const { videoId, status, plan: current } = job;
  const { index, prompt, model } = data;
  const segment = job.segments[index];
  if (!current || !segment) throw new UnknownSegment(videoId, index, job.segments.length);
  if (status === 'cancelled') throw new IllegalTransition('already_finished', videoId, status, 'A cancelled video cannot be changed.');
  if (!segment.clip && status !== 'failed') {
    throw new IllegalTransition('segment_in_progress', videoId, status, `Segment ${index} is still being made.`);
  }
  const anew: VideoJobEvent = {
    type: 'SegmentRegenerationRequested',
    data: { videoId, plan: current.number, index, take: segment.take + 1, prompt, model, requestedAt: issuedAt },
  };
  return job.stage === 'assets' && !isTerminal(status) ? [anew] : [anew, entered(videoId, 'assets', issuedAt)];
}

const entered = (videoId: string, stage: Stage, at: string): VideoJobEvent => ({
  type: 'StageEntered',
  data: { videoId, stage, enteredAt: at },
});

const requested = (job: Production, approval: 'script' | 'images' | 'videos', at: string): VideoJobEvent => ({
  type: 'ApprovalRequested',
  data: { videoId: job.videoId, approval, requestedAt: at },
});

const failed = (job: Production, code: string, message: string, retryable: boolean, segment: number | null, at: string): VideoJobEvent => ({
  type: 'JobFailed',
  data: { videoId: job.videoId, code, message, retryable, segment, failedAt: at },
});

/** A result for a job that has ended, or for a plan that was replaced. */
const isStale = (job: Production, number: number): boolean => isTerminal(job.status) || job.plan?.number !== number;

const isStaleTake = (job: Production, of: { plan: number; index: number; take: number }): boolean =>
  isStale(job, of.plan) || job.segments[of.index]?.take !== of.take;

const notReady = (job: Production, reason: string): IllegalTransition =>
  new IllegalTransition('not_ready_to_render', job.videoId, job.status, reason);

function mustRun(job: Production): void {
  if (isTerminal(job.status)) throw new IllegalTransition('already_finished', job.videoId, job.status, 'The video is finished.');
}
