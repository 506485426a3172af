import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { BillableWorks, UsageSink } from '#billing';
import { EventingRegistry } from '#eventing';
import { IntegrationsModule, TaskHandlers, TaskSink } from '#integrations';
import { Estimates } from './application/estimates.js';
import { ChangeVideoHandler } from './application/handlers/change-video.handler.js';
import { GetVideoHandler } from './application/handlers/get-video.handler.js';
import { ListVideosHandler } from './application/handlers/list-videos.handler.js';
import { OrderVideoHandler } from './application/handlers/order-video.handler.js';
import { accountForVideo } from './application/process-managers/account-for-video.process-manager.js';
import { produceVideo } from './application/process-managers/produce-video.process-manager.js';
import { ProductionReader } from './application/production-reader.js';
import { liveVideos } from './application/projections/live-videos.projection.js';
import { videoIndex } from './application/projections/video-index.projection.js';
import { ComposeMusicTask } from './application/tasks/compose-music.task.js';
import { ConformPieceTask } from './application/tasks/conform-piece.task.js';
import { DeleteArtifactsTask } from './application/tasks/delete-artifacts.task.js';
import { DraftScriptTask } from './application/tasks/draft-script.task.js';
import { LapseApprovalTask } from './application/tasks/lapse-approval.task.js';
import { MakeClipTask } from './application/tasks/make-clip.task.js';
import { MakeImageTask } from './application/tasks/make-image.task.js';
import { MixAudioTask } from './application/tasks/mix-audio.task.js';
import { NarrateTask } from './application/tasks/narrate.task.js';
import { OwnFootage } from './application/tasks/own-footage.js';
import { ReceiveFramesTask } from './application/tasks/receive-frames.task.js';
import { RenderFilmTask } from './application/tasks/render-film.task.js';
import { StoreStoryboardTask } from './application/tasks/store-storyboard.task.js';
import { StalledVideos } from './application/stalled-videos.js';
import { VideoEnds } from './application/video-ends.js';
import { AssetAccountingModule } from './asset-accounting/asset-accounting.module.js';
import { ClipSetModule } from './clip-set/clip-set.module.js';
import { videoJob } from './domain/video-job.decider.js';
import { EstimateController } from './http/estimate.controller.js';
import { GenerationModule } from './generation/generation.module.js';
import { VideoEventStream } from './http/event-stream.js';
import { GivenMedia } from './http/given-media.js';
import { IdeasController } from './http/ideas.controller.js';
import { LiveEventsController } from './http/live-events.controller.js';
import { TemplatesController } from './http/templates.controller.js';
import { VideosController } from './http/videos.controller.js';
import { LiveVideosGauge } from './infrastructure/live-videos.gauge.js';
import { VideoIndex } from './application/video-index.js';
import { JobsConfig } from './jobs.config.js';
import { MontageTemplates } from './templates/montage-templates.js';
import { OrderingModule } from './ordering/ordering.module.js';

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
  LapseApprovalTask,
  DeleteArtifactsTask,
] as const;

/** Video jobs: what they are, how they go on, and how the API shows them. */
@Module({
  imports: [CqrsModule, IntegrationsModule, OrderingModule, ClipSetModule, GenerationModule, AssetAccountingModule],
  controllers: [VideosController, LiveEventsController, EstimateController, IdeasController, TemplatesController],
  providers: [
    JobsConfig,
    MontageTemplates,
    Estimates,
    OwnFootage,
    GivenMedia,
    VideoEventStream,
    ProductionReader,
    VideoEnds,
    VideoIndex,
    LiveVideosGauge,
    StalledVideos,
    OrderVideoHandler,
    ChangeVideoHandler,
    GetVideoHandler,
    ListVideosHandler,
    ...TASKS,
  ],
})
export class JobsModule {
  constructor(
    registry: EventingRegistry,
    sink: TaskSink,
    usage: UsageSink,
    subjects: BillableWorks,
    videoEnds: VideoEnds,
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
    lapse: LapseApprovalTask,
    remove: DeleteArtifactsTask,
  ) {
    registry
      .aggregate(videoJob)
      .projection(videoIndex)
      .projection(liveVideos)
      .processManager(produceVideo, sink)
      .processManager(accountForVideo, usage);
    subjects.register('video', videoEnds);
    const own = [draft, frames, storyboard, image, clip, narrate, music, mix, conform, render, lapse, remove];
    for (const handler of own) handlers.register(handler);
  }
}
