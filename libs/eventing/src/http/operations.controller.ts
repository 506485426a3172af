import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { decodeCursor, isUuid, notFound, pageOf, PageQuery, Scopes, UuidParam, Idempotent } from '#platform';
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
@ApiBearerAuth()
@Scopes(OPERATOR)
@Controller('v1/admin')
export class OperationsController {
  constructor(
    private readonly projections: Projections,
    private readonly deadLetters: DeadLetters,
  ) {}

  @Get('projections')
  @ApiOperation({ summary: 'The read models: how far they are behind the log' })
  @ApiOkResponse({ type: ProjectionListResponse })
  async listProjections(): Promise<ProjectionListResponse> {
    return { data: (await this.projections.status()).map((status) => ProjectionResponse.of(status)), nextCursor: null };
  }

  @Post('projections/:name/rebuild')
  @Idempotent()
  @HttpCode(202)
  @ApiOperation({ summary: 'Make a read model anew from the first event on, while everything goes on; asked for twice it is done once' })
  @ApiAcceptedResponse({ type: ProjectionResponse })
  async rebuild(@Param('name') name: string): Promise<ProjectionResponse> {
    if (!this.projections.beginRebuild(name)) throw notFound();
    const status = (await this.projections.status()).find((one) => one.name === name);
    if (!status) throw notFound();
    return ProjectionResponse.of(status);
  }

  @Get('dead-letters')
  @ApiOperation({ summary: 'Events that could not be handled, newest first' })
  @ApiOkResponse({ type: DeadLetterListResponse })
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
  @ApiOperation({ summary: 'Have it handled again, with all that waits behind it, in order; twice is safe' })
  @ApiAcceptedResponse({ type: ReplayResponse })
  async replay(@UuidParam('id') id: string): Promise<ReplayResponse> {
    await this.deadLetters.replay(id);
    return { id, status: 'retrying' };
  }
}
