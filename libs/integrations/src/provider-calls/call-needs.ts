import { type ProviderAccess } from '../contracts/provider-calls.js';
import { type ProvidersConfig } from '../providers.config.js';
import { type TaskRun } from '#tasks';
import { type ProviderAdmission } from './provider-admission.js';
import { type AnswerKeeper } from './answer-keeper.js';
import { type ProviderAccount } from './attempt.js';
import { type AttemptTable } from './attempt-table.js';
import { type CallHealth } from './call-health.js';
import { type ProviderTelemetry } from './provider-telemetry.js';
import { type CallRegistry } from './call-registry.js';

/** An attempt at a task that calls a provider. */
export interface CallRun extends TaskRun {
  readonly signal: AbortSignal;
}

/** A key, and whose it is. */
export interface KeyInUse extends ProviderAccount {
  readonly apiKey: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
}

/** Finds the key to use: the organisation's own, else the installation's. */
export interface KeySource {
  keyFor(provider: string, orgId: string): Promise<KeyInUse | null>;
  /** The key that something was begun with; if it is gone, whatever there is now. */
  keyOf(account: ProviderAccount, orgId: string): Promise<KeyInUse | null>;
}

/** Lets an attempt go whose task is gone: see `OrphanedAttempts`. */
export interface LettingGo {
  letGo(attemptId: string, signal: AbortSignal): Promise<void>;
}

/** What all calls of one process share. */
export interface CallNeeds {
  readonly config: ProvidersConfig;
  readonly table: AttemptTable;
  readonly admission: ProviderAdmission;
  readonly answers: AnswerKeeper;
  readonly keys: KeySource;
  readonly health: CallHealth;
  readonly telemetry: ProviderTelemetry;
  readonly registry: CallRegistry;
  readonly orphans: LettingGo;
}

export const accessOf = ({ apiKey, baseUrl }: KeyInUse, { signal }: Pick<ProviderAccess, 'signal'>): ProviderAccess => ({
  apiKey,
  baseUrl,
  signal,
});
