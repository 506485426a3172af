import { Injectable } from '@nestjs/common';
import { EventStore, type Loaded } from '#eventing';
import { Assets } from '#assets';
import { OwnedStreams } from '../../shared/owned-streams.js';
import { generation } from '../domain/generation.decider.js';
import { UnknownGeneration } from '../domain/generation.errors.js';
import { type Generation } from '../domain/generation.state.js';
import { type GenerationView } from './handlers/messages.js';

/** Reads generations as their events tell them, with what became of their results. */
@Injectable()
export class GenerationReader {
  constructor(
    private readonly store: EventStore,
    private readonly index: OwnedStreams,
    private readonly assets: Assets,
  ) {}

  /** @throws UnknownGeneration also for one of another organisation */
  async read(orgId: string, generationId: string): Promise<GenerationView> {
    await this.mustHave(orgId, generationId);
    return this.readingOf(orgId, generationId, await this.store.load(generation, generationId));
  }

  /** @returns newest first */
  async list(orgId: string, limit: number, olderThan: string | null): Promise<GenerationView[]> {
    const ids = await this.index.newest('jobs.generations', orgId, limit, olderThan);
    const loaded = await this.store.loadMany(generation, ids);
    return Promise.all(
      ids.flatMap((id) => {
        const found = loaded.get(id);
        return found ? [this.readingOf(orgId, id, found)] : [];
      }),
    );
  }

  async mustHave(orgId: string, generationId: string): Promise<void> {
    if (!(await this.index.has('jobs.generations', orgId, generationId))) throw new UnknownGeneration(generationId);
  }

  private async readingOf(orgId: string, generationId: string, { state }: Loaded<Generation>): Promise<GenerationView> {
    if (state.status === 'absent') throw new UnknownGeneration(generationId);
    return { generation: state, asset: state.status === 'completed' ? await this.assets.find(orgId, state.assetId) : null };
  }
}
