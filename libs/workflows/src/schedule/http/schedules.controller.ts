import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { type Request, type Response } from 'express';
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
  type Queryable,
  Scopes,
  UuidParam,
} from '#platform';
import { WorkflowRunResponse } from '../../run/http/run.response.js';
import { Schedules } from '../application/schedules.service.js';
import {
  BackfillBody,
  ChangeScheduleBody,
  CreateScheduleBody,
  NextQuery,
  PreviewBody,
  ResumeScheduleBody,
  SCHEDULE_EXAMPLE,
  SchedulesQuery,
  TicksQuery,
} from './schedule.request.js';
import {
  BackfillResponse,
  SchedulePreviewResponse,
  ScheduleTickListResponse,
  WorkflowScheduleListResponse,
  WorkflowScheduleResponse,
} from './schedule.response.js';

const DEFAULT_COUNT = 5;

/** Schedules of one workflow. */
@ApiTags('workflows')
@Controller('v1/workflows/:id/schedules')
export class SchedulesOfWorkflowController {
  constructor(
    private readonly schedules: Schedules,
    private readonly idempotency: IdempotencyKeys,
    private readonly ids: Ids,
  ) {}

  @Post()
  @HttpCode(201)
  @Scopes('workflows:write')
  @Idempotent()
  @ApiOperation({
    summary: 'Have a workflow run by itself',
    description: 'By a cron expression and the wall clock of a time zone. Each tick starts one run, or says why it does not.',
  })
  @ApiBody({ type: CreateScheduleBody, examples: { weekdays: { value: SCHEDULE_EXAMPLE } } })
  @ApiCreatedResponse({ type: WorkflowScheduleResponse, description: 'Made', headers: LOCATION })
  @Problems('workflow_not_found', 'version_not_found', 'workflow_is_draft')
  async create(
    @UuidParam('id') workflowId: string,
    @Body() body: CreateScheduleBody,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WorkflowScheduleResponse> {
    const id = this.ids.next();
    const location = `/v1/workflow-schedules/${id}`;
    const made = await this.schedules.create(actorOf(principal), workflowId, body, id, (tx, answer) =>
      this.idempotency.complete(tx, request, { status: 201, location, body: answer }),
    );
    response.location(location);
    return made;
  }

  @Get()
  @Scopes('workflows:read')
  @ApiOperation({ summary: 'Schedules of a workflow, newest first', description: 'Also those that are paused or have ended.' })
  @Problems('workflow_not_found')
  @ApiOkResponse({ type: WorkflowScheduleListResponse, description: 'A page of them' })
  list(
    @UuidParam('id') workflowId: string,
    @Query() page: PageQuery,
    @CurrentPrincipal() { orgId }: Principal,
  ): Promise<WorkflowScheduleListResponse> {
    return this.schedules.listOf(orgId, workflowId, page);
  }
}

/** Translates between HTTP and `Schedules`; decides nothing. */
@ApiTags('workflows')
@Controller('v1/workflow-schedules')
export class WorkflowSchedulesController {
  constructor(
    private readonly schedules: Schedules,
    private readonly idempotency: IdempotencyKeys,
  ) {}

  @Post('preview')
  @HttpCode(200)
  @Scopes('workflows:read')
  @Idempotent()
  @ApiOperation({
    summary: 'When a cron expression fires',
    description: 'The next times with their offsets and what clock changes do to them, and the expression in words. Nothing is kept.',
  })
  @ApiBody({ type: PreviewBody, examples: { weekdays: { value: { cron: '0 9 * * 1-5', timezone: 'Europe/Berlin', count: 3 } } } })
  @ApiOkResponse({ type: SchedulePreviewResponse, description: 'The times' })
  preview(@Body() { cron, timezone, count = DEFAULT_COUNT, from }: PreviewBody): SchedulePreviewResponse {
    return this.schedules.preview({ cron, timezone, count, from: from ?? null });
  }

  @Get()
  @Scopes('workflows:read')
  @ApiOperation({ summary: 'List schedules, newest first', description: 'Of all workflows of your organisation.' })
  @ApiOkResponse({ type: WorkflowScheduleListResponse, description: 'A page of them' })
  list(@Query() query: SchedulesQuery, @CurrentPrincipal() { orgId }: Principal): Promise<WorkflowScheduleListResponse> {
    return this.schedules.list(orgId, query, query.workflowId ?? null);
  }

