import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { Clock, Database, NotPublicApi, Scopes } from '#platform';
import { type Request, type Response } from 'express';
import { prefersPage } from '../prefers-page.js';
import { readStatus } from './read-status.js';
import { STATUS_HEADERS, statusPage } from './status-page.js';
import { StatusResponse } from './status.response.js';

/** What the installation does, for those who run it: a page for people, JSON for programs. */
@ApiTags('operations')
@Scopes('operator')
@NotPublicApi()
@Controller('status')
export class StatusController {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'status_get',
    summary: 'What the whole installation does at this moment',
    description: 'The same from every process. A browser that is signed in as operator gets a page.',
  })
  @ApiExtraModels(StatusResponse)
  @ApiOkResponse({
    description: 'Videos, queues, consumers, providers, processes, and what has failed',
    content: { 'application/json': { schema: { $ref: getSchemaPath(StatusResponse) } }, 'text/html': { schema: { type: 'string' } } },
  })
  async read(@Req() request: Request, @Res() response: Response): Promise<void> {
    const status = await readStatus(this.database, this.clock.now());
    response.vary('Accept');
    if (prefersPage(request)) response.set(STATUS_HEADERS).send(statusPage(status));
    else response.set('Cache-Control', 'no-store').json(status);
  }
}
