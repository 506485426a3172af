import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Quota } from '#billing';
import { UnitOfWork } from '#eventing';
import { InputImages } from '../../../shared/input-images.js';
import { clipSet } from '../../domain/clip-set.decider.js';
import { reservationOf } from '../../domain/clip-set.quota.js';
import { type ClipSetView, OrderClipSet } from './messages.js';
import { viewOf } from './view.js';

@CommandHandler(OrderClipSet)
export class OrderClipSetHandler implements ICommandHandler<OrderClipSet> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly pictures: InputImages,
    private readonly quota: Quota,
  ) {}

  /** Acceptance, addresses, reservation and what goes alongside commit together. @throws OverQuota: nothing was written */
  execute({ command, pictures, by: context, alongside }: OrderClipSet): Promise<ClipSetView> {
    const { clipSetId, model, clips } = command.data;
    return this.unitOfWork.run(async (tx) => {
      const accepted = await tx.decide(clipSet, clipSetId, command, context);
      const reading = viewOf(clipSetId, accepted);
      await this.pictures.remember(tx, { orgId: context.orgId, subjectId: clipSetId }, pictures);
      await alongside(tx, reading);
      // Last: it holds the account to the commit.
      await this.quota.reserve(tx, reservationOf(context.orgId, clipSetId, model, clips), context);
      return reading;
    });
  }
}
