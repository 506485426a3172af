import { DomainError, type RefusalKind } from '#eventing/domain';
import { isRetired, type ModelCapability, type ModelInfo, type Models } from '#integrations';
import { type FieldError, fieldError } from './faulty-request.js';

/** Known, of use for this, and closed at the moment. */
export class NamedModelUnavailable extends DomainError {
  readonly code = 'model_unavailable';
  readonly kind: RefusalKind = 'conflict';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor({ id, unavailableReason }: ModelInfo) {
    super(`"${id}" cannot be used now: ${unavailableReason ?? 'its provider is not available'}. Nothing was reserved.`);
    this.details = { models: [id] };
  }
}

/** What the catalogue says of a model's id: an entry for each capability of use, or what is wrong with it. */
export type NamedModel =
  | { readonly entries: readonly [ModelInfo, ...ModelInfo[]] }
  | { readonly fault: FieldError; readonly details: Readonly<Record<string, unknown>> };

export interface ModelRequester {
  /** Whose keys count besides the installation's. */
  readonly orgId: string;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

export function namedModel(
  models: Models,
  id: string,
  capabilities: readonly ModelCapability[],
  { orgId, today }: ModelRequester,
): NamedModel {
  const known = models.entriesOf(id, orgId);
  const [first] = known;
  if (!first) return { fault: fieldError('model', `GET /v1/models knows no "${id}"`, 'unknown_model'), details: { models: [id] } };
  if (first.successor !== null && isRetired(first, today)) {
    const { successor } = first;
    return { fault: fieldError('model', `"${id}" is retired; "${successor}" takes its place`, 'model_retired'), details: { successor } };
  }
  const [usable, ...more] = known.filter(({ capability }) => capabilities.includes(capability));
  if (usable) return { entries: [usable, ...more] };
  const can = known.map(({ capability }) => capability).join(', ');
  return { fault: fieldError('model', `"${id}" can ${can}, which is of no use here (needed: ${capabilities.join(' or ')})`), details: {} };
}
