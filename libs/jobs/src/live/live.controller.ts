import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { LiveFeed, parseLiveId } from '#eventing';
import { CurrentPrincipal, type Principal, Scopes } from '#platform';
import { ApiLiveEvents, LiveQuery } from './live.response.js';

/** What somebody who looks at an organisation's things sees change. */
@ApiTags('events')
@Controller('v1/live')
export class LiveController {
  constructor(private readonly feed: LiveFeed) {}

  @Get()
  @Scopes('videos:read')
  @ApiOperation({
    operationId: 'live_stream',
    summary: 'Everything of your organisation as it changes, as Server-Sent Events',
    description:
      'Each frame is the whole thing as it is, so only the last one counts. Open the stream first and read then: nothing falls between. With `Last-Event-ID` or `after` it goes on after that frame, or says `reset`. Runs need `workflows:read` and the quota `billing:read`, else they are left out.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: '`id` of the last frame you have.', schema: { type: 'string' } })
  @ApiLiveEvents()
  follow(
    @Query() { after }: LiveQuery,
    @Headers('last-event-id') lastSeen: string | undefined,
    @CurrentPrincipal() { orgId, scopes }: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    // A browser that comes back by itself repeats the address it was opened with: what it has seen since is newer.
    const seen = parseLiveId(lastSeen ?? '') ?? parseLiveId(after ?? '');
    return this.feed.send({ orgId, scopes, after: seen }, request, response);
  }
}
