import path from 'node:path';
import { FilmEngine } from '#media';
import { type Database, type GuardedFetch, SecretsKey } from '#platform';
import { type ProvidersConfig } from '../providers.config.js';
import { ProviderKeys, SEALED_KEYS } from '../provider-keys/provider-keys.js';
import { type TaskWakeups } from '#tasks';
import { AnswerJournal } from './answer-journal.js';
import { AnswerKeeper } from './answer-keeper.js';
import { ProviderAdmission } from './provider-admission.js';
import { AttemptRetention } from './attempt-retention.js';
import { AttemptTable } from './attempt-table.js';
import { OrphanedAttemptSweeper } from './orphaned-attempt-sweeper.js';
import { OrphanedAttempts } from './orphaned-attempts.js';
import { CallHealth } from './call-health.js';
import { answerLimitMs, settleMs } from './doubt.js';
import { Callbacks } from './callbacks.js';
import { PaidCalls } from './paid-calls.js';
import { ProviderTelemetry } from './provider-telemetry.js';
import { CallRegistry } from './call-registry.js';
import { type DownloadNeeds } from './result-download.js';

export interface CallParts {
  readonly calls: PaidCalls;
  readonly answers: AnswerKeeper;
  readonly callbacks: Callbacks;
  readonly sweeper: OrphanedAttemptSweeper;
  readonly keys: ProviderKeys;
  readonly secrets: SecretsKey;
  readonly admission: ProviderAdmission;
}

export interface CallSurroundings {
  readonly config: ProvidersConfig;
  readonly sweepIntervalMs: number;
  /** How long finished attempts are kept. */
  readonly retentionDays: number;
  /** Where the key file is made if no key is set, and the journal of answers kept. */
  readonly runDir: string;
  readonly database: Database;
  readonly fetch: Pick<GuardedFetch, 'fetchToFile'>;
  readonly tasks: TaskWakeups;
  /** Default: FFmpeg's. */
  readonly probe?: DownloadNeeds['probe'];
  /** For specs. */
  readonly downloadLimits?: DownloadNeeds['limits'];
}

/** Puts the parts of paid calls together; nothing runs before the keeper is started. */
export function assembleCalls({
  config,
  sweepIntervalMs,
  retentionDays,
  runDir,
  database,
  fetch,
  tasks,
  probe,
  downloadLimits = {},
}: CallSurroundings): CallParts {
  const telemetry = new ProviderTelemetry();
  const table = new AttemptTable(database);
  const registry = new CallRegistry();
  const secrets = new SecretsKey(database, config.secretsKey, runDir, SEALED_KEYS);
  const keys = new ProviderKeys(database, config, secrets);
  const limitsOf = (provider: string) => {
    const { rate = null, concurrency = Infinity } = config.providers.get(provider) ?? {};
    return { rate, concurrency, orgConcurrency: config.orgConcurrency };
  };
  const { probeMs, breakerMs } = config;
  const admission = new ProviderAdmission(database, table, tasks, { limitsOf, probeMs, breakerMs }, telemetry);
  // Looked for when it is first needed: a process without FFmpeg starts all the same.
  let engine: FilmEngine | null = null;
  const answers = new AnswerKeeper(table, new AnswerJournal(path.join(runDir, 'answers')), database, tasks);
  const orphans = new OrphanedAttempts(database, admission, keys, registry, answerLimitMs(config));
  const calls = new PaidCalls(
    { config, table, admission, answers, keys, health: new CallHealth(), telemetry, registry, orphans },
    { fetch, probe: probe ?? ((path) => (engine ??= new FilmEngine()).probe(path)), limits: downloadLimits },
  );
  return {
    calls,
    answers,
    keys,
    secrets,
    admission,
    callbacks: new Callbacks(database, config, tasks, telemetry),
    sweeper: new OrphanedAttemptSweeper(
      database,
      table,
      admission,
      answers,
      keys,
      registry,
      orphans,
      new AttemptRetention(database, retentionDays),
      sweepIntervalMs,
      settleMs(config),
    ),
  };
}
