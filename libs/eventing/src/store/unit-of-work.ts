import { currentTraceparent, GroupCommit, type Ids, logger, withSpan } from '#platform';
import { type Aggregate, type AnyAggregate, type Command, type Event, streamIdOf } from '../domain/index.js';
import { EffectsRefused } from '../inline/inline-reactions.js';
import { type Context, type Decided, type EventTransaction, type Fence } from './contracts.js';
import { isConnectionLoss } from './database-errors.js';
import { type Decision, type Request } from './decision.js';
import { GroupDecisions, type StoreParts } from './group-decisions.js';
import { knownEvents } from './recorded-before.js';
import { CONNECTION_PATIENCE_MS, retrying } from './retrying.js';
import { Transaction } from './transaction.js';

const log = logger('unit-of-work');

/** Decisions in one transaction. More would lengthen it without making it cheaper per event. */
const MAX_GATHERED = 200;
/** While one waits for the disk the other decides. */
const LANES = 2;
/** A transaction that takes this long waits for somebody else's: what has nothing to do with it goes on meanwhile. */
const SLOW_MS = 25;

/** The way to change state: decide on a stream and append, under the version that was seen. */
export class UnitOfWork {
  readonly #gathered: GroupCommit<Request, Decision>;

  constructor(
    private readonly parts: StoreParts,
    private readonly ids: Ids,
  ) {
    const decisions = new GroupDecisions(parts);
    this.#gathered = new GroupCommit((requests) => decisions.flush(requests), {
      maxItems: MAX_GATHERED,
      concurrency: LANES,
      // Two would fight over a stream that is in both.
      keyOf: ({ streamId }) => streamId,
      // Fewer are better off in the next transaction, together with those that come back from this one.
      beginsBeside: (waiting, underWay, forMs) => waiting > underWay || forMs > SLOW_MS,
    });
  }

  /**
   * Work in a transaction of its own. It may be done several times (someone else was first, a deadlock, a lost connection), so it
   * touches nothing but the transaction; `afterCommit` is for the rest. @throws what `work` throws: nothing was written then
   * @param connectionPatienceMs 0 for those who go on by themselves when the database is back
   */
  async run<T>(work: (tx: EventTransaction) => Promise<T>, { connectionPatienceMs = CONNECTION_PATIENCE_MS } = {}): Promise<T> {
    const eventIds: string[] = [];
    const eventId = (decision: number): string => (eventIds[decision] ??= this.ids.next());
    const traceparent = currentTraceparent();
    let tx: Transaction | undefined;
    // Of an attempt that did everything but hear that it was committed.
    let unheard: { tx: Transaction; value: T } | undefined;
    const once = async (isReacting: boolean): Promise<T> => {
      try {
        const value = await this.parts.database.transaction(async (connection) => {
          tx = new Transaction(connection, this.parts, eventId, traceparent);
          const result = await work(tx);
          await tx.append(isReacting);
          if (tx.hasEvents) unheard = { tx, value: result };
          return result;
        });
        tx?.committed();
        return value;
      } catch (error) {
        tx?.rolledBack();
        throw error;
      }
    };
    return retrying(
      async (attempt) => {
        if (attempt > 0 && unheard && (await this.#isStored(unheard.tx))) {
          await unheard.tx.recovered();
          return unheard.value;
        }
        return once(true).catch((error: unknown) => {
          if (!(error instanceof EffectsRefused)) throw error;
          log.warn({ err: error.cause }, `${error.message}; the consumers take over`);
          return once(false);
        });
      },
      (error) => {
        this.parts.telemetry.retried(isConnectionLoss(error) ? 'connection' : 'conflict');
        for (const streamId of tx?.streamIds ?? []) {
          this.parts.cache.forget(streamId);
          this.parts.reactor.forget(streamId);
        }
      },
      connectionPatienceMs,
    );
  }

  /**
   * One decision, committed together with others that come at the same time; it succeeds or fails on its own. Sending the same
   * command again is for the aggregate to recognise. @throws DomainError when refused @throws Fenced when the fence is lost
   */
  decide<C extends Command, S, E extends Event>(
    aggregate: Aggregate<C, S, E>,
    id: string,
    command: C,
    context: Context,
    fence?: Fence,
  ): Promise<Decided<S, E>> {
    const streamId = streamIdOf(aggregate, id);
    const decided = async (): Promise<Decided<S, E>> => {
      const eventId = fence
        ? this.ids.derive('decision', fence.kind.name, fence.key, String(fence.token), streamId, command.type)
        : this.ids.next();
      const traceparent = currentTraceparent();
      const erased = aggregate as unknown as AnyAggregate;
      const request = { aggregate: erased, streamId, command, context, eventId, traceparent };
      const decision = await this.#gathered.add(fence ? { ...request, fence } : request);
      return decision.result as Decided<S, E>;
    };
    // Under a fence it is how a task begins or ends, of which the task's span tells.
    if (fence) return decided();
    return withSpan(`decide ${command.type}`, { attributes: { 'kadr.stream': streamId, 'kadr.command': command.type } }, decided);
  }

  async #isStored(tx: Transaction): Promise<boolean> {
    const first = tx.events[0]?.eventId;
    return first !== undefined && (await knownEvents(this.parts.database, [first])).has(first);
  }
}
