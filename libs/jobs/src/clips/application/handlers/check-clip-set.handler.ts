import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore } from '#eventing';
import { ProviderPolling } from '#integrations';
import { OwnedStreams } from '../../../shared/owned-streams.js';
import { clipSet } from '../../domain/clip-set.decider.js';
import { UnknownClipSet } from '../../domain/clip-set.errors.js';
import { CheckClipSet, type ClipSetView } from './messages.js';
import { viewOf } from './view.js';

@CommandHandler(CheckClipSet)
export class CheckClipSetHandler implements ICommandHandler<CheckClipSet> {
  constructor(
    private readonly store: EventStore,
    private readonly index: OwnedStreams,
    private readonly polling: ProviderPolling,
  ) {}

  /** Wakes what waits for a provider; what it finds is recorded by the work itself, so nothing is written here. @throws UnknownClipSet */
  async execute({ orgId, clipSetId, alongside }: CheckClipSet): Promise<ClipSetView> {
    if (!(await this.index.has('jobs.clip_sets', orgId, clipSetId))) throw new UnknownClipSet(clipSetId);
    const reading = viewOf(clipSetId, await this.store.load(clipSet, clipSetId));
    await this.polling.pollNow(clipSetId, alongside ? (tx) => alongside(tx, reading) : undefined);
    return reading;
  }
}
