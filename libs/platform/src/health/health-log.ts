import { logger } from '../telemetry/logger.js';

const log = logger('health');

/** One line when a dependency goes down, which says what to do, and one when it is back, however often somebody looks. */
export class HealthLog {
  private readonly down = new Set<string>();

  /** @param why null: it is up */
  note({ name, remedy }: { readonly name: string; readonly remedy: string }, why: string | null, isRequired: boolean): void {
    if (why === null) {
      if (this.down.delete(name)) log.info({ check: name }, `${name} is well again`);
      return;
    }
    if (this.down.has(name)) return;
    this.down.add(name);
    const what = { check: name, reason: why };
    if (isRequired) log.error(what, `not ready: ${remedy}`);
    else log.warn(what, `goes on without ${name}: ${remedy}`);
  }
}
