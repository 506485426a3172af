import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Quota } from '#billing';
import { UnitOfWork } from '#eventing';
import { GivenPictures } from '../../../shared/given-pictures.js';
import { clipSet } from '../../domain/clip-set.decider.js';
import { reservationOf } from '../../domain/clip-set.quota.js';
import { type ClipSetReading, OrderClipSet } from './messages.js';
import { readingOf } from './reading.js';

@CommandHandler(OrderClipSet)
export class OrderClipSetHandler implements ICommandHandler<OrderClipSet> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly pictures: GivenPictures,
    private readonly quota: Quota,
  ) {}

  /** Acceptance, addresses, reservation and what goes alongside commit together. @throws OverQuota: nothing was written */
  execute({ command, pictures, by: context, alongside }: OrderClipSet): Promise<ClipSetReading> {
    const { clipSetId, clips } = command.data;
    return this.unitOfWork.run(async (tx) => {
      const accepted = await tx.decide(clipSet, clipSetId, command, context);
      const reading = readingOf(clipSetId, accepted);
      await this.pictures.remember(tx, { orgId: context.orgId, subjectId: clipSetId }, pictures);
      await alongside(tx, reading);
      // Last: it holds the account to the commit.
      await this.quota.reserve(tx, reservationOf(context.orgId, clipSetId, clips), context);
      return reading;
    });
  }
}
