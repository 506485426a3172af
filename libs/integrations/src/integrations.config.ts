import path from 'node:path';
import { checkSettings, type Environment, installationConfig, readSettings, Variable, WholeNumber } from '#platform';
import { type ProvidersConfig, providersConfig } from './providers.config.js';

/** Settings of this lib. */
export interface IntegrationsConfig {
  readonly providers: ProvidersConfig;
  /** How often attempts whose task is gone are looked after. */
  readonly sweepIntervalMs: number;
  /** How long finished attempts are kept. */
  readonly retentionDays: number;
  /** What this installation has made for itself, e.g. keys. Absolute. */
  readonly runDir: string;
  /** Where narrator voices are installed. Absolute. */
  readonly voicesFolder: string;
  /** Where espeak-ng is, when it is not the system's. */
  readonly espeak: { readonly espeakPath?: string; readonly espeakDataPath?: string; readonly espeakLibraryPath?: string };
}

class IntegrationsSettings {
  @WholeNumber('KADR_RECONCILE_INTERVAL_MS', 50, 60_000)
  readonly sweepIntervalMs: number = 2000;

  @WholeNumber('KADR_TASK_RETENTION_DAYS', 1, 3650)
  readonly retentionDays: number = 30;
}

class EspeakSettings {
  @Variable('ESPEAK_PATH', 'a program')
  readonly espeakPath?: string;

  @Variable('ESPEAK_DATA_PATH', 'a folder')
  readonly espeakDataPath?: string;

  @Variable('ESPEAK_LIBRARY_PATH', 'a folder')
  readonly espeakLibraryPath?: string;
}

/** @throws WrongSettings that names every wrong variable with the values it accepts. */
export function integrationsConfig(env: Environment = process.env): IntegrationsConfig {
  checkSettings([() => readSettings(IntegrationsSettings, env), () => providersConfig(env), () => installationConfig(env)]);
  const { sweepIntervalMs, retentionDays } = readSettings(IntegrationsSettings, env);
  const { espeakPath, espeakDataPath, espeakLibraryPath } = readSettings(EspeakSettings, env);
  return {
    sweepIntervalMs,
    retentionDays,
    providers: providersConfig(env),
    runDir: installationConfig(env).runDir,
    voicesFolder: path.join(installationConfig(env).dataDir, 'voices'),
    espeak: {
      ...(espeakPath && { espeakPath }),
      ...(espeakDataPath && { espeakDataPath }),
      ...(espeakLibraryPath && { espeakLibraryPath }),
    },
  };
}
