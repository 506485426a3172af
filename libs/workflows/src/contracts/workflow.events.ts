import { type Event } from '#eventing/domain';
import { type OnFailure } from './graph.js';

// What of its settings every run goes by; everything else is read from the document.
export interface SavedSettings {
  readonly onFailure?: OnFailure;
  /** A run that may cost more is refused. 1 USD = 1 000 000. */
  readonly maxCostMicros?: number;
}

/** The workflow is there. First event of every `workflow` stream; its first version follows at once. */
export type WorkflowCreated = Event<'WorkflowCreated', { workflowId: string; name: string; description: string; createdAt: string }>;

/** Another graph or other settings: runs from now on go by this version, those under way by the one they began with. */
export type WorkflowVersionSaved = Event<
  'WorkflowVersionSaved',
  {
    workflowId: string;
    /** 1, 2, 3 … */ version: number;
    /** Of all that a run depends on: the same digest is the same version. */ digest: string;
    /** Digest under which the document is kept. */ document: string;
    /** Kept although faulty; cannot be run. */ isDraft: boolean;
    settings: SavedSettings;
    savedAt: string;
  }
>;

/** Only positions or names of nodes have changed: the same version under another document. */
export type WorkflowLayoutSaved = Event<'WorkflowLayoutSaved', { workflowId: string; version: number; document: string; savedAt: string }>;

export type WorkflowRenamed = Event<'WorkflowRenamed', { workflowId: string; name: string; description: string; renamedAt: string }>;

/** Gone from lists and from reading; its runs stay. Terminal. */
export type WorkflowDeleted = Event<'WorkflowDeleted', { workflowId: string; deletedAt: string }>;

export type WorkflowEvent = WorkflowCreated | WorkflowVersionSaved | WorkflowLayoutSaved | WorkflowRenamed | WorkflowDeleted;
