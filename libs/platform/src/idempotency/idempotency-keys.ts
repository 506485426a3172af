import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type Request } from 'express';
import { Database } from '../database/database.js';
import { type Queryable } from '../database/queryable.js';
import { SessionLocks } from '../database/session-locks.js';
import { Refusal } from '../problems/refusal.js';
import { logger } from '../telemetry/logger.js';
import { fingerprintOf } from '../json/fingerprint.js';
import { IdempotencyTable, type KeyScope, STALE_AFTER_SECONDS, type StoredAnswer } from './idempotency-table.js';
import { seal, unseal } from './sealing.js';

export const IDEMPOTENCY_HEADER = 'Idempotency-Key';

/** Of a request: its organisation, what it asks for, and its key. */
export const scopeOf = ({ method, path }: Pick<Request, 'method' | 'path'>, orgId: string, key: string): KeyScope => ({
  ...{ orgId, method, key },
  // Paths are read without regard to case.
  path: path.replace(/(?<=.)\/+$/, '').toLowerCase(),
});

/** What a request says beside its path. A query counts: it carries the settings of a batch whose body is a table. */
function askedBy({ body, query }: Partial<Pick<Request, 'body' | 'query'>>): unknown {
  const { dryRun: _dryRun, ...settings } = query ?? {};
  return Object.keys(settings).length === 0 ? (body as unknown) : { body: body as unknown, settings };
}

const SWEEP_INTERVAL_MS = 10 * 60_000;
/** A process that never lives for as long as that sweeps as well. */
const FIRST_SWEEP_MS = 5_000;

/** What a request is answered, now and when it is repeated. */
export interface Answer {
  readonly status: number;
  readonly location: string | null;
  /** A JSON value. */
  readonly body: unknown;
}

interface Claim {
  readonly scope: KeyScope;
  readonly id: string;
  /** Secret of the caller; the answer is stored under it when it is itself secret. */
  readonly sealWith: string | null;
  answer: Answer | null;
}

const log = logger('idempotency');

/**
 * Idempotency-Key: the interceptor claims the key before the handler runs; the handler stores its answer with `complete` in the very
 * transaction that creates the thing. So there is a thing exactly when there is an answer, wherever a process dies.
 */
