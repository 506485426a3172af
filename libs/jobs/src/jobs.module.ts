import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { BillableWorks, UsageSink } from '#billing';
import { SignedUrls } from '#assets';
import { EventFrames, EventingRegistry, EventStore, LiveFeed, LiveResources } from '#eventing';
import { Thumbnails } from './video/application/tasks/thumbnails.js';
import { LiveController } from './live/live.controller.js';
import { LiveVideos } from './live/live-videos.js';
import { TaskHandlers, TaskSink } from '#tasks';
import { AnnouncementSink } from '#webhooks';
import { videoAnnouncements } from './shared/announcement-kinds.js';
import { announceVideo } from './video/application/process-managers/announce-video.process-manager.js';
import { FilmCopies } from './video/application/film-copies.js';
import { Estimates } from './video/application/estimates.js';
import { ChangeVideoHandler } from './video/application/handlers/change-video.handler.js';
import { GetVideoHandler } from './video/application/handlers/get-video.handler.js';
import { ListVideosHandler } from './video/application/handlers/list-videos.handler.js';
import { OrderVideoHandler } from './video/application/handlers/order-video.handler.js';
import { accountForVideo } from './video/application/process-managers/account-for-video.process-manager.js';
import { produceVideo } from './video/application/process-managers/produce-video.process-manager.js';
import { VideoJobReader } from './video/application/video-job-reader.js';
import { liveVideos } from './video/application/projections/live-videos.projection.js';
import { videoMeasures } from './video/application/projections/video-measures.projection.js';
import { videoIndex } from './video/application/projections/video-index.projection.js';
import { ComposeMusicTask } from './video/application/tasks/compose-music.task.js';
import { ConformPieceTask } from './video/application/tasks/conform-piece.task.js';
import { DeleteArtifactsTask } from './video/application/tasks/delete-artifacts.task.js';
import { DraftScriptTask } from './video/application/tasks/draft-script.task.js';
import { LapseApprovalTask } from './video/application/tasks/lapse-approval.task.js';
import { MakeClipTask } from './video/application/tasks/make-clip.task.js';
import { MakeImageTask } from './video/application/tasks/make-image.task.js';
import { MixAudioTask } from './video/application/tasks/mix-audio.task.js';
import { NarrateTask } from './video/application/tasks/narrate.task.js';
import { ReceiveFramesTask } from './video/application/tasks/receive-frames.task.js';
import { RenderFilmTask } from './video/application/tasks/render-film.task.js';
import { ShrinkFilmTask } from './video/application/tasks/shrink-film.task.js';
import { StoreStoryboardTask } from './video/application/tasks/store-storyboard.task.js';
import { OwnSound } from './video/application/tasks/own-sound.js';
import { StalledVideos } from './video/application/stalled-videos.js';
import { VideoCompletionLookup } from './video/application/video-completion-lookup.js';
import { ClipsModule } from './clips/clips.module.js';
import { ExportsModule } from './exports/exports.module.js';
import { videoJob } from './video/domain/video-job.decider.js';
import { VideoChanges } from './video/application/video-changes.js';
import { SegmentChangesController } from './video/http/segment-changes.controller.js';
import { AnswerKeeper } from './video/http/answer-keeper.js';
import { CreateOptionsController } from './video/http/create-options.controller.js';
import { EstimateController } from './video/http/estimate.controller.js';
import { GenerationModule } from './generation/generation.module.js';
import { VideoEventStream } from './video/http/event-stream.js';
import { InputMedia } from './video/application/resolve/input-media.js';
import { IdeasController } from './video/http/ideas.controller.js';
import { LiveEventsController } from './video/http/live-events.controller.js';
import { TemplatesController } from './templates/templates.controller.js';
import { VideoDecisionsController } from './video/http/video-decisions.controller.js';
import { VideosController } from './video/http/videos.controller.js';
import { VideoTelemetry } from './video/infrastructure/video-telemetry.js';
import { VideoAdmission } from './video/application/video-admission.js';
import { VideoIndex } from './video/application/video-index.js';
import { JobsConfig } from './jobs.config.js';
import { MontageTemplates } from './templates/montage-templates.js';
import { RenderOrderModule } from './render-order/render-order.module.js';
import { indexedBelongings } from './belongings.js';
import { Clips } from './contracts/clips.js';
import { Generations } from './contracts/generations.js';
import { type Requester } from './contracts/requester.js';
import { SeriesNotes } from './contracts/series-notes.js';
import { isTerminal } from './video/domain/video-job.state.js';
import { Database, OrganisationErasures } from '#platform';
import { Videos } from './contracts/videos.js';
import { VideosService } from './video/application/videos.service.js';
import { SharedModule } from './shared/shared.module.js';
import { ToldCharges } from './shared/told-charges.js';
import { RecordVideoCharges } from './video/domain/video-job.commands.js';

