import { Controller, Delete, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiExtraModels,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { EventFrames } from '#eventing';
import { streamIdOf } from '#eventing/domain';
import {
  actorOf,
  ApiBodies,
  csvLine,
  CurrentPrincipal,
  Idempotent,
  IdempotencyKeys,
  Ids,
  LOCATION,
  type Principal,
  Problems,
  Scopes,
  UuidParam,
} from '#platform';
import { type InTransaction } from '../contracts/requester.js';
import { type BatchView } from '../application/batch.view.js';
import { Batches } from '../application/batches.service.js';
import { batch } from '../domain/batch.decider.js';
import { ApiBatchEvents } from './batch-event.response.js';
import { BatchFrames } from './batch-frames.js';
import { BatchesQuery, BatchItemsQuery, CreateBatchRequest } from './batch.request.js';
import { BatchItemListResponse, BatchListResponse, BatchResponse } from './batch.response.js';
import { readBatch } from './read-batch.js';

const CSV = 'text/csv';
const BODY = {
  'application/json': {
    schema: { $ref: getSchemaPath(CreateBatchRequest) },
    example: {
      name: 'Facts about animals',
      defaults: { prompt: 'One surprising fact about {{animal}}', durationSeconds: 15 },
      items: [
        { key: 'octopus', animal: 'the octopus' },
        { key: 'bee', animal: 'bees', durationSeconds: 20 },
      ],
    },
  },
  'application/x-ndjson': { schema: { type: 'string' }, example: '{"key":"octopus","prompt":"One surprising fact about the octopus"}\n' },
  [CSV]: {
    schema: { type: 'string' },
    example: 'key,prompt,durationSeconds,voice.provider\noctopus,One surprising fact about the octopus,15,local\n',
  },
};
const FILE_SETTINGS = 'Beside CSV and NDJSON, where the body has no room for it.';
const fileSetting = (name: string, description: string, schema: object): MethodDecorator =>
  ApiQuery({ name, required: false, description: `${description} ${FILE_SETTINGS}`, schema });

/** Translates between HTTP and `Batches`; decides nothing. */
@ApiTags('batches')
@ApiExtraModels(CreateBatchRequest)
@Controller('v1/batches')
export class BatchesController {
  constructor(
    private readonly batches: Batches,
    private readonly idempotency: IdempotencyKeys,
    private readonly frames: EventFrames,
    private readonly ids: Ids,
  ) {}

  @Post()
  @HttpCode(202)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({
    summary: 'Make many videos, one of each row',
    description:
      'JSON, NDJSON or CSV. All rows are taken or none: every fault of every row is told at once (`items.17.durationSeconds`, of a file with its `line`), and the estimate of all must fit. Each video reserves for itself when it is started.',
  })
  @ApiBodies(BODY)
  @fileSetting('name', 'For people.', { type: 'string', maxLength: 200 })
  @fileSetting('concurrency', 'Videos that are made at the same time.', { type: 'integer', minimum: 1, maximum: 100, default: 5 })
  @fileSetting('maxCostMicros', 'Refused when the estimate is higher.', { type: 'integer', minimum: 0 })
  @fileSetting('sample', 'Videos that are made first.', { type: 'integer', minimum: 0, maximum: 1000, default: 0 })
  @fileSetting('onFailure', 'What a failure leads to.', { type: 'string', enum: ['continue', 'stop'], default: 'continue' })
  @fileSetting('defaults', 'JSON: what all rows have in common.', { type: 'string' })
  @ApiAcceptedResponse({ type: BatchResponse, description: 'Accepted, all of it', headers: LOCATION })
  @Problems('validation_failed', 'quota_exceeded', 'cost_above_limit')
  async create(
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BatchResponse> {
    const batchId = this.ids.next();
    const location = `/v1/batches/${batchId}`;
    const made = await this.batches.order(actorOf(principal), batchId, await readBatch(request), this.answering(request, 202, location));
    response.location(location);
    return made;
  }

  @Get()
  @Scopes('videos:read')
  @ApiOperation({ summary: 'List batches, newest first', description: 'Of your organisation, also those that have ended.' })
  @ApiOkResponse({ type: BatchListResponse, description: 'A page of them' })
  list(@Query() { status, ...page }: BatchesQuery, @CurrentPrincipal() { orgId }: Principal): Promise<BatchListResponse> {
    return this.batches.list(orgId, page, status ?? null);
  }

  @Get(':id')
  @Scopes('videos:read')
  @ApiOperation({
    summary: 'One batch, as it stands',
    description: 'How many of its videos are how far, what they cost, how long it will take.',
  })
  @ApiOkResponse({ type: BatchResponse, description: 'The batch' })
  @Problems('batch_not_found')
  get(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<BatchResponse> {
    return this.batches.read(orgId, id);
  }

  @Get(':id/items')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'Items of a batch, in their order', description: 'Each with its video, its cost and why it failed.' })
  @ApiOkResponse({ type: BatchItemListResponse, description: 'A page of them' })
  @Problems('batch_not_found')
  items(
    @UuidParam('id') id: string,
    @Query() { status, ...page }: BatchItemsQuery,
    @CurrentPrincipal() { orgId }: Principal,
  ): Promise<BatchItemListResponse> {
    return this.batches.items(orgId, id, page, status ?? null);
  }

  @Get(':id/report.csv')
  @Scopes('videos:read')
  @ApiOperation({
    operationId: 'batches_report',
    summary: 'All items of a batch as CSV',
    description:
      'Columns key, id, status, url, costMicros, error. A cell that a spreadsheet would take for a formula begins with an apostrophe.',
  })
  @ApiOkResponse({ description: 'The report', content: { [CSV]: { schema: { type: 'string' } } } })
  @Problems('batch_not_found')
  async report(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal, @Res() response: Response): Promise<void> {
    const items = await this.batches.allItems(orgId, id);
    const lines = items.map(({ key, videoId, status, videoUrl, cost, error }) =>
      csvLine([key, videoId, status, videoUrl, cost.amountMicros, error && [error.code, error.message].filter(Boolean).join(': ')]),
    );
    response.type(`${CSV}; charset=utf-8`).attachment(`batch-${id}.csv`);
    response.send(csvLine(['key', 'id', 'status', 'url', 'costMicros', 'error']) + lines.join(''));
  }

  @Get(':id/events')
  @Scopes('videos:read')
  @ApiOperation({
    summary: 'Server-Sent Events: batch, item, progress, completed, cancelled',
    description:
      'First what happened, then what happens, until the batch and its videos have ended. `Last-Event-ID` goes on after that frame.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: '`id` of the last frame you have.', schema: { type: 'string' } })
  @ApiBatchEvents()
  @Problems('batch_not_found')
  async events(
    @UuidParam('id') id: string,
    @CurrentPrincipal() { orgId }: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.batches.read(orgId, id);
    await this.frames.send(streamIdOf(batch, id), new BatchFrames(), { request, response });
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({ summary: 'Start nothing new', description: 'Videos that are being made go on. It is not resumed by itself.' })
  @ApiOkResponse({ type: BatchResponse, description: 'The batch after it' })
  @Problems('batch_not_found', 'already_finished')
  pause(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal, @Req() request: Request): Promise<BatchResponse> {
    return this.batches.pause(actorOf(principal), id, this.answering(request, 200));
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({ summary: 'Go on with a paused batch', description: 'Nothing is skipped and nothing made twice.' })
  @ApiOkResponse({ type: BatchResponse, description: 'The batch after it' })
  @Problems('batch_not_found', 'already_finished', 'awaiting_approval')
  resume(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal, @Req() request: Request): Promise<BatchResponse> {
    return this.batches.resume(actorOf(principal), id, this.answering(request, 200));
  }

  @Post(':id/approve')
  @HttpCode(200)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({
    summary: 'Make the others after the sample',
    description: 'The videos of `sample` have ended, and are as they should be.',
  })
  @ApiOkResponse({ type: BatchResponse, description: 'The batch after it' })
  @Problems('batch_not_found', 'already_finished', 'not_awaiting_approval')
  approve(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal, @Req() request: Request): Promise<BatchResponse> {
    return this.batches.approve(actorOf(principal), id, this.answering(request, 200));
  }

  @Post(':id/retry-failed')
  @HttpCode(202)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({
    summary: 'Make the failed items again',
    description: 'A video goes on from what it has; one that cannot is made anew. Also of a completed batch, which then runs again.',
  })
  @ApiAcceptedResponse({ type: BatchResponse, description: 'The batch after it' })
  @Problems('batch_not_found', 'already_finished', 'not_failed')
  retryFailed(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal, @Req() request: Request): Promise<BatchResponse> {
    return this.batches.retryFailed(actorOf(principal), id, this.answering(request, 202));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({ summary: 'Stop a batch', description: 'Nothing new is started, and what is being made is cancelled.' })
  @ApiOkResponse({ type: BatchResponse, description: 'The batch after it' })
  @Problems('batch_not_found', 'already_finished')
  cancel(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal, @Req() request: Request): Promise<BatchResponse> {
    return this.batches.cancel(actorOf(principal), id, this.answering(request, 200));
  }

  @Delete(':id')
  @HttpCode(204)
  @Scopes('videos:write')
  @ApiOperation({ summary: 'Delete a batch that has ended', description: 'Its rows and its report are forgotten; its videos stay.' })
  @ApiNoContentResponse({ description: 'It is gone' })
  @Problems('batch_not_found', 'not_finished')
  delete(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal): Promise<void> {
    return this.batches.delete(actorOf(principal), id);
  }

  /** The answer to an `Idempotency-Key` is kept in the transaction that does what was asked for. */
  private answering(request: Request, status: number, location: string | null = null): InTransaction<BatchView> {
    return (tx, view) => this.idempotency.complete(tx, request, { status, location, body: view });
  }
}
