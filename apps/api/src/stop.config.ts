import { type Environment, type HttpConfig, httpConfig, readSettings, type Role, WholeNumber, WrongSettings } from '#platform';
import { stopLimitMs, tasksConfig } from '#tasks';
import { apiRoles } from './api.config.js';

/** For what comes after the last task and the last request: consumers end their page, telemetry leaves. */
const RESERVE_MS = 5_000;

class StopSettings {
  /** What whoever ends this process waits before it kills; 0: nobody has said. */
  @WholeNumber('KADR_STOP_GRACE_SECONDS', 0, 3600)
  readonly graceSeconds: number = 0;
}

/**
 * The longest that a process may take to stop, in milliseconds: it goes on taking requests for a while, then lets end what it does (the
 * longest of which is a paid call, where this process makes any), then the requests under way.
 */
export const stopWithinMs = ({ shutdownDelayMs, drainMs }: HttpConfig, roles: ReadonlySet<Role>, tasksDrainMs: number): number =>
  shutdownDelayMs + stopLimitMs(roles, tasksDrainMs) + drainMs + RESERVE_MS;

/** @throws WrongSettings when whoever ends this process says that it does not wait that long */
export function stopConfig(env: Environment = process.env): { readonly withinMs: number } {
  const { graceSeconds } = readSettings(StopSettings, env);
  const withinMs = stopWithinMs(httpConfig(env), apiRoles(env), tasksConfig(env).drainMs);
  if (graceSeconds === 0 || withinMs <= graceSeconds * 1000) return { withinMs };
  const seconds = Math.ceil(withinMs / 1000);
  throw new WrongSettings([
    `KADR_STOP_GRACE_SECONDS is ${graceSeconds}: with these roles, KADR_SHUTDOWN_DELAY_MS, KADR_DRAIN_SECONDS and KADR_SHUTDOWN_HTTP_MS it must be at least ${seconds}, ` +
      'or a process that is stopped may pay twice',
  ]);
}
