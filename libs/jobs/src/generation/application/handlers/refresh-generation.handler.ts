import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ProviderPolling } from '#integrations';
import { GenerationReader } from '../generation-reader.js';
import { type GenerationReading, RefreshGeneration } from './messages.js';

@CommandHandler(RefreshGeneration)
export class RefreshGenerationHandler implements ICommandHandler<RefreshGeneration, GenerationReading> {
  constructor(
    private readonly reader: GenerationReader,
    private readonly polling: ProviderPolling,
  ) {}

  /** Wakes what waits for the provider; what it finds is recorded by the work itself. @throws UnknownGeneration */
  async execute({ orgId, generationId }: RefreshGeneration): Promise<GenerationReading> {
    await this.reader.mustHave(orgId, generationId);
    await this.polling.pollNow(generationId);
    return this.reader.read(orgId, generationId);
  }
}