  @Get(':id')
  @Scopes('workflows:read')
  @ApiOperation({ summary: 'One schedule', description: 'With its next time, its last tick and the number of the next run.' })
  @Problems('workflow_schedule_not_found')
  @ApiOkResponse({ type: WorkflowScheduleResponse, description: 'The schedule' })
  get(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<WorkflowScheduleResponse> {
    return this.schedules.read(orgId, id);
  }

  @Patch(':id')
  @Scopes('workflows:write')
  @ApiOperation({
    summary: 'Change a schedule',
    description: 'Only what is given. Changed times count from now: nothing that has passed is made up.',
  })
  @ApiBody({ type: ChangeScheduleBody, examples: { later: { value: { cron: '30 10 * * *' } } } })
  @Problems('workflow_schedule_not_found', 'schedule_ended', 'version_not_found', 'workflow_not_found', 'workflow_is_draft')
  @ApiOkResponse({ type: WorkflowScheduleResponse, description: 'The schedule after it' })
  change(
    @UuidParam('id') id: string,
    @Body() body: ChangeScheduleBody,
    @CurrentPrincipal() principal: Principal,
  ): Promise<WorkflowScheduleResponse> {
    return this.schedules.change(actorOf(principal), id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Scopes('workflows:write')
  @ApiOperation({ summary: 'Delete a schedule', description: 'With what is known of its ticks. Its runs stay.' })
  @Problems('workflow_schedule_not_found')
  @ApiNoContentResponse({ description: 'It is gone' })
  delete(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal): Promise<void> {
    return this.schedules.delete(actorOf(principal), id);
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Scopes('workflows:write')
  @Idempotent()
  @ApiOperation({ summary: 'Pause a schedule', description: 'Runs under way go on; no tick starts another one.' })
  @Problems('workflow_schedule_not_found', 'schedule_ended')
  @ApiOkResponse({ type: WorkflowScheduleResponse, description: 'The schedule after it' })
  pause(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal, @Req() request: Request): Promise<WorkflowScheduleResponse> {
    return this.schedules.pause(actorOf(principal), id, this.answering(request, 200));
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Scopes('workflows:write')
  @Idempotent()
  @ApiOperation({
    summary: 'Have a paused schedule go on',
    description: 'Ticks of the meantime are passed over, unless `catchUp` says otherwise.',
  })
  @ApiBody({ type: ResumeScheduleBody, required: false, examples: { madeUp: { value: { catchUp: true } } } })
  @Problems('workflow_schedule_not_found', 'schedule_ended')
  @ApiOkResponse({ type: WorkflowScheduleResponse, description: 'The schedule after it' })
  resume(
    @UuidParam('id') id: string,
    @Body() { catchUp = false }: ResumeScheduleBody,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<WorkflowScheduleResponse> {
    return this.schedules.resume(actorOf(principal), id, catchUp, this.answering(request, 200));
  }

  @Post(':id/run')
  @HttpCode(202)
  @Scopes('workflows:write')
  @Idempotent()
  @ApiOperation({
    summary: 'Run it now',
    description: 'With the inputs of the schedule and the next number of its series, whatever else is under way.',
  })
  @Problems('workflow_schedule_not_found', 'schedule_ended', 'workflow_not_found', 'workflow_is_draft', 'over_budget', 'quota_exceeded')
  @ApiAcceptedResponse({ type: WorkflowRunResponse, description: 'Accepted', headers: LOCATION })
  async run(
    @UuidParam('id') id: string,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WorkflowRunResponse> {
    const locationOf = (runId: string): string => `/v1/workflow-runs/${runId}`;
    const run = await this.schedules.runNow(actorOf(principal), id, (tx, made) =>
      this.idempotency.complete(tx, request, { status: 202, location: locationOf(made.id), body: made }),
    );
    response.location(locationOf(run.id));
    return run;
  }

  @Post(':id/backfill')
  @HttpCode(202)
  @Scopes('workflows:write')
  @Idempotent()
  @ApiOperation({
    summary: 'Make up ticks of a time that has passed',
    description: 'Those without a run, oldest first, one at a time, 100 at most.',
  })
  @ApiBody({ type: BackfillBody, examples: { week: { value: { from: '2026-11-16T00:00:00Z', to: '2026-11-22T00:00:00Z' } } } })
  @Problems('workflow_schedule_not_found', 'schedule_ended', 'too_many_ticks')
  @ApiAcceptedResponse({ type: BackfillResponse, description: 'They wait' })
  async backfill(
    @UuidParam('id') id: string,
    @Body() body: BackfillBody,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<BackfillResponse> {
    const ticks = await this.schedules.backfill(actorOf(principal), id, body, (tx, made) =>
      this.idempotency.complete(tx, request, { status: 202, location: null, body: { ticks: made } }),
    );
    return { ticks };
  }

  @Get(':id/next')
  @Scopes('workflows:read')
  @ApiOperation({ summary: 'The next times of a schedule', description: 'With their offsets and what clock changes do to them.' })
  @Problems('workflow_schedule_not_found')
  @ApiOkResponse({ type: SchedulePreviewResponse, description: 'The times' })
  next(
    @UuidParam('id') id: string,
    @Query() { count = DEFAULT_COUNT }: NextQuery,
    @CurrentPrincipal() { orgId }: Principal,
  ): Promise<SchedulePreviewResponse> {
    return this.schedules.next(orgId, id, count);
  }

  @Get(':id/ticks')
  @Scopes('workflows:read')
  @ApiOperation({ summary: 'What became of the ticks of a schedule, newest first', description: 'Each with its run, or why it has none.' })
  @Problems('workflow_schedule_not_found')
  @ApiOkResponse({ type: ScheduleTickListResponse, description: 'A page of them' })
  ticks(
    @UuidParam('id') id: string,
    @Query() query: TicksQuery,
    @CurrentPrincipal() { orgId }: Principal,
  ): Promise<ScheduleTickListResponse> {
    return this.schedules.ticks(orgId, id, query, query.outcome ?? null);
  }

  private answering(request: Request, status: number) {
    return (tx: Queryable, body: WorkflowScheduleResponse): Promise<void> =>
      this.idempotency.complete(tx, request, { status, location: null, body });
  }
}
