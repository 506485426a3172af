import { DomainError, type RefusalKind } from '#eventing/domain';

export class UnknownShortVideo extends DomainError {
  readonly code = 'short_video_not_found';
  readonly kind: RefusalKind = 'not-found';
  constructor(videoId: string) {
    super(`There is no video ${videoId}.`);
  }
}

/** A late result: the video has ended or is deleted. */
export class ShortVideoSettled extends DomainError {
  readonly code = 'short_video_settled';
  readonly kind: RefusalKind = 'conflict';
  constructor(videoId: string) {
    super(`Video ${videoId} is not being put together any more.`);
  }
}
