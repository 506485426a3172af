import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { GenerationReader } from '../generation-reader.js';
import { type GenerationView, GetGeneration } from './messages.js';

@QueryHandler(GetGeneration)
export class GetGenerationHandler implements IQueryHandler<GetGeneration> {
  constructor(private readonly reader: GenerationReader) {}

  /** @throws UnknownGeneration */
  execute({ orgId, generationId }: GetGeneration): Promise<GenerationView> {
    return this.reader.read(orgId, generationId);
  }
}
