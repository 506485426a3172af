import { deriveId, logger } from '#platform';
import { DomainError, isTell, type Recorded, type Tell } from '../domain/index.js';
import { type Caused, type EffectSink, type EventTransaction, type InlineSink } from '../store/contracts.js';

const log = logger('reactions');

/**
 * Where the effects of one process manager or reaction go: what is told to other aggregates is decided here, everything else is its own
 * sink's. Both streams are in the one database, so the decision commits with the checkpoint and needs no row, queue or retry of its own.
 */
export class Effects {
  constructor(
    private readonly name: string,
    private readonly sink: EffectSink<unknown> | null,
  ) {}

  /** For storing effects with their causes; null: only the consumer stores them. */
  get inline(): InlineSink<unknown> | null {
    return this.sink?.inline ?? null;
  }

  /** @throws Error when there is an effect besides `tell` and nobody to take it */
  async store(tx: EventTransaction, effects: readonly Caused[]): Promise<void> {
    const others = effects.filter(({ effect }) => !isTell(effect));
    if (others.length > 0) await this.#sinkOf(others).store(tx, others);
    const told = new Map<string, number>();
    for (const { effect, cause } of effects) {
      if (!isTell(effect)) continue;
      const index = told.get(cause.eventId) ?? 0;
      told.set(cause.eventId, index + 1);
      // Derived from the event: should the checkpoint ever be set back, what was told is not told again.
      await this.#tell(tx, deriveId('tell', this.name, cause.eventId, String(index)), effect, cause);
    }
    // Checkpoints commit without waiting for the disk; what an aggregate decided is an event like any other and does wait.
    if (told.size > 0) await tx.query('SET LOCAL synchronous_commit TO DEFAULT');
  }

  announce(effects: readonly Caused[]): void {
    const others = effects.filter(({ effect }) => !isTell(effect));
    if (others.length > 0) this.#sinkOf(others).announce(others);
  }

  async #tell(tx: EventTransaction, decisionId: string, { tell }: Tell, cause: Recorded): Promise<void> {
    const { aggregate, id, command } = tell;
    const { orgId, correlationId } = cause.metadata;
    try {
      await tx.decideOnce(decisionId, aggregate, id, command, { orgId, correlationId, causationId: cause.eventId, actor: 'system' });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const about = { reaction: this.name, orgId, eventId: cause.eventId, aggregate: aggregate.name, id, command: command.type };
      log.info({ ...about, code: error.code }, 'an aggregate refused what it was told');
    }
  }

  #sinkOf(effects: readonly Caused[]): EffectSink<unknown> {
    if (!this.sink) throw new Error(`${this.name} has no sink for ${JSON.stringify(effects[0]?.effect)}`);
    return this.sink;
  }
}
