import { type CallContext } from '../contracts/makers.js';
import { Models } from '../contracts/models.js';
import { noPaidCalls } from '../provider-calls/no-paid-calls.js';
import { localProvider } from '../providers/local/local-providers.js';

/** The models of this machine as they are, with narrator voices of a folder, and a context to call them in. @param folder for files in between */
export function localModels({ folder, voicesFolder }: { readonly folder: string; readonly voicesFolder: string }): {
  readonly models: Models;
  readonly context: CallContext;
} {
  const { signal } = new AbortController();
  const context = { signal, orgId: 'org', attemptId: 'attempt-1', workDir: folder, calls: noPaidCalls };
  return { models: new Models([localProvider({ voicesFolder })]), context };
}
