import path from 'node:path';
import { checkSettings, dataDirOf, type Environment, installationConfig, readSettings, WholeNumber, WrongSettings } from '#platform';
import { storageConfig, type StorageConfig } from './storage/storage.config.js';

/** Settings of this lib. */
export interface AssetsConfig {
  readonly storage: StorageConfig;
  /** Copies of objects that are kept elsewhere. */
  readonly storageCache: { /** Absolute. */ readonly root: string; readonly maxBytes: number };
  /** Where clients reach the API, without a slash at the end. */
  readonly publicUrl: string;
  /** Folder for files in between. Absolute. */
  readonly workDir: string;
  /** Used share of the disk from which on no upload is taken. */
  readonly diskFullPercent: number;
  readonly uploadsPerOrganisation: number;
  readonly uploadsPerProcess: number;
  /** What nothing refers to is removed when it is older than this. */
  readonly orphanGraceHours: number;
  /** Between two looks at everything that is stored. */
  readonly janitorMinutes: number;
}

class CacheSettings {
  @WholeNumber('KADR_STORAGE_CACHE_MB', 100, 10_000_000)
  readonly megabytes: number = 10_000;
}

class UploadSettings {
  @WholeNumber('KADR_UPLOADS_PER_ORGANISATION', 1, 10_000)
  readonly uploadsPerOrganisation: number = 16;

  @WholeNumber('KADR_UPLOADS_PER_PROCESS', 1, 10_000)
  readonly uploadsPerProcess: number = 128;
}

class JanitorSettings {
  @WholeNumber('KADR_ORPHAN_GRACE_HOURS', 1, 87_600)
  readonly orphanGraceHours: number = 24;

  @WholeNumber('KADR_JANITOR_MINUTES', 1, 100_000)
  readonly janitorMinutes: number = 360;
}

function storageOf(env: Environment): StorageConfig {
  const faults: string[] = [];
  const storage = storageConfig(env, dataDirOf(env), faults);
  if (faults.length > 0) throw new WrongSettings(faults);
  return storage;
}

/** @throws WrongSettings that names every wrong variable with the values it accepts. */
export function assetsConfig(env: Environment = process.env): AssetsConfig {
  checkSettings([
    () => installationConfig(env),
    () => storageOf(env),
    () => readSettings(CacheSettings, env),
    () => readSettings(UploadSettings, env),
    () => readSettings(JanitorSettings, env),
  ]);
  const { publicUrl, dataDir, workDir, diskFullPercent } = installationConfig(env);
  const maxBytes = readSettings(CacheSettings, env).megabytes * 1_000_000;
  return {
    storage: storageOf(env),
    storageCache: { root: path.join(dataDir, 'cache'), maxBytes },
    publicUrl,
    workDir,
    diskFullPercent,
    ...readSettings(UploadSettings, env),
    ...readSettings(JanitorSettings, env),
  };
}
