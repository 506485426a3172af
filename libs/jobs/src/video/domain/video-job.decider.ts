import { type Aggregate } from '#eventing/domain';
import { PERSONAL_OF_VIDEO_JOB } from '../../contracts/personal-text.js';
import { type VideoJobEvent } from '../../contracts/video-job.events.js';
import { microsOf } from '../../contracts/micros.js';
import { type VideoJobCommand } from './video-job.commands.js';
import { IllegalTransition, UnknownVideo } from './video-job.errors.js';
import { giveUpFilmCopy, recordFilmCopy, requestFilmCopy } from './film-copies.js';
import { withoutLongTexts } from './long-texts.js';
import { plannedBefore } from './plan.js';
import { evolve } from './video-job.evolve.js';
import { entered, failed, isStale, mustFit, mustRun } from './video-job.event-factories.js';
import {
  beginRender,
  giveUpModel,
  giveUpRenderer,
  recordClip,
  recordFailedAttempt,
  recordFilm,
  recordImage,
  recordNarration,
  recordScript,
} from './video-job.task-results.js';
import { type VideoJobState, type VideoJob, isTerminal, titleOf } from './video-job.state.js';
import { regenerate, restoreTake } from './segment-changes.js';
import { spokenText } from './spoken-text.js';
import { decideApproval, lapseApproval } from './video-job.user-commands.js';

export const videoJob: Aggregate<VideoJobCommand, VideoJob, VideoJobEvent> = {
  name: 'video-job',
  module: 'jobs',
  schemaVersions: {
    JobCreated: 2,
    RequestContinued: 1,
    StageEntered: 1,
    FramesReceived: 1,
    ScriptDrafted: 2,
    ScriptContinued: 1,
    SegmentsPlanned: 2,
    StoryboardStored: 1,
    ApprovalRequested: 1,
    ApprovalDecided: 1,
    ImageGenerated: 2,
    SegmentGenerated: 4,
    SegmentAttemptFailed: 1,
    RendererFellBack: 1,
    SegmentFellBack: 1,
    SegmentRegenerationRequested: 1,
    SegmentTakeRestored: 1,
    VideoRenamed: 1,
    VoiceoverGenerated: 1,
    SubtitlesAligned: 1,
    MusicGenerated: 1,
    AudioMixed: 1,
    PieceConformed: 1,
    RenderStarted: 1,
    RenderFinished: 1,
    FilmCopyRequested: 1,
    FilmCopyMade: 1,
    FilmCopyFailed: 1,
    JobCompleted: 1,
    JobFailed: 1,
    JobRetried: 1,
    JobResumed: 1,
    VideoCharged: 1,
    JobCancelled: 1,
    ArtifactsDeleted: 1,
    FilesRemoved: 1,
  },
  personal: PERSONAL_OF_VIDEO_JOB,
  initialState: { status: 'absent' },
  evolve,
  upcast(type, schemaVersion, data) {
    // Version 2 can name what ordered the video; what is older was ordered by nothing but its request.
    if (type === 'JobCreated' && schemaVersion === 1) return data;
    // Version 2 can have a small picture.
    if ((type === 'ImageGenerated' || type === 'SegmentGenerated') && schemaVersion === 1) return data;
    // Version 3 says when; version 4 can be a drawing.
    if (type === 'SegmentGenerated' && (schemaVersion === 2 || schemaVersion === 3)) return data;
    // Version 2 does without what the request says already.
    if (type === 'ScriptDrafted' && schemaVersion === 1) return data;
    if (type === 'SegmentsPlanned' && schemaVersion === 1) return plannedBefore(data);
    throw new RangeError(`${type} has no version ${schemaVersion}`);
  },
  decide(command, job) {
    if (command.type === 'CreateVideo') return create(command, job);
    if (command.type === 'RecordFilesRemoved') return filesRemoved(command.data.videoId, job);
    // Nobody is shown one that is gone; the bill keeps what it has cost.
    if (command.type === 'RecordVideoCharges' && (job.status === 'absent' || job.deleted)) return [];
    if (job.status === 'absent' || job.deleted) throw new UnknownVideo(command.data.videoId);
    return decideOn(command, job);
  },
};

