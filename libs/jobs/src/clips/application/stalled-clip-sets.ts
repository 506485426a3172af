import { Injectable } from '@nestjs/common';
import { type Pursuit, type Stalled, StalledWork, type Subject } from '#tasks';
import { OwnedStreams } from '../../shared/owned-streams.js';
import { clipSet } from '../domain/clip-set.decider.js';
import { type ClipSet } from '../domain/clip-set.state.js';
import { makeClips, pendingClipsOf } from './process-managers/make-clips.process-manager.js';

/** Sets with clips that nobody makes. */
@Injectable()
export class StalledClipSets implements Pursuit<ClipSet> {
  readonly what = 'clip set';
  readonly askedBy = makeClips.name;

  constructor(
    private readonly stalled: StalledWork,
    private readonly index: OwnedStreams,
  ) {
    stalled.watch(clipSet, this);
  }

  unfinished(after: string, limit: number): Promise<readonly Subject[]> {
    return this.index.unfinished('jobs.clip_sets', after, limit);
  }

  async driveOn({ state, orgId }: Stalled<ClipSet>): Promise<boolean> {
    return state.status !== 'absent' && this.stalled.askAgain(pendingClipsOf(state, orgId));
  }
}
