import { DomainError } from '#eventing/domain';
import { type FieldFault, Refusal } from '#platform';

export interface FoundRefusal {
  readonly code: string;
  readonly kind: string;
  readonly message: string;
  readonly errors: readonly FieldFault[];
  readonly details: Readonly<Record<string, unknown>>;
}

/** What an order was refused with, at the edge or by the domain; null: it failed in another way, and may succeed later. */
export function refusalIn(error: unknown): FoundRefusal | null {
  if (!(error instanceof DomainError || error instanceof Refusal)) return null;
  const { code, kind, message, details } = error;
  return { code, kind, message, details, errors: error.errors ?? [] };
}
