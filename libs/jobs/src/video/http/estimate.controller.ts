import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, CurrentPrincipal, type Principal, Scopes, Idempotent } from '#platform';
import { type VideoEstimate } from '../../contracts/video.resource.js';
import { Videos } from '../../contracts/videos.js';
import { CreateVideoRequest } from '../application/resolve/create-video.request.js';

@ApiTags('videos')
@ApiBearerAuth()
@Controller('v1/videos')
export class EstimateController {
  constructor(private readonly videos: Videos) {}

  @Post('estimate')
  @Idempotent()
  @HttpCode(200)
  @Scopes('videos:write')
  @ApiOperation({ summary: 'What a video would use, and whether the quota allows it now; nothing is made' })
  estimate(@Body() body: CreateVideoRequest, @CurrentPrincipal() principal: Principal): Promise<VideoEstimate> {
    return this.videos.estimate(actorOf(principal), body);
  }
}
