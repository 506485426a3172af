import { type WorkContext } from './makers.js';

/**
 * The surroundings of one of several calls of the same piece of work. A maker names its calls for itself; what it is asked twice in one
 * task (a line of the narration each) must be told apart, or the second would be given the first one's answer.
 */
export function withNamedCalls<C extends WorkContext>(context: C, prefix: string): WorkContext {
  const { signal, orgId, attemptId, workDir, run, callPrefix } = context;
  return {
    ...{ signal, orgId, attemptId, workDir, callPrefix: callPrefix === undefined ? prefix : `${callPrefix}/${prefix}` },
    ...(run && { run }),
  };
}
