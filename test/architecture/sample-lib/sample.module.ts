import { Module } from '@nestjs/common';
import { EventingRegistry } from '#eventing';
import { JobsModule } from '#jobs';
import { StepsModule } from '#steps';
import { TaskHandlers, TaskSink } from '#tasks';
import { episode } from './episode.decider.js';
import { Episodes } from './episodes.js';
import { releaseEpisode } from './release-episode.process-manager.js';
import { ReleaseEpisodeTask } from './release-episode.task.js';

@Module({ imports: [JobsModule, StepsModule], providers: [Episodes, ReleaseEpisodeTask], exports: [Episodes] })
export class SampleModule {
  constructor(registry: EventingRegistry, tasks: TaskSink, handlers: TaskHandlers, release: ReleaseEpisodeTask) {
    registry.aggregate(episode).processManager(releaseEpisode, tasks);
    handlers.register(release);
  }
}
