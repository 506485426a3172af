import { DomainError, type RefusalKind } from '#eventing/domain';
import { type GraphFault } from '../../graph/domain/fault.js';

/** What is wrong with one place of what was sent. */
export interface PlacedFault {
  /** `inputs.topic`, `graph.nodes.3.params.prompt`. */
  readonly path: string;
  readonly code: string;
  readonly message: string;
  /** Id of the node that it concerns; missing: none, or no one of them. */
  readonly node?: string;
  /** The edge that it concerns, as `a.x → b.y`. */
  readonly edge?: string;
}

/** A document with faults, all of them. */
export class FaultyWorkflow extends DomainError {
  readonly code = 'validation_failed';
  readonly kind: RefusalKind = 'invalid';
  override readonly errors: readonly PlacedFault[];
  constructor(faults: readonly GraphFault[]) {
    super('The workflow has faults; nothing was saved.');
    this.errors = faults.map(({ path, code, message, node, edge }) => ({
      ...{ path, code, message },
      ...(node !== null && { node }),
      ...(edge !== null && { edge }),
    }));
  }
}

/** Inputs of a run that do not fit, all of them. */
export class FaultyInputs extends DomainError {
  readonly code = 'validation_failed';
  readonly kind: RefusalKind = 'invalid';
  constructor(override readonly errors: readonly PlacedFault[]) {
    super('The run cannot be started like this; nothing was reserved.');
  }
}

export class UnknownWorkflow extends DomainError {
  readonly code = 'workflow_not_found';
  readonly kind: RefusalKind = 'not-found';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(workflowId: string) {
    super(`There is no workflow ${workflowId}.`);
    this.details = { workflowId };
  }
}

export class UnknownVersion extends DomainError {
  readonly code = 'version_not_found';
  readonly kind: RefusalKind = 'not-found';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(workflowId: string, version: number) {
    super(`The workflow ${workflowId} has no version ${version}.`);
    this.details = { workflowId, version };
  }
}

/** Somebody else has saved a version in between. */
export class VersionConflict extends DomainError {
  readonly code = 'version_conflict';
  readonly kind: RefusalKind = 'conflict';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(workflowId: string, version: number, baseVersion: number) {
    super(
      `The workflow is at version ${version}, and the change was made to version ${baseVersion}. Take the newer one in, and save again.`,
    );
    this.details = { workflowId, version, baseVersion };
  }
}

export class WorkflowIsDraft extends DomainError {
  readonly code = 'workflow_is_draft';
  readonly kind: RefusalKind = 'conflict';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(workflowId: string) {
    super('This version is a draft. Save it without "draft" first.');
    this.details = { workflowId };
  }
}

/** What it may cost is more than the workflow allows. */
export class OverBudget extends DomainError {
  readonly code = 'over_budget';
  readonly kind: RefusalKind = 'conflict';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(workflowId: string, atMostMicros: number, maxCostMicros: number) {
    super(`The run may cost up to ${atMostMicros} micro-dollars, and the workflow allows ${maxCostMicros}. Nothing was reserved.`);
    this.details = { workflowId, atMostMicros, maxCostMicros };
  }
}

/** The workflow has no node of that id. */
export class UnknownGraphNode extends DomainError {
  readonly code = 'node_not_found';
  readonly kind: RefusalKind = 'not-found';
  override readonly details: Readonly<Record<string, unknown>>;
  constructor(workflowId: string, node: string) {
    super(`The workflow has no node "${node}".`);
    this.details = { workflowId, node };
  }
}