@Injectable()
export class IdempotencyKeys implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly table: IdempotencyTable;
  private readonly claims = new Map<object, Claim>();
  /** Claims of requests that ended here while the row may still say that they are under way; ms since 1970 when they did. */
  private readonly leftBehind = new Map<string, number>();
  private sweeper: NodeJS.Timeout | undefined;

  constructor(
    database: Database,
    private readonly locks: SessionLocks,
  ) {
    this.table = new IdempotencyTable(database);
  }

  /**
   * Stores what the request is answered, in the transaction that does what it asks for. Does nothing for a request without a key.
   * Safe to repeat when the transaction is.
   * @throws Refusal `idempotency_in_flight` when this request took so long that another has its key: roll back
   */
  async complete(tx: Queryable, request: Request, answer: Answer): Promise<void> {
    const claim = this.claims.get(request);
    if (!claim) return;
    if (!(await this.table.complete(tx, claim.scope, claim.id, stored(answer, claim.sealWith)))) throw inFlight();
    claim.answer = answer;
  }

  /**
   * @returns the answer of the first request with this key, or null when this one is the first and now has it
   * @throws Refusal `idempotency_in_flight`, `idempotency_key_reused`
   */
  async begin(request: Request, scope: KeyScope, sealWith: string | null): Promise<Answer | null> {
    const fingerprint = fingerprintOf(askedBy(request));
    const claim: Claim = { scope, id: randomUUID(), sealWith, answer: null };
    this.claims.set(request, claim);
    try {
      // Twice: between the refused claim and the look the first request may have given its key back.
      for (let round = 0; round < 2; round += 1) {
        const free = [...this.leftBehind.keys()];
        if (await this.table.claim(scope, fingerprint, claim.id, this.locks.instance, free)) return null;
        const known = await this.table.find(scope);
        if (!known) continue;
        this.claims.delete(request);
        if (!known.fingerprint.equals(fingerprint)) throw reused('with another body or query');
        if (!known.answer) throw inFlight();
        return opened(known.answer, sealWith);
      }
      throw inFlight();
    } catch (error) {
      // The statement may have been carried out although its answer was lost.
      if (!(error instanceof Refusal)) this.leaveBehind(claim);
      this.claims.delete(request);
      throw error;
    }
  }

  /** Whether the request has a key that was answered before, so that it will be answered the same, or refused. Claims nothing. */
  async isAnswered(request: Request, orgId: string): Promise<boolean> {
    const key = request.get(IDEMPOTENCY_HEADER);
    if (key === undefined || key === '') return false;
    return (await this.table.find(scopeOf(request, orgId, key)))?.answer != null;
  }

  /** After the handler: what it stored, or its answer, stored now (then a crash in between would let a repeat run again). */
  async succeeded(request: Request, answer: Answer, database: Queryable): Promise<Answer> {
    const claim = this.claims.get(request);
    if (!claim) return answer;
    try {
      if (!claim.answer) await this.complete(database, request, answer);
      return claim.answer ?? answer;
    } catch (error) {
      this.leaveBehind(claim);
      throw error;
    } finally {
      this.claims.delete(request);
    }
  }

  /**
   * A refused request does not use up its key.
   * @returns what the request is to be told instead of its own refusal, because another one took its key over (this one took too long, or
   *   its process seemed gone): what it met may be that one's work, as in "exists already". Else null
   */
  async failed(request: Request): Promise<Refusal | null> {
    const claim = this.claims.get(request);
    if (!claim) return null;
    try {
      const wasOurs = await this.table.release(claim.scope, claim.id);
      return wasOurs || claim.answer ? null : inFlight();
    } catch (error) {
      this.leaveBehind(claim);
      log.warn({ err: error, orgId: claim.scope.orgId }, 'a key could not be given back; the next request with it takes it over');
      return null;
    } finally {
      this.claims.delete(request);
    }
  }

  private leaveBehind({ id }: Claim): void {
    const now = Date.now();
    this.leftBehind.set(id, now);
    for (const [older, at] of this.leftBehind) if (now - at > STALE_AFTER_SECONDS * 1000) this.leftBehind.delete(older);
  }

  /** What answers have said of a thing that is erased. */
  forget(tx: Queryable, orgId: string, id: string): Promise<void> {
    return this.table.forget(tx, orgId, id);
  }

  /** All of an organisation that is erased. */
  async forgetAll(tx: Queryable, orgId: string): Promise<void> {
    await tx.query('DELETE FROM platform.idempotency_keys WHERE org_id = $1', [orgId]);
  }

  sweep(): Promise<number> {
    return this.table.sweep();
  }

  onApplicationBootstrap(): void {
    this.sweeper = setTimeout(() => this.sweepOnAndOn(), FIRST_SWEEP_MS).unref();
  }

  private sweepOnAndOn(): void {
    this.sweep().catch((error: unknown) => log.warn({ err: error }, 'old keys could not be removed'));
    this.sweeper = setTimeout(() => this.sweepOnAndOn(), SWEEP_INTERVAL_MS).unref();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.sweeper);
  }
}

function stored({ status, location, body }: Answer, sealWith: string | null): StoredAnswer {
  const text = JSON.stringify(body ?? null);
  return { status, location, body: sealWith === null ? Buffer.from(text) : seal(text, sealWith), isSealed: sealWith !== null };
}

function opened({ status, location, body, isSealed }: StoredAnswer, sealWith: string | null): Answer {
  const text = isSealed ? unseal(body, sealWith ?? '') : body.toString('utf8');
  if (text === null) throw reused('by another API key, and the answer holds a secret');
  return { status, location, body: JSON.parse(text) as unknown };
}

const inFlight = (): Refusal =>
  new Refusal('conflict', 'idempotency_in_flight', 'A request with this Idempotency-Key is under way; ask again in a moment.', {
    headers: { 'Retry-After': '1' },
  });

const reused = (how: string): Refusal =>
  new Refusal('unprocessable', 'idempotency_key_reused', `This Idempotency-Key was used before, ${how}. Take a new one.`);
