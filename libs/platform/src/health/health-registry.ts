import { Injectable } from '@nestjs/common';

export interface HealthState {
  readonly isUp: boolean;
  /** Shown beside the state; no secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface HealthCheck {
  /** `postgres`, `redis`, `nats`. */
  readonly name: string;
  /** Whether a process with these roles can do nothing without it. Otherwise its state is only told. */
  isRequiredFor(roles: ReadonlySet<string>): boolean;
  /** Rejecting counts as down. Given up after 2 s. */
  check(): Promise<HealthState>;
  /** What an operator is to do while it is down: one sentence for the log. */
  readonly remedy: string;
}

/** Where libs say what they depend on. */
@Injectable()
export class HealthRegistry {
  private readonly known = new Map<string, HealthCheck>();

  register(check: HealthCheck): void {
    this.known.set(check.name, check);
  }

  get checks(): readonly HealthCheck[] {
    return [...this.known.values()];
  }
}
