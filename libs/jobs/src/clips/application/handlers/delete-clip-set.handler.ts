import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '#eventing';
import { OwnedStreams } from '../../../shared/owned-streams.js';
import { clipSet } from '../../domain/clip-set.decider.js';
import { UnknownClipSet } from '../../domain/clip-set.errors.js';
import { RemoveClipSet } from './messages.js';

@CommandHandler(RemoveClipSet)
export class DeleteClipSetHandler implements ICommandHandler<RemoveClipSet> {
  constructor(
    private readonly index: OwnedStreams,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws UnknownClipSet, ClipSetUnfinished */
  async execute({ by, command }: RemoveClipSet): Promise<void> {
    const { clipSetId } = command.data;
    if (!(await this.index.has('jobs.clip_sets', by.orgId, clipSetId))) throw new UnknownClipSet(clipSetId);
    await this.unitOfWork.decide(clipSet, clipSetId, command, by);
  }
}
