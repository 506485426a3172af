import path from 'node:path';
import { Address, type Environment, readSettings, Variable, WholeNumber } from './settings.js';

class InstallationSettings {
  @Address('KADR_PUBLIC_URL', ['http', 'https'], { isOptional: true })
  readonly publicUrl: string | null = null;

  @Variable('PORT', 'a port')
  readonly port: string = '3000';

  @WholeNumber('KADR_DISK_FULL_PERCENT', 1, 100)
  readonly diskFullPercent: number = 90;
}

class FolderSettings {
  @Variable('KADR_DATA_DIR', 'a folder')
  readonly dataDir: string = '.data';
}

/** Where everything is kept that this installation does not keep elsewhere. Absolute. */
export const dataDirOf = (env: Environment): string => path.resolve(readSettings(FolderSettings, env).dataDir);

/** Where this installation is reached, and where it keeps its files. */
export interface InstallationConfig {
  /** Where clients reach the API, without a slash at the end. */
  readonly publicUrl: string;
  /** False: `publicUrl` is a guess that holds on this machine only. */
  readonly isPublicUrlSet: boolean;
  /** Absolute. */
  readonly dataDir: string;
  /** What this installation has made for itself, e.g. keys. Absolute. */
  readonly runDir: string;
  /** Folder for files in between. Absolute. */
  readonly workDir: string;
  /** Used share of the work folder's disk from which on nothing new is begun that writes files; 100: never. */
  readonly diskFullPercent: number;
}

/** @throws WrongSettings */
export function installationConfig(env: Environment = process.env): InstallationConfig {
  const settings = readSettings(InstallationSettings, env);
  const dataDir = dataDirOf(env);
  return {
    publicUrl: (settings.publicUrl ?? `http://localhost:${settings.port}`).replace(/\/+$/, ''),
    isPublicUrlSet: settings.publicUrl !== null,
    dataDir,
    runDir: path.join(dataDir, 'run'),
    workDir: path.join(dataDir, 'work'),
    diskFullPercent: settings.diskFullPercent,
  };
}
