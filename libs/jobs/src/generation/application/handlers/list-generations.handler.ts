import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { GenerationReader } from '../generation-reader.js';
import { type GenerationView, ListGenerations } from './messages.js';

@QueryHandler(ListGenerations)
export class ListGenerationsHandler implements IQueryHandler<ListGenerations> {
  constructor(private readonly reader: GenerationReader) {}

  /** @returns one more than `limit` where there are more */
  execute({ orgId, limit, olderThan }: ListGenerations): Promise<GenerationView[]> {
    return this.reader.list(orgId, limit + 1, olderThan);
  }
}
