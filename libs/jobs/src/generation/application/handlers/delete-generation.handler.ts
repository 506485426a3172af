import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '#eventing';
import { generation } from '../../domain/generation.decider.js';
import { GenerationReader } from '../generation-reader.js';
import { RemoveGeneration } from './messages.js';

@CommandHandler(RemoveGeneration)
export class DeleteGenerationHandler implements ICommandHandler<RemoveGeneration> {
  constructor(
    private readonly reader: GenerationReader,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws UnknownGeneration, GenerationUnfinished */
  async execute({ by, command }: RemoveGeneration): Promise<void> {
    const { generationId } = command.data;
    await this.reader.read(by.orgId, generationId);
    await this.unitOfWork.decide(generation, generationId, command, by);
  }
}
