import { logger, type Queryable } from '#platform';
import { type Recorded } from '../domain/index.js';
import { type InlineEffects } from '../store/contracts.js';
import { firstFailure, isConsequence, isPassing } from '../store/database-errors.js';

const log = logger('inline-reactions');

/** The effects could not be stored, for whatever there is about them. Their events are appended without, and the consumers take over. */
export class EffectsRefused extends Error {
  constructor(override readonly cause: unknown) {
    super('what follows from the events could not be stored with them', { cause });
    this.name = 'EffectsRefused';
  }
}

/** What process managers make of events that are about to be appended: for one attempt at one transaction. */
export class InlineReactions {
  /** Nobody reacts; the events go the consumers' way. */
  static readonly none = new InlineReactions(new Map(), [], () => undefined);

  constructor(
    /** Who has reacted to an event, by its id: the mark. */
    private readonly marks: ReadonlyMap<string, readonly string[]>,
    private readonly effects: readonly InlineEffects[],
    private readonly remember: () => void,
  ) {}

  /** Nothing has to be stored. */
  get isEmpty(): boolean {
    return this.effects.length === 0;
  }

  get hasMarks(): boolean {
    return this.marks.size > 0;
  }

  by({ eventId }: Pick<Recorded, 'eventId'>): readonly string[] | undefined {
    return this.marks.get(eventId);
  }

  /** Asks at once, in the order of effects. @throws EffectsRefused; contention and what else passes as it comes */
  async store(tx: Queryable): Promise<void> {
    const stored = await Promise.allSettled(this.effects.map((one) => one.store(tx)));
    const reason = firstFailure(stored);
    if (reason === null) return;
    throw isPassing(reason.error) || isConsequence(reason.error) ? reason.error : new EffectsRefused(reason.error);
  }

  committed(): void {
    this.remember();
    for (const one of this.effects) one.committed();
  }

  rolledBack(): void {
    for (const one of this.effects) one.rolledBack();
  }

  /** The commit was taken for lost and was not. Never rejects. */
  async recovered(): Promise<void> {
    for (const one of this.effects) {
      await one
        .recovered()
        .catch((error: unknown) => log.warn({ err: error }, 'what was stored with a lost answer could not be announced'));
    }
  }
}