function create(command: Extract<VideoJobCommand, { type: 'CreateVideo' }>, job: VideoJob): VideoJobEvent[] {
  const { videoId, request, widthPx, heightPx, transition, sectionTransition, look, origin } = command.data;
  if (job.status !== 'absent') return []; // the same request again
  if (request.script !== null) mustFit({ videoId, request }, spokenText(request.script));
  const { short, rest } = withoutLongTexts(request);
  return [
    {
      type: 'JobCreated',
      data: {
        videoId,
        request: short,
        widthPx,
        heightPx,
        transition,
        ...(sectionTransition && { sectionTransition }),
        ...(look && { look }),
        ...(origin && { origin }),
        createdAt: command.issuedAt,
      },
    },
    ...rest.map((texts): VideoJobEvent => ({ type: 'RequestContinued', data: { videoId, texts } })),
    entered(videoId, 'queued', command.issuedAt),
  ];
}

function filesRemoved(videoId: string, job: VideoJob): VideoJobEvent[] {
  if (job.status === 'absent' || !job.deleted || job.filesRemoved) return [];
  return [{ type: 'FilesRemoved', data: { videoId } }];
}

/** A job that stands still so often for no reason that anybody sees is not driven on for ever. */
const MAX_RESUMES = 3;

function resume(at: string, job: VideoJobState): VideoJobEvent[] {
  const { videoId, status, round } = job;
  if (isTerminal(status) || status === 'awaiting_approval') return [];
  if (job.resumes < MAX_RESUMES) return [{ type: 'JobResumed', data: { videoId, round: round + 1, resumedAt: at } }];
  const message = `Nothing came of asking ${MAX_RESUMES} times for what is missing. See what the log says of this video's tasks, then retry it.`;
  return [failed(job, 'stalled', message, true, null, at)];
}

function decideOn(
  command: Exclude<VideoJobCommand, { type: 'CreateVideo' | 'RecordFilesRemoved' }>,
  job: VideoJobState,
): readonly VideoJobEvent[] {
  const { videoId } = job;
  switch (command.type) {
    case 'BeginDrafting':
      mustRun(job);
      return job.stage === 'queued' ? [entered(videoId, 'drafting', command.issuedAt)] : [];
    case 'RecordFrames':
      if (isTerminal(job.status) || job.hasFrames) return [];
      return [{ type: 'FramesReceived', data: { videoId, pairs: job.request.frames?.length ?? 0, receivedAt: command.issuedAt } }];
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
    case 'RecordFailedAttempt':
      return recordFailedAttempt(command, job);
    case 'GiveUpModel':
      return giveUpModel(command, job);
    case 'GiveUpRenderer':
      return giveUpRenderer(command, job);
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
      if (isStale(job, plan) || job.pieces[piece]?.inputDigest === madeFrom) return [];
      return [{ type: 'PieceConformed', data: { videoId, plan, piece, madeFrom, file, frames } }];
    }
    case 'BeginRender':
      return beginRender(command, job);
    case 'RecordFilm':
      return recordFilm(command, job);
    case 'RequestFilmCopy':
      return requestFilmCopy(command, job);
    case 'RecordFilmCopy':
      return recordFilmCopy(command, job);
    case 'GiveUpFilmCopy':
      return giveUpFilmCopy(command, job);
    case 'FailJob':
      if (isTerminal(job.status)) return [];
      return [failed(job, command.data.code, command.data.message, command.data.retryable, null, command.issuedAt, command.data.faults)];
    case 'DecideApproval':
      return decideApproval(command, job);
    case 'LapseApproval':
      return lapseApproval(command, job);
    case 'RegenerateSegments':
      return regenerate(command.data.segments, command.issuedAt, job);
    case 'RestoreTake':
      return restoreTake(command, job);
    case 'RenameVideo':
      if (command.data.title === titleOf(job)) return [];
      return [{ type: 'VideoRenamed', data: { videoId, title: command.data.title, renamedAt: command.issuedAt } }];
    case 'RecordVideoCharges': {
      const { charges } = command.data;
      // Said again, or late.
      if (microsOf(charges) <= microsOf(job.spareCosts)) return [];
      return [{ type: 'VideoCharged', data: { videoId, charges, chargedAt: command.issuedAt } }];
    }
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
    case 'ResumeVideo':
      return resume(command.issuedAt, job);
    case 'DeleteArtifacts':
      if (!isTerminal(job.status)) throw new IllegalTransition('not_finished', videoId, job.status, 'Cancel the video before deleting it.');
      return [{ type: 'ArtifactsDeleted', data: { videoId, deletedAt: command.issuedAt } }];
  }
}
