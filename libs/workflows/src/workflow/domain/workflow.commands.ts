import { Command } from '#eventing/domain';
import { type SavedSettings } from '../../contracts/workflow.events.js';

/** A document that was judged and is kept. */
export interface SavedDocument {
  readonly name: string;
  readonly description: string;
  readonly digest: string;
  readonly document: string;
  readonly isDraft: boolean;
  readonly settings: SavedSettings;
}

export class CreateWorkflow extends Command<{ workflowId: string } & SavedDocument> {
  readonly type = 'CreateWorkflow';
}
export class SaveWorkflow extends Command<{ workflowId: string; baseVersion: number | null } & SavedDocument> {
  readonly type = 'SaveWorkflow';
}
export class DeleteWorkflow extends Command<{ workflowId: string }> {
  readonly type = 'DeleteWorkflow';
}

export type WorkflowCommand = CreateWorkflow | SaveWorkflow | DeleteWorkflow;
