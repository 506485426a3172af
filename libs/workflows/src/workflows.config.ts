import { type Environment, givenSecretsKey, HostPorts, installationConfig, Pattern, readSettings, WholeNumber } from '#platform';

/** Settings of workflows. */
export class WorkflowsConfig {
  /** How often a scheduler looks for ticks that are due. */
  @WholeNumber('KADR_SCHEDULE_TICK_MS', 50, 3_600_000)
  readonly scheduleTickMs: number = 500;

  /** How long another scheduler leaves a schedule alone that one has taken. */
  @WholeNumber('KADR_SCHEDULE_CLAIM_SECONDS', 1, 600)
  readonly scheduleClaimSeconds: number = 30;

  /** Of the hosts that `KADR_EGRESS_ALLOW` lists: those whose answers graphs may read. Of others they learn the status alone. */
  @HostPorts('KADR_WORKFLOW_ANSWERS')
  readonly answers: string = '';

  /** How long a result is taken over by other runs. */
  @WholeNumber('KADR_WORKFLOW_CACHE_DAYS', 0, 3_650)
  readonly cacheDays: number = 30;

  /** An operator's own graphs to begin with, beside those that come with Kadr; one of the same id stands in for ours. Null: none. */
  @Pattern('KADR_WORKFLOWS_DIR', /\S/, 'a folder with workflows (*.json)', { isOptional: true })
  readonly templatesDir: string | null = null;
}

/** @throws WrongSettings */
export const workflowsConfig = (env: Environment = process.env): WorkflowsConfig => readSettings(WorkflowsConfig, env);

/** What secrets are sealed with: the key that was given, null: the file in `runDir` holds it. */
export const secretsConfig = (env: Environment = process.env): { readonly given: Buffer | null; readonly runDir: string } => ({
  given: givenSecretsKey(env),
  runDir: installationConfig(env).runDir,
});
