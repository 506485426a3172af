import { Injectable } from '@nestjs/common';
import { type Pursuit, type Stalled, StalledWork, type Subject } from '#tasks';
import { OwnedStreams } from '../../shared/owned-streams.js';
import { generation } from '../domain/generation.decider.js';
import { type Generation, hasEnded } from '../domain/generation.state.js';
import { callOf, generate } from './process-managers/generate.process-manager.js';

/** Generations whose call is lost. */
@Injectable()
export class StalledGenerations implements Pursuit<Generation> {
  readonly what = 'generation';
  readonly askedBy = generate.name;

  constructor(
    private readonly stalled: StalledWork,
    private readonly index: OwnedStreams,
  ) {
    stalled.watch(generation, this);
  }

  unfinished(after: string, limit: number): Promise<readonly Subject[]> {
    return this.index.unfinished('jobs.generations', after, limit);
  }

  async driveOn({ state, orgId }: Stalled<Generation>): Promise<boolean> {
    return state.status !== 'absent' && !hasEnded(state) && this.stalled.askAgain([callOf(state, orgId)]);
  }
}
