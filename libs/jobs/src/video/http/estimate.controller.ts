import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, CurrentPrincipal, type Principal, Problems, Scopes, Idempotent } from '#platform';
import { Videos } from '../../contracts/videos.js';
import { CreateVideoRequest } from '../application/resolve/create-video.request.js';
import { ORDER_EXAMPLES } from './video.examples.js';
import { VideoEstimateResponse } from './video-estimate.response.js';

@ApiTags('videos')
@Controller('v1/videos')
export class EstimateController {
  constructor(private readonly videos: Videos) {}

  @Post('estimate')
  @Idempotent()
  @HttpCode(200)
  @Scopes('videos:write')
  @ApiOperation({
    operationId: 'videos_estimate',
    summary: 'What a video would use, and whether the quota allows it now; nothing is made',
    description: 'Takes the body of an order; ordering it right after reserves exactly these quantities.',
  })
  @ApiBody({ type: CreateVideoRequest, examples: ORDER_EXAMPLES })
  @ApiOkResponse({ type: VideoEstimateResponse, description: 'The estimate' })
  @Problems('unknown_model', 'model_retired', 'model_unavailable', 'given_files')
  estimate(@Body() body: CreateVideoRequest, @CurrentPrincipal() principal: Principal): Promise<VideoEstimateResponse> {
    return this.videos.estimate(actorOf(principal), body);
  }
}
