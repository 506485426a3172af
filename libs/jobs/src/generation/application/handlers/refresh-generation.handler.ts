import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ProviderPolling } from '#integrations';
import { GenerationReader } from '../generation-reader.js';
import { type GenerationView, RefreshGeneration } from './messages.js';

@CommandHandler(RefreshGeneration)
export class RefreshGenerationHandler implements ICommandHandler<RefreshGeneration> {
  constructor(
    private readonly reader: GenerationReader,
    private readonly polling: ProviderPolling,
  ) {}

  /** Wakes what waits for the provider; what it finds is recorded by the work itself. @throws UnknownGeneration */
  async execute({ orgId, generationId, alongside }: RefreshGeneration): Promise<GenerationView> {
    const reading = await this.reader.read(orgId, generationId);
    await this.polling.pollNow(generationId, alongside ? (tx) => alongside(tx, reading) : undefined);
    return reading;
  }
}
