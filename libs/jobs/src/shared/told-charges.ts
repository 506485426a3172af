import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#eventing';
import { type Aggregate, type Command, type Event } from '#eventing/domain';
import { Clock } from '#platform';

/** What was charged for work although no result of it tells of that becomes known to the work: it shows what stands on the bill. */
@Injectable()
export class ToldCharges {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async charged<C extends Command<object>, S, E extends Event<string, object>>(
    of: Aggregate<C, S, E>,
    orgId: string,
    id: string,
    command: (at: string) => C,
  ): Promise<void> {
    await this.unitOfWork.run((tx) => tx.decide(of, id, command(this.clock.now()), { orgId, actor: 'system' }));
  }
}
