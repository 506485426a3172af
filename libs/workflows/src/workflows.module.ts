import { Module } from '@nestjs/common';
import { BatchesModule } from '#batches';
import { BillableWorks, UsageSink } from '#billing';
import { EventFrames, EventingRegistry, LiveFeed, LiveResources } from '#eventing';
import { JobsModule } from '#jobs';
import { Database, OrganisationErasures, SecretsKey, TableMeasures } from '#platform';
import { StepsModule } from '#steps';
import { TaskHandlers, TaskSink } from '#tasks';
import { AnnouncementSink } from '#webhooks';
import { workflowsOf } from './erasure.js';
import { LIGHT_NODES, NodeTypes } from './graph/application/catalogue.js';
import { GraphJudge } from './graph/application/graph-judge.js';
import { GraphStore } from './graph/application/graph-store.js';
import { ModelLadders } from './graph/application/model-ladders.js';
import { NamedChecks } from './graph/application/named-checks.js';
import { SecretChecks } from './graph/application/secret-checks.js';
import { BookedRuns } from './map/application/booked-runs.js';
import { ItemMemory } from './map/application/item-memory.js';
import { ItemRun } from './map/application/item-run.js';
import { MapReader } from './map/application/map-reader.js';
import { MapDigests } from './map/application/map-digests.js';
import { Maps } from './map/application/maps.js';
import { accountForMap } from './map/application/process-managers/account-for-map.process-manager.js';
import { runMaps } from './map/application/process-managers/run-maps.process-manager.js';
import { CloseMapTask } from './map/application/tasks/close-map.task.js';
import { RunItemTask } from './map/application/tasks/run-item.task.js';
import { MapItemsController } from './map/http/map-items.controller.js';
import { workflowMap } from './map/domain/workflow-map.decider.js';
import { noticeAnnouncements } from './run/application/notice-kinds.js';
import { runAnnouncements } from './run/application/announcement-kinds.js';
import { NodeCalls } from './run/application/node-calls.js';
import { NodeShares } from './run/application/node-shares.js';
import { accountForRun } from './run/application/process-managers/account-for-run.process-manager.js';
import { announceNotices } from './run/application/process-managers/announce-notices.process-manager.js';
import { announceRun } from './run/application/process-managers/announce-run.process-manager.js';
import { cancelVideos } from './run/application/process-managers/cancel-videos.process-manager.js';
import { runNodes } from './run/application/process-managers/run-nodes.process-manager.js';
import { runMeasure } from './run/application/run-measure.js';
import { RunTelemetry } from './run/application/run-telemetry.js';
import { runRows } from './run/application/projections/runs.projection.js';
import { RunEstimates } from './run/application/estimates.service.js';
import { NodeTimes } from './run/application/node-times.js';
import { Reuse } from './run/application/reuse.js';
import { RunCharges } from './run/application/run-charges.js';
import { RunFigures } from './run/application/run-figures.js';
import { RunPlans } from './run/application/run-plans.js';
import { Retention } from './run/application/retention.js';
import { Slots } from './run/application/slots.js';
import { StockBefore } from './run/application/stock-before.js';
import { StockTaken } from './run/application/stock-taken.js';
import { StartNextTask } from './run/application/tasks/start-next.task.js';
import { RunAhead } from './run/application/run-ahead.js';
import { RunFiles } from './run/application/run-files.js';
import { RunValues } from './run/application/run-values.js';
import { WorkflowRuns } from './run/application/runs.service.js';
import { DeleteRunTask } from './run/application/tasks/delete-run.task.js';
import { LapseNodeTask } from './run/application/tasks/lapse-approval.task.js';
import { RunGates } from './contracts/run-gates.js';
import { RunMessages } from './contracts/run-messages.js';
import { MessagesOfRuns } from './run/application/messages-of-runs.js';
import { GatesOfRuns } from './run/application/gates-of-runs.js';
import { KnownResults } from './run/application/known-results.js';
import { RunChanges } from './run/application/run-changes.service.js';
import { StalledRuns } from './run/application/stalled-runs.js';
import { RunChangesController, TryNodeController } from './run/http/run-changes.controller.js';
import { EstimatesController } from './run/http/estimates.controller.js';
import { Forgetting } from './shared/forgetting.js';
import { CancelVideoTask } from './run/application/tasks/cancel-video.task.js';
import { RunLightTask } from './run/application/tasks/run-light.task.js';
import { RunNodeTask } from './run/application/tasks/run-node.task.js';
import { workflowRun } from './run/domain/workflow-run.decider.js';
import { LiveRunEventsController, RunsOfWorkflowController, WorkflowRunsController } from './run/http/runs.controller.js';
import { EquippedNodes } from './nodes/task-nodes.js';
import { scheduleAnnouncements } from './schedule/application/announcement-kinds.js';
import { announceSchedule } from './schedule/application/announce-schedule.process-manager.js';
import { ZoneData } from './schedule/application/zone-data.js';
import { ScheduleBook } from './schedule/application/schedule-book.js';
import { ScheduleLooks } from './schedule/application/schedule-looks.js';
import { ScheduleTable } from './schedule/application/schedule-table.js';
import { ScheduledRuns } from './schedule/application/scheduled-runs.js';
import { Schedules } from './schedule/application/schedules.service.js';
import { Ticker } from './schedule/application/ticker.js';
import { workflowSchedule } from './schedule/domain/workflow-schedule.decider.js';
import { SchedulesOfWorkflowController, WorkflowSchedulesController } from './schedule/http/schedules.controller.js';
import { OrganisationSecrets, SEALED_WORKFLOW_SECRETS, WORKFLOW_SECRETS_KEY } from './secrets/application/organisation-secrets.js';
import { SecretsController } from './secrets/http/secrets.controller.js';
import { WorkflowTemplates } from './shipped/workflow-templates.js';
import { OwnedRows } from './shared/owned-rows.js';
import { secretsConfig, WorkflowsConfig, workflowsConfig } from './workflows.config.js';
import { FilmDocuments } from './workflow/application/film-documents.js';
import { workflowRows } from './workflow/application/workflows.projection.js';
import { Workflows } from './workflow/application/workflows.service.js';
import { workflow } from './workflow/domain/workflow.decider.js';
import { WorkflowNodesController, WorkflowsController, WorkflowTemplatesController } from './workflow/http/workflows.controller.js';

