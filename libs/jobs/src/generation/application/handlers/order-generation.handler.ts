import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Quota } from '#billing';
import { UnitOfWork } from '#eventing';
import { InputImages } from '../../../shared/input-images.js';
import { generation } from '../../domain/generation.decider.js';
import { UnknownGeneration } from '../../domain/generation.errors.js';
import { reservationOf } from '../../domain/generation.quota.js';
import { type GenerationView, OrderGeneration } from './messages.js';

@CommandHandler(OrderGeneration)
export class OrderGenerationHandler implements ICommandHandler<OrderGeneration> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly pictures: InputImages,
    private readonly quota: Quota,
  ) {}

  /** Acceptance, addresses, reservation and what goes alongside commit together. @throws OverQuota: nothing was written */
  execute({ command, pictures, by: context, alongside }: OrderGeneration): Promise<GenerationView> {
    const { generationId } = command.data;
    return this.unitOfWork.run(async (tx) => {
      const { state } = await tx.decide(generation, generationId, command, context);
      if (state.status === 'absent') throw new UnknownGeneration(generationId);
      const reading = { generation: state, asset: null };
      await this.pictures.remember(tx, { orgId: context.orgId, subjectId: generationId }, pictures);
      await alongside(tx, reading);
      // Last: it holds the account to the commit.
      await this.quota.reserve(tx, reservationOf(context.orgId, generationId, command.data), context);
      return reading;
    });
  }
}