const TASKS = [
  DraftScriptTask,
  ReceiveFramesTask,
  StoreStoryboardTask,
  MakeImageTask,
  MakeClipTask,
  NarrateTask,
  ComposeMusicTask,
  MixAudioTask,
  ConformPieceTask,
  RenderFilmTask,
  ShrinkFilmTask,
  LapseApprovalTask,
  DeleteArtifactsTask,
] as const;

/** Video jobs: what they are, how they go on, and how the API shows them. */
@Module({
  imports: [CqrsModule, SharedModule, ClipsModule, GenerationModule, RenderOrderModule, ExportsModule],
  controllers: [
    VideosController,
    VideoDecisionsController,
    SegmentChangesController,
    CreateOptionsController,
    LiveEventsController,
    LiveController,
    EstimateController,
    IdeasController,
    TemplatesController,
  ],
  providers: [
    JobsConfig,
    MontageTemplates,
    Estimates,
    AnswerKeeper,
    VideoChanges,
    InputMedia,
    Thumbnails,
    VideoAdmission,
    FilmCopies,
    EventFrames,
    VideoEventStream,
    VideoJobReader,
    SeriesNotes,
    VideoCompletionLookup,
    VideoIndex,
    VideoTelemetry,
    StalledVideos,
    OwnSound,
    { provide: Videos, useClass: VideosService },
    OrderVideoHandler,
    ChangeVideoHandler,
    GetVideoHandler,
    ListVideosHandler,
    ...TASKS,
  ],
  exports: [Videos, SeriesNotes, MontageTemplates, ClipsModule, GenerationModule],
})
export class JobsModule {
  constructor(
    registry: EventingRegistry,
    sink: TaskSink,
    usage: UsageSink,
    announcements: AnnouncementSink,
    subjects: BillableWorks,
    videoEnds: VideoCompletionLookup,
    told: ToldCharges,
    handlers: TaskHandlers,
    draft: DraftScriptTask,
    frames: ReceiveFramesTask,
    storyboard: StoreStoryboardTask,
    image: MakeImageTask,
    clip: MakeClipTask,
    narrate: NarrateTask,
    music: ComposeMusicTask,
    mix: MixAudioTask,
    conform: ConformPieceTask,
    render: RenderFilmTask,
    shrink: ShrinkFilmTask,
    lapse: LapseApprovalTask,
    remove: DeleteArtifactsTask,
    database: Database,
    erasures: OrganisationErasures,
    videos: Videos,
    clips: Clips,
    generationsOf: Generations,
    feed: LiveFeed,
    store: EventStore,
    urls: SignedUrls,
  ) {
    feed
      .register(new LiveVideos(store, urls))
      .register(liveOf('clip-set', 'clips', 'clips_not_found', clips))
      .register(liveOf('generation', 'generation', 'generation_not_found', generationsOf));
    registry
      .aggregate(videoJob)
      .projection(videoIndex)
      .projection(liveVideos)
      .projection(videoMeasures)
      .processManager(produceVideo, sink)
      .processManager(accountForVideo, usage);
    announcements.announcer(announceVideo, videoAnnouncements);
    subjects.register('video', {
      endedAt: (ids) => videoEnds.endedAt(ids),
      charged: ({ orgId, workId, spare }) =>
        told.charged(videoJob, orgId, workId, (at) => new RecordVideoCharges({ videoId: workId, charges: spare }, at)),
    });
    erasures
      .register(indexedBelongings(database, 'jobs.videos', 'jobs.video_index', (by, id) => endAndDelete(videos, by, id)))
      .register(indexedBelongings(database, 'jobs.clips', 'jobs.clip_sets', (by, id) => clips.delete(by, id)))
      .register(indexedBelongings(database, 'jobs.generations', 'jobs.generations', (by, id) => generationsOf.delete(by, id)));
    const own = [draft, frames, storyboard, image, clip, narrate, music, mix, conform, render, shrink, lapse, remove];
    for (const handler of own) handlers.register(handler);
  }
}

type Readable = Pick<Clips | Generations, 'read'>;
const liveOf = (aggregate: string, event: string, goneCode: string, of: Readable): LiveResources =>
  new LiveResources({ aggregate, event, goneCode, scope: 'videos:read', read: (orgId, id) => of.read(orgId, id) });

async function endAndDelete(videos: Videos, by: Requester, videoId: string): Promise<void> {
  const { status } = await videos.read(by.orgId, videoId);
  if (!isTerminal(status)) await videos.cancel(by, videoId);
  await videos.delete(by, videoId);
}