/** Workflows: graphs that are kept, judged and run. */
@Module({
  imports: [StepsModule, JobsModule, BatchesModule],
  controllers: [
    ...[WorkflowsController, WorkflowNodesController, WorkflowTemplatesController],
    ...[EstimatesController, RunsOfWorkflowController, WorkflowRunsController, MapItemsController, LiveRunEventsController],
    ...[SchedulesOfWorkflowController, WorkflowSchedulesController, RunChangesController, TryNodeController],
    SecretsController,
  ],
  providers: [
    EquippedNodes,
    { provide: NodeTypes, inject: [EquippedNodes], useFactory: ({ types }: EquippedNodes) => new NodeTypes([...LIGHT_NODES, ...types]) },
    { provide: WorkflowsConfig, useFactory: () => workflowsConfig() },
    {
      provide: WORKFLOW_SECRETS_KEY,
      inject: [Database],
      useFactory: (database: Database) => {
        const { given, runDir } = secretsConfig();
        return new SecretsKey(database, given, runDir, SEALED_WORKFLOW_SECRETS);
      },
    },
    OrganisationSecrets,
    SecretChecks,
    NamedChecks,
    ModelLadders,
    EventFrames,
    FilmDocuments,
    GraphJudge,
    GraphStore,
    NodeCalls,
    NodeShares,
    OwnedRows,
    RunAhead,
    RunFiles,
    RunValues,
    RunPlans,
    RunFigures,
    RunCharges,
    Retention,
    StockBefore,
    StockTaken,
    RunEstimates,
    Reuse,
    NodeTimes,
    RunTelemetry,
    Slots,
    Workflows,
    WorkflowTemplates,
    WorkflowRuns,
    RunLightTask,
    RunNodeTask,
    { provide: RunGates, useClass: GatesOfRuns },
    { provide: RunMessages, useClass: MessagesOfRuns },
    ...[RunChanges, KnownResults, LapseNodeTask, DeleteRunTask, StalledRuns, Forgetting],
    ...[ScheduleTable, ScheduleLooks, ScheduleBook, ScheduledRuns, Schedules, Ticker, ZoneData],
    ...[BookedRuns, ItemMemory, ItemRun, MapDigests, Maps, MapReader, RunItemTask, CloseMapTask, CancelVideoTask, StartNextTask],
  ],
  exports: [RunGates, RunMessages],
})
export class WorkflowsModule {
  constructor(
    registry: EventingRegistry,
    tasks: TaskSink,
    usage: UsageSink,
    subjects: BillableWorks,
    booked: BookedRuns,
    charges: RunCharges,
    rows: OwnedRows,
    handlers: TaskHandlers,
    light: RunLightTask,
    node: RunNodeTask,
    lapse: LapseNodeTask,
    deletion: DeleteRunTask,
    item: RunItemTask,
    closeMap: CloseMapTask,
    cancelVideo: CancelVideoTask,
    startNext: StartNextTask,
    database: Database,
    runs: WorkflowRuns,
    values: RunValues,
    erasures: OrganisationErasures,
    announcements: AnnouncementSink,
    feed: LiveFeed,
    measures: TableMeasures,
  ) {
    measures.register(runMeasure());
    const read = (orgId: string, id: string) => runs.read(orgId, id);
    const scope = 'workflows:read';
    feed.register(new LiveResources({ aggregate: workflowRun.name, event: 'run', scope, goneCode: 'workflow_run_not_found', read }));
    announcements
      .announcer(announceRun, runAnnouncements)
      .announcer(announceNotices, noticeAnnouncements)
      .announcer(announceSchedule, scheduleAnnouncements);
    erasures.register(workflowsOf(database, runs, values));
    registry
      .aggregate(workflow)
      .aggregate(workflowRun)
      .aggregate(workflowSchedule)
      .aggregate(workflowMap)
      .projection(workflowRows)
      .projection(runRows)
      .processManager(runNodes, tasks)
      .processManager(accountForRun, usage)
      .processManager(runMaps, tasks)
      .processManager(accountForMap, usage)
      .processManager(cancelVideos, tasks);
    for (const handler of [light, node, lapse, deletion, item, closeMap, cancelVideo, startNext]) handlers.register(handler);
    subjects.register('workflow_run', {
      endedAt: (ids) => rows.endedAt(ids),
      isBooked: (id) => booked.isBooked(id),
      charged: (of) => charges.record(of),
    });
  }
}
