import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags, ApiParam } from '@nestjs/swagger';
import {
  decodeCursor,
  isUuid,
  notFound,
  pageOf,
  PageQuery,
  Scopes,
  UuidParam,
  Idempotent,
  CatalogueQuery,
  pageOfAll,
  Problems,
} from '#platform';
import { DeadLetters } from '../consumers/dead-letters.js';
import { Projections } from '../projections/projections.js';
import {
  DeadLetterListResponse,
  DeadLetterResponse,
  ProjectionListResponse,
  ProjectionResponse,
  ReplayResponse,
} from './operations.response.js';

/** Who manages the installation; the name of the scope is the HTTP contract's. */
const OPERATOR = 'operator';

/** How far the read models are, and what could not be handled. */
@ApiTags('operations')
@Scopes(OPERATOR)
@Controller('v1/admin')
export class OperationsController {
  constructor(
    private readonly projections: Projections,
    private readonly deadLetters: DeadLetters,
  ) {}

  @Get('projections')
  @ApiOperation({
    operationId: 'projections_list',
    summary: 'The read models: how far they are behind the log',
    description: 'All of them, unless `limit` says otherwise.',
  })
  @ApiOkResponse({ type: ProjectionListResponse, description: 'A page of them' })
  async listProjections(@Query() page: CatalogueQuery): Promise<ProjectionListResponse> {
    const all = await this.projections.status();
    return pageOfAll(
      all,
      page,
      ({ name }) => name,
      (status) => ProjectionResponse.of(status),
    );
  }

  @Post('projections/:name/rebuild')
  @Idempotent()
  @HttpCode(202)
  @ApiOperation({
    operationId: 'projections_rebuild',
    summary: 'Make a read model anew from the first event on, while everything goes on; asked for twice it is done once',
    description: 'Its old rows answer until the new ones are complete.',
  })
  @ApiParam({ name: 'name', description: 'Of the list.', example: 'jobs.video-index', schema: { type: 'string' } })
  @ApiAcceptedResponse({ type: ProjectionResponse, description: 'It has begun' })
  async rebuild(@Param('name') name: string): Promise<ProjectionResponse> {
    if (!this.projections.beginRebuild(name)) throw notFound();
    const status = (await this.projections.status()).find((one) => one.name === name);
    if (!status) throw notFound();
    return ProjectionResponse.of(status);
  }

  @Get('dead-letters')
  @ApiOperation({
    operationId: 'dead_letters_list',
    summary: 'Events that could not be handled, newest first',
    description: 'Those behind them in the same order wait.',
  })
  @ApiOkResponse({ type: DeadLetterListResponse, description: 'A page of them' })
  async listDeadLetters(@Query() { limit, cursor }: PageQuery): Promise<DeadLetterListResponse> {
    const olderThan = cursor === undefined ? null : decodeCursor(cursor, isUuid);
    const deadLetters = await this.deadLetters.newest(limit + 1, olderThan);
    const { data, nextCursor } = pageOf(
      deadLetters,
      limit,
      ({ id }) => id,
      (deadLetter) => DeadLetterResponse.of(deadLetter),
    );
    return { data: [...data], nextCursor };
  }

  @Post('dead-letters/:id/replay')
  @Idempotent()
  @HttpCode(202)
  @ApiOperation({
    operationId: 'dead_letters_replay',
    summary: 'Have it handled again, with all that waits behind it, in order; twice is safe',
    description: 'It is done soon, not in this request.',
  })
  @Problems('dead_letter_not_found')
  @ApiAcceptedResponse({ type: ReplayResponse, description: 'It will be' })
  async replay(@UuidParam('id') id: string): Promise<ReplayResponse> {
    await this.deadLetters.replay(id);
    return { id, status: 'retrying' };
  }
}
