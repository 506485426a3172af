import { Injectable } from '@nestjs/common';
import { type BillableWorkStates } from '#billing';
import { EventStore } from '#eventing';
import { videoJob } from '../domain/video-job.decider.js';
import { isTerminal } from '../domain/video-job.state.js';

/** Tells billing which videos have ended. */
@Injectable()
export class VideoCompletionLookup implements BillableWorkStates {
  constructor(private readonly store: EventStore) {}

  async endedAt(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const videos = await this.store.loadMany(videoJob, ids);
    return new Map(
      [...videos].flatMap(([id, { state, recordedAt }]) =>
        state.status !== 'absent' && isTerminal(state.status) ? [[id, state.completedAt ?? recordedAt ?? state.createdAt] as const] : [],
      ),
    );
  }
}
