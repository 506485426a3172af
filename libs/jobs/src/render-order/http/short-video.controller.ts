import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags, ApiBadRequestResponse } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import {
  CurrentPrincipal,
  Idempotent,
  IdempotencyKeys,
  notFound,
  type Principal,
  Scopes,
  UuidParam,
  actorOf,
  ApiBytes,
  NotPublicApi,
  Problems,
} from '#platform';
import { ObjectResponses, UserMedia } from '#assets';
import { readOrder } from '../application/short-video-order.js';
import { ShortVideos } from '../application/short-videos.js';

const ABOUT = 'In the names and shapes of FantaProjekt.';
const ORDER_EXAMPLE = {
  scenes: [{ text: 'An octopus has three hearts.', media: { type: 'url', url: 'https://example.com/octopus.mp4' }, sceneDuration: 6 }],
  config: { orientation: 'portrait', voice: 'local', musicVolume: 'low', captionPosition: 'bottom' },
};

/** The protocol of FantaProjekt, so that one Kadr can render for another. Its names and shapes are not ours to choose. */
@ApiTags('short-video')
@NotPublicApi()
@Controller('api')
export class ShortVideoController {
  constructor(
    private readonly videos: ShortVideos,
    private readonly media: UserMedia,
    private readonly objects: ObjectResponses,
    private readonly idempotency: IdempotencyKeys,
  ) {}

  @Post('short-video')
  @HttpCode(201)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({ summary: 'Have a film put together from scenes', description: ABOUT })
  @ApiBody({
    schema: {
      type: 'object',
      required: ['scenes'],
      properties: { scenes: { type: 'array', items: { type: 'object' } }, config: { type: 'object' } },
      example: ORDER_EXAMPLE,
    },
  })
  @ApiCreatedResponse({
    description: 'Accepted',
    schema: { type: 'object', required: ['videoId'], properties: { videoId: { type: 'string', format: 'uuid' } } },
  })
  @ApiBadRequestResponse({
    description: 'The order has faults',
    schema: {
      type: 'object',
      required: ['error', 'message', 'missingFields'],
      properties: {
        error: { type: 'string' },
        message: { type: 'string' },
        missingFields: { type: 'object', additionalProperties: { type: 'string' } },
      },
    },
  })
  @Problems('quota_exceeded')
  async create(
    @Body() body: unknown,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const order = readOrder(body);
    const missingFields = 'missingFields' in order ? order.missingFields : this.refusedAddresses(order);
    if ('missingFields' in order || Object.keys(missingFields).length > 0) {
      // In the protocol's own words, hence no error; a refused request does not use up its key all the same.
      await this.idempotency.failed(request);
      response.status(400);
      return {
        error: 'Validation failed',
        message: Object.entries(missingFields)
          .map(([path, why]) => `${path}: ${why}`)
          .join('; '),
        missingFields,
      };
    }
    const videoId = await this.videos.order(actorOf(principal), order, (tx, id) =>
      this.idempotency.complete(tx, request, { status: 201, location: null, body: { videoId: id } }),
    );
    return { videoId };
  }

  @Get('short-video/:id/status')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'How far it is', description: ABOUT })
  @Problems('short_video_not_found')
  @ApiOkResponse({
    description: 'Its state',
    schema: {
      type: 'object',
      required: ['status', 'progress'],
      properties: {
        status: { type: 'string', enum: ['queued', 'processing', 'ready', 'failed'] },
        progress: { type: 'number' },
        currentStage: { type: 'string' },
        error: { type: 'string', nullable: true },
      },
    },
  })
  status(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal) {
    return this.videos.status(orgId, id);
  }

  @Get('short-video/:id')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'The film', description: ABOUT })
  @ApiBytes('The film', 'video/mp4')
  @Problems('short_video_not_found')
  async film(
    @UuidParam('id') id: string,
    @CurrentPrincipal() { orgId }: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const file = await this.videos.film(orgId, id);
    const presentation = { contentType: 'video/mp4', sha256: file?.sha256 ?? null, downloadName: `${id}.mp4` };
    if (!file || !(await this.objects.send(file.key, presentation, request, response))) throw notFound();
  }

  @Delete('short-video/:id')
  @HttpCode(200)
  @Scopes('videos:write')
  @ApiOperation({ summary: 'Delete it', description: ABOUT })
  @ApiOkResponse({
    description: 'It is gone',
    schema: { type: 'object', required: ['success'], properties: { success: { type: 'boolean', enum: [true] } } },
  })
  @Problems('short_video_not_found')
  async delete(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal): Promise<{ success: true }> {
    await this.videos.delete(actorOf(principal), id);
    return { success: true };
  }

  @Get('short-videos')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'The newest hundred', description: ABOUT })
  @ApiOkResponse({
    description: 'They',
    schema: {
      type: 'object',
      required: ['videos'],
      properties: {
        videos: {
          type: 'array',
          items: {
            type: 'object',
            required: ['id', 'status'],
            properties: { id: { type: 'string', format: 'uuid' }, status: { type: 'string' } },
          },
        },
      },
    },
  })
  async list(@CurrentPrincipal() { orgId }: Principal) {
    return { videos: await this.videos.list(orgId) };
  }

  @Get('voices')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'Voices by engine', description: ABOUT })
  @ApiOkResponse({ description: 'Names', schema: { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } } })
  voices() {
    return { local: ['local'] };
  }

  @Get('music-tags')
  @Scopes('videos:read')
  @ApiOperation({ summary: 'Moods of music', description: ABOUT })
  @ApiOkResponse({ description: 'Names', schema: { type: 'array', items: { type: 'string' } } })
  musicTags(): readonly string[] {
    return ['calm', 'happy', 'epic', 'sad', 'dramatic', 'energetic', 'dark', 'corporate'];
  }

  private refusedAddresses({ scenes }: { readonly scenes: readonly { readonly url: string | null }[] }): Record<string, string> {
    const refused: Record<string, string> = {};
    scenes.forEach(({ url }, i) => {
      const refusal = url === null ? null : this.media.refusal(url);
      if (refusal) refused[`scenes.${i}.media.url`] = refusal.message;
    });
    return refused;
  }
}
