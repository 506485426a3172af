import { Body, Controller, Get, HttpCode, NotFoundException, Post, Query, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { SignedUrls } from '#assets';
import { EventFrames, EventStore } from '#eventing';
import { streamIdOf } from '#eventing/domain';
import {
  actorOf,
  CurrentPrincipal,
  Idempotent,
  IdempotencyKeys,
  Ids,
  LOCATION,
  PageQuery,
  type Principal,
  Problems,
  Public,
  Scopes,
  UuidParam,
  validationFailed,
} from '#platform';
import { type InTransaction } from '../../contracts/requester.js';
import { liveEventsPath, type RunView } from '../application/run.view.js';
import { WorkflowRuns } from '../application/runs.service.js';
import { workflowRun } from '../domain/workflow-run.decider.js';
import { RunFigures } from '../application/run-figures.js';
import { RunFrames } from './run-frames.js';
import { metadataFaults, RunsQuery, StartRunBody } from './run.request.js';
import { RunHistoryResponse } from './run-history.response.js';
import { ApiRunEvents } from './run-event.response.js';
import { WorkflowRunListResponse, WorkflowRunResponse } from './run.response.js';

const LAST_EVENT_ID = {
  name: 'Last-Event-ID',
  required: false,
  description: '`id` of the last frame you have.',
  schema: { type: 'string' },
} as const;

/** Runs of one workflow. */
@ApiTags('workflows')
@Controller('v1/workflows/:id/runs')
export class RunsOfWorkflowController {
  constructor(
    private readonly runs: WorkflowRuns,
    private readonly idempotency: IdempotencyKeys,
    private readonly ids: Ids,
  ) {}

  @Post()
  @HttpCode(202)
  @Scopes('workflows:write')
  @Idempotent()
  @ApiOperation({
    summary: 'Run a workflow',
    description:
      'Reserves what the run may use at most and accepts it, or does neither. It goes by the version it began with. What takes milliseconds is done as it is accepted: a run of nothing else is `completed` in the answer.',
  })
  @ApiBody({ type: StartRunBody, required: false, examples: { greeting: { value: { inputs: { who: 'world' } } } } })
  @ApiAcceptedResponse({ type: WorkflowRunResponse, description: 'Accepted', headers: LOCATION })
  @Problems('workflow_not_found', 'version_not_found', 'workflow_is_draft', 'over_budget', 'concurrency_limit', 'quota_exceeded')
  async start(
    @UuidParam('id') workflowId: string,
    @Body() body: StartRunBody,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WorkflowRunResponse> {
    const faults = body.metadata === undefined ? [] : metadataFaults(body.metadata);
    if (faults.length > 0) throw validationFailed(faults);
    const runId = this.ids.next();
    const location = `/v1/workflow-runs/${runId}`;
    const alongside: InTransaction<RunView> = (tx, run) => this.idempotency.complete(tx, request, { status: 202, location, body: run });
    const run = await this.runs.start(actorOf(principal), workflowId, body, { runId, alongside });
    response.location(location);
    return run;
  }

  @Get()
  @Scopes('workflows:read')
  @ApiOperation({ summary: 'Runs of a workflow, newest first', description: 'Of all its versions.' })
  @Problems('workflow_not_found')
  @ApiOkResponse({ type: WorkflowRunListResponse, description: 'A page of them' })
  list(
    @UuidParam('id') workflowId: string,
    @Query() page: PageQuery,
    @CurrentPrincipal() { orgId }: Principal,
  ): Promise<WorkflowRunListResponse> {
    return this.runs.listOf(orgId, workflowId, page);
  }
}

/** Translates between HTTP and `WorkflowRuns`; decides nothing. */
@ApiTags('workflows')
@Controller('v1/workflow-runs')
export class WorkflowRunsController {
  constructor(
    private readonly runs: WorkflowRuns,
    private readonly idempotency: IdempotencyKeys,
    private readonly frames: EventFrames,
    private readonly figures: RunFigures,
    private readonly urls: SignedUrls,
  ) {}

  @Get()
  @Scopes('workflows:read')
  @ApiOperation({ summary: 'List runs, newest first', description: 'Of all workflows of your organisation, also of deleted ones.' })
  @ApiOkResponse({ type: WorkflowRunListResponse, description: 'A page of them' })
  list(@Query() query: RunsQuery, @CurrentPrincipal() { orgId }: Principal): Promise<WorkflowRunListResponse> {
    return this.runs.list(orgId, query, {
      ...{ status: query.status ?? null, workflowId: query.workflowId ?? null, scheduleId: query.scheduleId ?? null },
    });
  }

  @Get(':id')
  @Scopes('workflows:read')
  @ApiOperation({ summary: 'One run, as it stands', description: 'Each node with its status, results and errors.' })
  @Problems('workflow_run_not_found')
  @ApiOkResponse({ type: WorkflowRunResponse, description: 'The run' })
  get(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<WorkflowRunResponse> {
    return this.runs.read(orgId, id);
  }

  @Get(':id/timeline')
  @Scopes('workflows:read')
  @ApiOperation({ summary: 'What happened to the run, for people', description: 'The whole history, oldest first.' })
  @Problems('workflow_run_not_found')
  @ApiOkResponse({ type: RunHistoryResponse, description: 'The history' })
  async timeline(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<RunHistoryResponse> {
    return { data: await this.runs.history(orgId, id) };
  }

  @Get(':id/events')
  @Scopes('workflows:read')
  @ApiOperation({
    summary: 'Server-Sent Events: run, node, progress, completed, failed, cancelled',
    description: 'First what happened, then what happens, until the run ends. `Last-Event-ID` goes on after that frame.',
  })
  @ApiHeader(LAST_EVENT_ID)
  @ApiRunEvents()
  @Problems('workflow_run_not_found')
  async events(
    @UuidParam('id') id: string,
    @CurrentPrincipal() { orgId }: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.runs.read(orgId, id);
    await this.frames.send(streamIdOf(workflowRun, id), new RunFrames(this.urls, this.figures), { request, response });
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Scopes('workflows:write')
  @Idempotent()
  @ApiOperation({
    summary: 'Stop a run',
    description: 'What is being made is cancelled, what was not used of its reservation is returned.',
  })
  @Problems('workflow_run_not_found', 'already_finished')
  @ApiOkResponse({ type: WorkflowRunResponse, description: 'The run after it' })
  cancel(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal, @Req() request: Request): Promise<WorkflowRunResponse> {
    return this.runs.cancel(actorOf(principal), id, (tx, run) =>
      this.idempotency.complete(tx, request, { status: 200, location: null, body: run }),
    );
  }
}

/** The event stream for browsers: `EventSource` can send no header, so the address carries the permission (`eventsUrl` of a run). */
@ApiTags('workflows')
@Public()
@Controller('v1/workflow-runs')
export class LiveRunEventsController {
  constructor(
    private readonly urls: SignedUrls,
    private readonly store: EventStore,
    private readonly frames: EventFrames,
    private readonly figures: RunFigures,
  ) {}

  @Get(':id/events/live')
  @ApiOperation({
    operationId: 'workflow_runs_live_events',
    summary: 'As `events`, by the signed `eventsUrl` of a run instead of a key',
    description: 'For `EventSource`, which can send no header. A link that is over and a run that is not there are answered alike.',
  })
  @ApiHeader(LAST_EVENT_ID)
  @ApiQuery({ name: 'token', description: 'Part of `eventsUrl`.', schema: { type: 'string' } })
  @ApiRunEvents()
  async events(
    @UuidParam('id') id: string,
    @Query('token') token: unknown,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const isPermitted = (): boolean => typeof token === 'string' && this.urls.permits(liveEventsPath(id), token);
    if (!isPermitted() || (await this.store.load(workflowRun, id)).version === 0) throw gone();
    await this.frames.send(streamIdOf(workflowRun, id), new RunFrames(this.urls, this.figures), { request, response, isPermitted });
  }
}

/** A forged link, and one that is over, look the same as no run: nothing can be learnt from the difference. */
const gone = (): NotFoundException => new NotFoundException('There is no such stream, or the link is over.');
