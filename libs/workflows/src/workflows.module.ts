import { Module } from '@nestjs/common';
import { BillableWorks, UsageSink } from '#billing';
import { EventFrames, EventingRegistry, LiveFeed, LiveResources } from '#eventing';
import { Database, OrganisationErasures } from '#platform';
import { ImageGenerateStep, MusicGenerateStep, ScriptGenerateStep, StepsModule, VoiceTtsStep } from '#steps';
import { TaskHandlers, TaskSink } from '#tasks';
import { AnnouncementSink } from '#webhooks';
import { workflowsOf } from './erasure.js';
import { LIGHT_NODES, NodeTypes } from './graph/application/catalogue.js';
import { GraphJudge } from './graph/application/graph-judge.js';
import { GraphStore } from './graph/application/graph-store.js';
import { ModelLadders } from './graph/application/model-ladders.js';
import { runAnnouncements } from './run/application/announcement-kinds.js';
import { NodeCalls } from './run/application/node-calls.js';
import { NodeShares } from './run/application/node-shares.js';
import { accountForRun } from './run/application/process-managers/account-for-run.process-manager.js';
import { announceRun } from './run/application/process-managers/announce-run.process-manager.js';
import { runNodes } from './run/application/process-managers/run-nodes.process-manager.js';
import { runRows } from './run/application/projections/runs.projection.js';
import { RunAhead } from './run/application/run-ahead.js';
import { RunValues } from './run/application/run-values.js';
import { WorkflowRuns } from './run/application/runs.service.js';
import { RunLightTask } from './run/application/tasks/run-light.task.js';
import { RunNodeTask } from './run/application/tasks/run-node.task.js';
import { workflowRun } from './run/domain/workflow-run.decider.js';
import { LiveRunEventsController, RunsOfWorkflowController, WorkflowRunsController } from './run/http/runs.controller.js';
import { imageGenerate } from './nodes/model/image-generate.node.js';
import { musicGenerate } from './nodes/model/music-generate.node.js';
import { scriptGenerate } from './nodes/model/script-generate.node.js';
import { voiceTts } from './nodes/model/voice-tts.node.js';
import { OwnedRows } from './shared/owned-rows.js';
import { workflowRows } from './workflow/application/workflows.projection.js';
import { Workflows } from './workflow/application/workflows.service.js';
import { workflow } from './workflow/domain/workflow.decider.js';
import { WorkflowNodesController, WorkflowsController } from './workflow/http/workflows.controller.js';

/** Workflows: graphs that are kept, judged and run. */
@Module({
  imports: [StepsModule],
  controllers: [WorkflowsController, WorkflowNodesController, RunsOfWorkflowController, WorkflowRunsController, LiveRunEventsController],
  providers: [
    {
      provide: NodeTypes,
      inject: [ScriptGenerateStep, ImageGenerateStep, VoiceTtsStep, MusicGenerateStep],
      useFactory: (script: ScriptGenerateStep, image: ImageGenerateStep, voice: VoiceTtsStep, music: MusicGenerateStep): NodeTypes =>
        new NodeTypes([...LIGHT_NODES, scriptGenerate(script), imageGenerate(image), voiceTts(voice), musicGenerate(music)]),
    },
    ModelLadders,
    EventFrames,
    GraphJudge,
    GraphStore,
    NodeCalls,
    NodeShares,
    OwnedRows,
    RunAhead,
    RunValues,
    Workflows,
    WorkflowRuns,
    RunLightTask,
    RunNodeTask,
  ],
})
export class WorkflowsModule {
  constructor(
    registry: EventingRegistry,
    tasks: TaskSink,
    usage: UsageSink,
    subjects: BillableWorks,
    rows: OwnedRows,
    handlers: TaskHandlers,
    light: RunLightTask,
    node: RunNodeTask,
    database: Database,
    runs: WorkflowRuns,
    values: RunValues,
    erasures: OrganisationErasures,
    announcements: AnnouncementSink,
    feed: LiveFeed,
  ) {
    const read = (orgId: string, id: string) => runs.read(orgId, id);
    const scope = 'workflows:read';
    feed.register(new LiveResources({ aggregate: workflowRun.name, event: 'run', scope, goneCode: 'workflow_run_not_found', read }));
    announcements.announcer(announceRun, runAnnouncements);
    erasures.register(workflowsOf(database, runs, values));
    registry
      .aggregate(workflow)
      .aggregate(workflowRun)
      .projection(workflowRows)
      .projection(runRows)
      .processManager(runNodes, tasks)
      .processManager(accountForRun, usage);
    handlers.register(light);
    handlers.register(node);
    subjects.register('workflow_run', { endedAt: (ids) => rows.endedAt(ids) });
  }
}
