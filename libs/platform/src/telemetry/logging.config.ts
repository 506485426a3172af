const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** `KADR_LOG_LEVEL`, default info (silent under Jest). @throws Error naming the levels there are */
export function logLevel(): string {
  const level = process.env.KADR_LOG_LEVEL ?? (process.env.JEST_WORKER_ID ? 'silent' : 'info');
  if (!LEVELS.includes(level)) throw new Error(`KADR_LOG_LEVEL must be one of ${LEVELS.join(', ')}, not "${level}"`);
  return level;
}
