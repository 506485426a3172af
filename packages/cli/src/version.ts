import { createRequire } from 'node:module';

/** Put in by the bundler; from the sources it is read. */
declare const KADR_VERSION: string | undefined;

export const version: string =
  typeof KADR_VERSION === 'string' ? KADR_VERSION : (createRequire(import.meta.url)('../package.json') as { version: string }).version;
