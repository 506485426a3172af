import { Body, Controller, Get, Headers, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiHeader, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { CatalogueQuery, CurrentPrincipal, decodeCursor, Idempotent, isUuid, pageOf, pageOfAll, type Principal, Scopes } from '#platform';
import { AnnouncementReader } from '../announcements/announcement-reader.js';
import { AnnouncementStream } from '../announcements/announcement-stream.js';
import { AnnouncementCatalogue } from '../announcements/catalogue.js';
import { AnnouncementRebuild } from '../announcements/rebuild.js';
import { EndpointBodies } from './endpoint-bodies.js';
import { EventsQuery, EventStreamQuery, RebuildAnnouncementsRequest } from './webhooks.request.js';
import {
  AnnouncedEventFrameResponse,
  AnnouncedEventListResponse,
  EventTypeListResponse,
  RebuiltAnnouncementsResponse,
} from './webhooks.response.js';

const KEY = /^(\d{1,15}) ([0-9a-f-]{36})$/;

/** The same announcements that webhooks push, pulled. */
@ApiTags('events')
@Controller('v1')
export class EventsController {
  constructor(
    private readonly reader: AnnouncementReader,
    private readonly stream: AnnouncementStream,
    private readonly catalogue: AnnouncementCatalogue,
    private readonly bodies: EndpointBodies,
  ) {}

  @Get('events')
  @Scopes('videos:read')
  @ApiOperation({
    summary: 'List what has happened, oldest first',
    description:
      'What webhooks send, with the same ids and bodies. Go on with `after` or `cursor`: nothing is missed, however late it was stored.',
  })
  @ApiOkResponse({ type: AnnouncedEventListResponse, description: 'A page of them' })
  async list(@Query() query: EventsQuery, @CurrentPrincipal() { orgId }: Principal): Promise<AnnouncedEventListResponse> {
    const { limit, cursor, after = 0 } = query;
    const types = this.bodies.checkTypes(query.types);
    const [, position, afterId] = (cursor === undefined ? null : KEY.exec(decodeCursor(cursor, isKey))) ?? [];
    const from = position === undefined ? { after, afterId: null } : { after: Number(position), afterId: afterId ?? null };
    const rows = await this.reader.page(orgId, { ...from, types, limit: limit + 1 });
    return pageOf(
      rows,
      limit,
      (one) => `${one.position} ${one.id}`,
      (one) => this.reader.show(one),
    );
  }

  @Get('events/stream')
  @Scopes('videos:read')
  @ApiOperation({
    operationId: 'events_stream',
    summary: 'What happens, as Server-Sent Events',
    description:
      'Without `Last-Event-ID` or `after` from now on. `id` is the `sequence`; with it nothing is missed or repeated after a break.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: '`id` of the last frame you have.', schema: { type: 'string' } })
  @ApiExtraModels(AnnouncedEventFrameResponse)
  @ApiOkResponse({
    description: 'The stream; it goes on until one side ends it',
    content: { 'text/event-stream': { schema: { $ref: getSchemaPath(AnnouncedEventFrameResponse) } } },
  })
  async follow(
    @Query() { types, after }: EventStreamQuery,
    @Headers('last-event-id') lastSeen: string | undefined,
    @CurrentPrincipal() { orgId }: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const seen = lastSeen !== undefined && /^\d{1,15}$/.test(lastSeen) ? Number(lastSeen) : null;
    await this.stream.send(orgId, request, response, seen ?? after ?? null, this.bodies.checkTypes(types));
  }

  @Get('event-types')
  @Scopes('videos:read')
  @ApiOperation({
    operationId: 'event_types_list',
    summary: 'The catalogue of events',
    description: 'What is announced, with the schema of `data` and an example. All of them, unless `limit` says otherwise.',
  })
  @ApiOkResponse({ type: EventTypeListResponse, description: 'A page of them' })
  types(@Query() page: CatalogueQuery): EventTypeListResponse {
    return pageOfAll(
      this.catalogue.all,
      page,
      ({ type }) => type,
      (kind) => kind,
    );
  }
}

const isKey = (key: string): boolean => isUuid(KEY.exec(key)?.[2]);

/** Announcements that are kept no longer, made again. */
@ApiTags('operations')
@Scopes('operator')
@Controller('v1/admin/announcements')
export class AdminAnnouncementsController {
  constructor(private readonly rebuild: AnnouncementRebuild) {}

  @Post('rebuild')
  @Idempotent()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'announcements_rebuild',
    summary: 'Make announcements again from the log, under the same ids; twice is safe',
    description:
      'Nothing is sent because of it: `replay` of an endpoint does that. Works for some seconds; with `next` as `after` it goes on, until there is no `next`.',
  })
  @ApiBody({ type: RebuildAnnouncementsRequest, examples: { year: { value: { since: '2026-01-01T00:00:00Z' } } } })
  @ApiOkResponse({ type: RebuiltAnnouncementsResponse, description: 'So many were missing in this part, and are there' })
  async make(@Body() { since, after }: RebuildAnnouncementsRequest): Promise<RebuiltAnnouncementsResponse> {
    const { made, next } = await this.rebuild.part(since, after ?? null);
    return { announcements: made, next };
  }
}
