import { DomainError, type RefusalKind } from '#eventing/domain';

abstract class VideoRefused extends DomainError {
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(videoId: string, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.details = { videoId, ...details };
  }
}

export class UnknownVideo extends VideoRefused {
  readonly code = 'video_not_found';
  readonly kind: RefusalKind = 'not-found';
  constructor(videoId: string) {
    super(videoId, `There is no video ${videoId}.`);
  }
}

export class UnknownSegment extends VideoRefused {
  readonly code = 'segment_not_found';
  readonly kind: RefusalKind = 'not-found';
  constructor(videoId: string, index: number, count: number) {
    super(videoId, `Video ${videoId} has no segment ${index}; it has ${count}, counted from 0.`);
  }
}

export class UnknownTake extends VideoRefused {
  readonly code = 'take_not_found';
  readonly kind: RefusalKind = 'not-found';
  constructor(videoId: string, index: number, take: number) {
    super(videoId, `Segment ${index} of video ${videoId} has no take ${take}; its "takes" list those it has.`);
  }
}

export class UnknownArtifact extends VideoRefused {
  readonly code = 'artifact_not_found';
  readonly kind: RefusalKind = 'not-found';
  constructor(videoId: string, name: string) {
    super(videoId, `Video ${videoId} has no artifact "${name}" (yet); its "artifacts" list names those there are.`);
  }
}

export class UnknownGate extends VideoRefused {
  readonly code = 'approval_not_found';
  readonly kind: RefusalKind = 'not-found';
  constructor(videoId: string, approval: string) {
    super(videoId, `Video ${videoId} has no gate "${approval}".`);
  }
}

/** It would cost more than whoever asked wants to spend; nothing was reserved. */
export class CostAboveLimit extends VideoRefused {
  readonly code = 'cost_above_limit';
  readonly kind: RefusalKind = 'quota-exceeded';
  constructor(videoId: string, estimatedMicros: number, maxCostMicros: number) {
    const message = `It would cost ${estimatedMicros} micro-units by its estimate; at most ${maxCostMicros} were to be spent.`;
    super(videoId, message, { estimatedMicros, maxCostMicros });
  }
}

/** The state of the job forbids it; nothing has changed. */
export class IllegalTransition extends VideoRefused {
  readonly kind: RefusalKind = 'conflict';
  constructor(
    readonly code:
      | 'already_decided'
      | 'not_awaiting_approval'
      | 'already_finished'
      | 'not_finished'
      | 'not_failed'
      | 'not_retryable'
      | 'segment_in_progress'
      | 'footage_taken'
      | 'awaiting_approval'
      | 'not_ready'
      | 'not_ready_to_render',
    videoId: string,
    status: string,
    reason: string,
  ) {
    super(videoId, `${reason} Current status: ${status}.`, { currentStatus: status });
  }
}

/** A script that the film has no room for. */
export class ScriptDoesNotFit extends VideoRefused {
  readonly code = 'validation_failed';
  readonly kind: RefusalKind = 'invalid';
  override readonly errors: readonly { path: string; message: string }[];
  constructor(videoId: string, neededSeconds: number, durationSeconds: number) {
    const message = `needs ${neededSeconds} s to be spoken (at up to 1.3 x speed), but the film has ${durationSeconds} s`;
    super(videoId, `The script ${message}.`, { neededSeconds });
    this.errors = [{ path: 'script', message }];
  }
}
