import { type Environment, readSettings, Variable } from '../config/settings.js';

class ReleaseSettings {
  @Variable('KADR_VERSION', 'a release')
  readonly version: string = 'unknown';

  @Variable('KADR_COMMIT', 'a commit')
  readonly commit: string = 'unknown';
}

/** What was built; the image says it. */
export const releaseConfig = (env: Environment = process.env): ReleaseSettings => readSettings(ReleaseSettings, env);
