/** Server-Sent Events of one video. */
import { Injectable } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { EventFrames } from '#eventing';
import { streamIdOf } from '#eventing/domain';
import { SignedUrls } from '#assets';
import { videoJob } from '../domain/video-job.decider.js';
import { VideoFrames } from './video-frames.js';

@Injectable()
export class VideoEventStream {
  constructor(
    private readonly frames: EventFrames,
    private readonly urls: SignedUrls,
  ) {}

  /** @param isPermitted for who came by a signed link @throws Refusal 429 `rate_limited` */
  send(videoId: string, request: Request, response: Response, isPermitted?: () => boolean): Promise<void> {
    const to = { request, response, ...(isPermitted && { isPermitted }) };
    return this.frames.send(streamIdOf(videoJob, videoId), new VideoFrames(this.urls), to);
  }
}
