import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore } from '#eventing';
import { ProviderPolling } from '#integrations';
import { StreamIndex } from '../../../shared/stream-index.js';
import { clipSet } from '../../domain/clip-set.decider.js';
import { UnknownClipSet } from '../../domain/clip-set.errors.js';
import { CheckClipSet, type ClipSetReading } from './messages.js';
import { readingOf } from './reading.js';

@CommandHandler(CheckClipSet)
export class CheckClipSetHandler implements ICommandHandler<CheckClipSet> {
  constructor(
    private readonly store: EventStore,
    private readonly index: StreamIndex,
    private readonly polling: ProviderPolling,
  ) {}

  /** Wakes what waits for a provider; what it finds is recorded by the work itself, so nothing is written here. @throws UnknownClipSet */
  async execute({ orgId, clipSetId, alongside }: CheckClipSet): Promise<ClipSetReading> {
    if (!(await this.index.has('jobs.clip_sets', orgId, clipSetId))) throw new UnknownClipSet(clipSetId);
    const reading = readingOf(clipSetId, await this.store.load(clipSet, clipSetId));
    await this.polling.pollNow(clipSetId, alongside ? (tx) => alongside(tx, reading) : undefined);
    return reading;
  }
}
