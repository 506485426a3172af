import { Controller, Get, NotFoundException, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { SignedUrls } from '#assets';
import { Public, UuidParam } from '#platform';
import { VideoJobReader } from '../application/video-job-reader.js';
import { UnknownVideo } from '../domain/video-job.errors.js';
import { VideoEventStream } from './event-stream.js';
import { ApiVideoEvents } from './video-event.response.js';

/** The event stream for browsers: `EventSource` can send no header, so the address carries the permission (`eventsUrl` of a video). */
@ApiTags('videos')
@Public()
@Controller('v1/videos')
export class LiveEventsController {
  constructor(
    private readonly urls: SignedUrls,
    private readonly productions: VideoJobReader,
    private readonly stream: VideoEventStream,
  ) {}

  @Get(':id/events/live')
  @ApiOperation({
    operationId: 'videos_live_events',
    summary: 'As `events`, by the signed `eventsUrl` of a video instead of a key',
    description: 'For `EventSource`, which can send no header. A link that is over and a video that is not there are answered alike.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: '`id` of the last frame you have.', schema: { type: 'string' } })
  @ApiQuery({ name: 'token', description: 'Part of `eventsUrl`.', schema: { type: 'string' } })
  @ApiVideoEvents()
  async events(
    @UuidParam('id') id: string,
    @Query('token') token: unknown,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const isPermitted = (): boolean => typeof token === 'string' && this.urls.permits(`/v1/videos/${id}/events/live`, token);
    if (!isPermitted()) throw gone();
    const job = await this.productions.read(id).catch((error: unknown) => {
      throw error instanceof UnknownVideo ? gone() : error;
    });
    if (job.deleted) throw gone();
    await this.stream.send(id, request, response, isPermitted);
  }
}

/** A forged link, one that is over and a deleted video look the same: nothing can be learnt from the difference. */
const gone = (): NotFoundException => new NotFoundException('There is no such stream, or the link is over.');
