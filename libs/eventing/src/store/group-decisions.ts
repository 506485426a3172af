import { type Connection, type Database, logger, type Queryable } from '#platform';
import { DomainError, type Recorded } from '../domain/index.js';
import { EffectsRefused, InlineReactions } from '../inline/inline-reactions.js';
import { type InlineReactor } from '../inline/inline-reactor.js';
import { type Vault } from '../personal/vault.js';
import { type InlineProjections } from '../projections/inline-projections.js';
import { appendDecisions } from './append-decisions.js';
import { isFenced, LostFences } from './claim-fences.js';
import { Fenced } from './contracts.js';
import { isConnectionLoss } from './database-errors.js';
import { type Decision, decideOn, type DecisionEnvironment, type Request } from './decision.js';
import { type EventStore } from './event-store.js';
import { type FoldCache, type Folded, emptyStream } from './fold-cache.js';
import { recordedBefore } from './recorded-before.js';
import { retrying } from './retrying.js';
import { type StoreTelemetry } from './store-telemetry.js';

const log = logger('unit-of-work');

export interface StoreParts {
  readonly database: Database;
  readonly store: EventStore;
  readonly cache: FoldCache;
  readonly inline: InlineProjections;
  readonly reactor: InlineReactor;
  readonly telemetry: StoreTelemetry;
  readonly environment: DecisionEnvironment;
  readonly vault: Vault;
  /** After every commit, with what was appended. */
  readonly committed: (events: readonly Recorded[]) => void;
}

type Outcome = Decision | { readonly refusal: unknown };
const isRefused = (outcome: Outcome): outcome is { readonly refusal: unknown } => 'refusal' in outcome;

/** What one batch has come to so far, over all its attempts. */
interface Batch {
  readonly requests: readonly Request[];
  readonly settled: Map<Request, PromiseSettledResult<Decision>>;
  /** Whether process managers react in the transaction; no longer, once what they wanted could not be stored. */
  isReacting: boolean;
  /** Of the last attempt. */
  reactions: InlineReactions;
}

/** Group commit: one transaction for all decisions that have gathered. Each succeeds or fails on its own. */
export class GroupDecisions {
  constructor(private readonly parts: StoreParts) {}

  async flush(requests: readonly Request[]): Promise<PromiseSettledResult<Decision>[]> {
    try {
      return await this.#together(requests);
    } catch (error) {
      if (requests.length === 1 || isConnectionLoss(error)) return requests.map(() => ({ status: 'rejected', reason: error }));
    }
    // One of them cannot be stored, or a stream is fought over: each for itself.
    const results: PromiseSettledResult<Decision>[] = [];
    for (const request of requests) {
      const single = await this.#together([request]).catch((reason: unknown) => [{ status: 'rejected' as const, reason }]);
      results.push(...single);
    }
    return results;
  }

