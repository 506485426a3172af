import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type Database, isUuid, type Queryable } from '#platform';
import { type ProvidersConfig } from '../providers.config.js';
import { type TaskWakeups } from '#tasks';
import { hashOf } from './attempt-table.js';
import { type ProviderTelemetry } from './provider-telemetry.js';
import { cancelledOnceNamed, costOnceNamed } from './attempt-charges.js';

/** Age of a signature, in both directions: clocks differ, and KIE.ai names no tolerance. */
const MAX_SIGNATURE_AGE_MS = 300_000;

export interface Callback {
  readonly provider: string;
  /** Of our address; null: the address without one. */
  readonly attemptId: string | null;
  readonly token: string | null;
  /** Header `X-Webhook-Timestamp`. */
  readonly timestamp: string | null;
  /** Header `X-Webhook-Signature`. */
  readonly signature: string | null;
  readonly body: unknown;
  /** The body as it came. */
  readonly bytes: Buffer;
}

/** `taken` is news, `repeated` is none, `refused` is not from the provider: nothing of it is kept. */
export type Receipt = 'taken' | 'repeated' | 'refused';

interface Called {
  attempt_id: string;
  task_id: string;
  token_hash: Buffer | null;
  provider_task_id: string | null;
}

/**
 * Callbacks of providers. One says "go and look" and nothing else: whatever its body claims, the provider is asked before anything
 * happens. Only the provider's name for the task is believed, where its answer to our submission got lost.
 */
export class Callbacks {
  constructor(
    private readonly database: Database,
    private readonly config: Pick<ProvidersConfig, 'kieWebhookKey' | 'providers'>,
    private readonly tasks: TaskWakeups,
    private readonly telemetry: ProviderTelemetry,
    private readonly nowMs: () => number = Date.now,
  ) {}

  async receive(callback: Callback): Promise<Receipt> {
    const { provider } = callback;
    const providerTaskId = taskIdIn(callback.body);
    const called = await this.authenticated(callback, providerTaskId);
    if (called === 'refused') {
      // Whoever calls names the provider: what we do not know must not become a label.
      this.telemetry.callback(this.config.providers.has(provider) ? provider : 'unknown', 'refused');
      return 'refused';
    }
    const subject = called?.attempt_id ?? providerTaskId ?? '';
    const digest = createHash('sha256').update(callback.bytes).digest();
    const { isNews, announce } = await this.database.transaction(async (tx) => {
      const rows = await tx.query(
        `INSERT INTO integrations.provider_callbacks (provider, subject, digest) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING digest`,
        [provider, subject, digest],
      );
      return { isNews: rows.length > 0, announce: rows.length > 0 && called ? await this.pass(tx, called, providerTaskId) : null };
    });
    announce?.();
    this.telemetry.callback(provider, isNews ? 'taken' : 'repeated');
    return isNews ? 'taken' : 'repeated';
  }

  private async pass(tx: Queryable, { attempt_id, task_id }: Called, providerTaskId: string | null): Promise<() => void> {
    await tx.query(
      `UPDATE integrations.provider_attempts SET callback_at = clock_timestamp(), callback_task_id = coalesce(callback_task_id, $2),
              cost_micros = ${costOnceNamed('$2')}, ${cancelledOnceNamed('$2')}
        WHERE attempt_id = $1`,
      [attempt_id, providerTaskId],
    );
    return this.tasks.wake(tx, [{ taskId: task_id }]);
  }

  /** @returns the attempt it is about; null for a task of which we do not know yet. */
  private async authenticated(callback: Callback, providerTaskId: string | null): Promise<Called | null | 'refused'> {
    const { provider, attemptId, token } = callback;
    const webhookKey = provider === 'kie' ? this.config.kieWebhookKey : null;
    if (webhookKey !== null && !this.isSigned(callback, webhookKey, providerTaskId)) return 'refused';
    if (attemptId === null) {
      // Without a token only a signature tells who calls.
      if (webhookKey === null || providerTaskId === null) return 'refused';
      return this.byProvider(provider, providerTaskId);
    }
    const called = isUuid(attemptId) ? await this.byAttempt(provider, attemptId) : null;
    // Compared in any case, so that an unknown attempt takes as long as a wrong token.
    const isOurs = timingSafeEqual(hashOf(token ?? ''), called?.token_hash ?? hashOf(`${attemptId}, unknown`));
    if (!called || !isOurs) return 'refused';
    const isOther = providerTaskId !== null && called.provider_task_id !== null && called.provider_task_id !== providerTaskId;
    return webhookKey !== null && isOther ? 'refused' : called;
  }

  private isSigned({ timestamp, signature }: Callback, key: string, taskId: string | null): boolean {
    if (taskId === null || timestamp === null || signature === null || !/^\d{1,12}$/.test(timestamp)) return false;
    if (Math.abs(this.nowMs() - Number(timestamp) * 1000) > MAX_SIGNATURE_AGE_MS) return false;
    const expected = createHmac('sha256', key).update(`${taskId}.${timestamp}`).digest();
    const given = Buffer.from(signature, 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  private async byAttempt(provider: string, attemptId: string): Promise<Called | null> {
    const rows = await this.database.query<Called>(
      `SELECT attempt_id, task_id, token_hash, provider_task_id FROM integrations.provider_attempts WHERE attempt_id = $1 AND provider = $2`,
      [attemptId, provider],
    );
    return rows[0] ?? null;
  }

  private async byProvider(provider: string, providerTaskId: string): Promise<Called | null> {
    const rows = await this.database.query<Called>(
      `SELECT attempt_id, task_id, token_hash, provider_task_id FROM integrations.provider_attempts
        WHERE provider = $1 AND provider_task_id = $2 ORDER BY created_at DESC LIMIT 1`,
      [provider, providerTaskId],
    );
    return rows[0] ?? null;
  }
}

const MAX_ID = 200;

/** Where providers name the task: KIE.ai `data.taskId` (or `data.task_id`), Runware `data[0].taskUUID`, others `id`. */
export function taskIdIn(body: unknown): string | null {
  const top = memberOf(body);
  const data = top['data'];
  const holders = [memberOf(Array.isArray(data) ? data[0] : data), top];
  for (const holder of holders) {
    for (const name of ['taskId', 'task_id', 'taskUUID', 'id']) {
      const id = holder[name];
      if (typeof id === 'string' && id !== '' && id.length <= MAX_ID) return id;
    }
  }
  return null;
}

const memberOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
