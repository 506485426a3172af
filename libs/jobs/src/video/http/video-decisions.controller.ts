import { Body, Controller, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { actorOf, CurrentPrincipal, Idempotent, type Principal, Problems, Scopes, UuidParam } from '#platform';
import { Videos } from '../../contracts/videos.js';
import { DecideApprovalRequest } from '../application/resolve/create-video.request.js';
import { AnswerKeeper } from './answer-keeper.js';
import { ApiPricedChange, DryRunQuery, type VideoChangePriceResponse } from './change-price.response.js';
import { DECISION_EXAMPLES } from './video.examples.js';
import { GATES, VideoResponse } from './video.response.js';

const DECISION_PROBLEMS = [
  'video_not_found',
  'approval_not_found',
  'segment_not_found',
  'already_decided',
  'not_awaiting_approval',
] as const;
const ApiGate = (): MethodDecorator => ApiParam({ name: 'type', enum: GATES, description: 'Which gate.' });

/** Translates between HTTP and `Videos`, where somebody decides how a job goes on; decides nothing itself. */
@ApiTags('videos')
@Controller('v1/videos/:id')
export class VideoDecisionsController {
  constructor(
    private readonly videos: Videos,
    private readonly answers: AnswerKeeper,
  ) {}

  @Post('approvals/:type/approve')
  @HttpCode(200)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({
    operationId: 'videos_approve',
    summary: 'Let the job go past a gate',
    description: 'The pending approval of that type is approved, and the job goes on.',
  })
  @ApiGate()
  @ApiBody({ type: DecideApprovalRequest, required: false, examples: DECISION_EXAMPLES })
  @ApiOkResponse({ type: VideoResponse, description: 'The video after it' })
  @Problems(...DECISION_PROBLEMS)
  approve(
    @UuidParam('id') videoId: string,
    @Param('type') type: string,
    @Body() body: DecideApprovalRequest,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<VideoResponse> {
    return this.videos.decide(actorOf(principal), videoId, type, { decision: 'approved', ...body }, this.answers.alongside(request, 200));
  }

  @Post('approvals/:type/reject')
  @HttpCode(200)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({
    operationId: 'videos_reject',
    summary: 'Have that part made anew, with a comment',
    description: 'The comment is taken in, and a new pending approval follows beside the rejected one.',
  })
  @ApiGate()
  @ApiBody({ type: DecideApprovalRequest, required: false, examples: DECISION_EXAMPLES })
  @ApiPricedChange(200)
  @Problems(...DECISION_PROBLEMS, 'quota_exceeded')
  reject(
    @UuidParam('id') videoId: string,
    @Param('type') type: string,
    @Body() body: DecideApprovalRequest,
    @Query() { dryRun }: DryRunQuery,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<VideoResponse | VideoChangePriceResponse> {
    const [by, decision] = [actorOf(principal), { decision: 'rejected' as const, ...body }];
    if (dryRun) return this.videos.price(by, videoId, { kind: 'decide', type, decision });
    return this.videos.decide(by, videoId, type, decision, this.answers.alongside(request, 200));
  }

  @Post('cancel')
  @HttpCode(200)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({
    operationId: 'videos_cancel',
    summary: 'Stop the job',
    description: 'What was not used of its reservation is returned.',
  })
  @ApiOkResponse({ type: VideoResponse, description: 'The video after it' })
  @Problems('video_not_found', 'already_finished')
  cancel(@UuidParam('id') videoId: string, @CurrentPrincipal() principal: Principal, @Req() request: Request): Promise<VideoResponse> {
    return this.videos.cancel(actorOf(principal), videoId, this.answers.alongside(request, 200));
  }

  @Post('retry')
  @HttpCode(202)
  @Scopes('videos:write')
  @Idempotent()
  @ApiOperation({
    operationId: 'videos_retry',
    summary: 'Go on with a failed job from what it has',
    description: 'It goes on at the stage that failed; nothing that is there is made again.',
  })
  @ApiPricedChange(202)
  @Problems('video_not_found', 'not_failed', 'not_retryable', 'quota_exceeded')
  retry(
    @UuidParam('id') videoId: string,
    @Query() { dryRun }: DryRunQuery,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<VideoResponse | VideoChangePriceResponse> {
    const by = actorOf(principal);
    if (!dryRun) return this.videos.retry(by, videoId, this.answers.alongside(request, 202));
    response.status(200);
    return this.videos.price(by, videoId, { kind: 'retry' });
  }
}