  #together(requests: readonly Request[]): Promise<PromiseSettledResult<Decision>[]> {
    const batch: Batch = { requests, settled: new Map(), isReacting: true, reactions: InlineReactions.none };
    const onRetry = (error: unknown): void => {
      this.parts.telemetry.retried(isConnectionLoss(error) ? 'connection' : 'conflict');
      for (const { streamId } of requests) this.#forget(streamId);
    };
    return retrying(async (attempt) => {
      if (attempt > 0) await this.#settleRecorded(batch);
      while (batch.settled.size < requests.length) await this.#attempt(batch, attempt > 0);
      return requests.flatMap((request) => batch.settled.get(request) ?? []);
    }, onRetry);
  }

  /** Settles what is open, or finds out how the next attempt has to differ. @throws what makes the whole batch be tried again, or fail */
  async #attempt(batch: Batch, isFresh: boolean): Promise<void> {
    const { requests, settled } = batch;
    const outcomes = await this.#decide(
      requests.filter((request) => !settled.has(request)),
      isFresh,
    );
    try {
      await this.#commit(
        [...outcomes.values()].filter((outcome): outcome is Decision => !isRefused(outcome)),
        batch,
      );
    } catch (error) {
      if (error instanceof EffectsRefused && batch.isReacting) {
        batch.isReacting = false;
        log.warn({ err: error.cause }, `${error.message}; the consumers take over`);
        return;
      }
      if (!(error instanceof LostFences)) throw error;
      for (const request of error.requests) {
        if (request.fence) settled.set(request, { status: 'rejected', reason: new Fenced(request.fence) });
      }
      return;
    }
    for (const [request, outcome] of outcomes) {
      settled.set(request, isRefused(outcome) ? { status: 'rejected', reason: outcome.refusal } : { status: 'fulfilled', value: outcome });
    }
  }

  /** An attempt whose commit was not answered may have been the last one needed. */
  async #settleRecorded({ requests, settled, reactions }: Batch): Promise<void> {
    const open = requests.filter((request) => !settled.has(request));
    const recorded = await recordedBefore(this.parts, open);
    for (const [request, decision] of recorded) {
      settled.set(request, { status: 'fulfilled', value: decision });
      this.parts.committed(decision.events);
    }
    if (recorded.size > 0) await reactions.recovered();
  }

  #forget(streamId: string): void {
    this.parts.cache.forget(streamId);
    this.parts.reactor.forget(streamId);
  }

  /** From the cache; what would be refused or change nothing is decided again on what the store says. */
  async #decide(requests: readonly Request[], isFresh: boolean): Promise<Map<Request, Outcome>> {
    const states = new Map<string, Folded>();
    const read = new Set<string>();
    const readFor = async (concerned: readonly Request[]): Promise<void> => {
      const streams = new Map(
        concerned.filter(({ streamId }) => !read.has(streamId)).map(({ streamId, aggregate }) => [streamId, aggregate]),
      );
      for (const [streamId, folded] of await this.parts.store.bringUpToDate(this.parts.database, streams)) states.set(streamId, folded);
      for (const streamId of streams.keys()) read.add(streamId);
    };
    for (const { streamId, aggregate } of requests) {
      const known = isFresh ? undefined : this.parts.cache.get(aggregate, streamId);
      if (known) states.set(streamId, known);
    }
    const unknown = requests.filter(({ streamId }) => !states.has(streamId));
    if (unknown.length > 0) await readFor(unknown);
    const outcomes = this.#decideAll(requests, states);
    const doubtful = requests.filter((request) => !read.has(request.streamId) && isDoubtful(outcomes.get(request)));
    if (doubtful.length === 0) return outcomes;
    await readFor(doubtful);
    return this.#decideAll(requests, states);
  }

  /** One after another on the state as the one before has left it. */
  #decideAll(requests: readonly Request[], states: ReadonlyMap<string, Folded>): Map<Request, Outcome> {
    const current = new Map(states);
    return new Map(
      requests.map((request): [Request, Outcome] => {
        try {
          const decision = decideOn(request, current.get(request.streamId) ?? emptyStream(request.aggregate), this.parts.environment);
          current.set(request.streamId, decision.folded);
          return [request, decision];
        } catch (refusal) {
          return [request, { refusal }];
        }
      }),
    );
  }

  async #commit(decisions: readonly Decision[], batch: Batch): Promise<void> {
    const rows = decisions.flatMap((decision) => decision.rows);
    const hasFences = isFenced(decisions);
    if (rows.length === 0 && !hasFences) return;
    const startedAtMs = performance.now();
    batch.reactions = InlineReactions.none;
    try {
      await (hasFences ? this.#commitTogether(decisions, batch) : this.#commitAlone(decisions, batch));
    } catch (error) {
      batch.reactions.rolledBack();
      throw error;
    }
    this.parts.telemetry.appended(rows, decisions.length, performance.now() - startedAtMs);
    for (const decision of decisions) {
      if (decision.events.length > 0) this.parts.cache.set(decision.request.aggregate, decision.request.streamId, decision.after);
    }
    batch.reactions.committed();
    this.parts.committed(decisions.flatMap((decision) => decision.events));
  }

  /** Process managers react while the transaction begins. */
  #commitTogether(decisions: readonly Decision[], batch: Batch): Promise<void> {
    return this.parts.database.transaction(async (tx) => {
      await this.#react(tx, decisions, batch);
      await appendDecisions(tx, decisions, batch.reactions, this.parts);
    });
  }

  /** What is one statement needs no transaction. */
  async #commitAlone(decisions: readonly Decision[], batch: Batch): Promise<void> {
    const { database, inline } = this.parts;
    await this.#react(database, decisions, batch);
    const store = (connection: Connection): Promise<void> => appendDecisions(connection, decisions, batch.reactions, this.parts);
    await (batch.reactions.isEmpty && !inline.concern(decisions) ? database.onConnection(store) : database.transaction(store));
  }

  async #react(db: Queryable, decisions: readonly Decision[], batch: Batch): Promise<void> {
    const { reactor } = this.parts;
    if (batch.isReacting && reactor.concerns(decisions)) batch.reactions = await reactor.react(db, decisions);
  }
}

const isDoubtful = (outcome: Outcome | undefined): boolean =>
  outcome !== undefined && (isRefused(outcome) ? outcome.refusal instanceof DomainError : outcome.events.length === 0);
