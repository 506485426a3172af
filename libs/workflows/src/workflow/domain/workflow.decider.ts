import { type Aggregate } from '#eventing/domain';
import { type SavedSettings, type WorkflowEvent, type WorkflowVersionSaved } from '../../contracts/workflow.events.js';
import { UnknownWorkflow, VersionConflict } from '../../shared/domain/refusals.js';
import { type SaveWorkflow, type SavedDocument, type WorkflowCommand } from './workflow.commands.js';

export interface SavedVersion {
  readonly version: number;
  readonly digest: string;
  readonly document: string;
  readonly isDraft: boolean;
  readonly settings: SavedSettings;
  readonly savedAt: string;
}

export interface KeptWorkflow {
  readonly status: 'kept' | 'deleted';
  readonly workflowId: string;
  readonly name: string;
  readonly description: string;
  /** Version n is at n - 1. */
  readonly versions: readonly SavedVersion[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type Workflow = { readonly status: 'absent' } | KeptWorkflow;

export const workflow: Aggregate<WorkflowCommand, Workflow, WorkflowEvent> = {
  name: 'workflow',
  module: 'workflows',
  schemaVersions: { WorkflowCreated: 1, WorkflowVersionSaved: 1, WorkflowLayoutSaved: 1, WorkflowRenamed: 1, WorkflowDeleted: 1 },
  personal: { WorkflowCreated: ['name', 'description'], WorkflowRenamed: ['name', 'description'] },
  initialState: { status: 'absent' },
  decide(command, state) {
    const { workflowId } = command.data;
    const at = command.issuedAt;
    if (command.type === 'CreateWorkflow') {
      if (state.status !== 'absent') return []; // the same request again
      const { name, description } = command.data;
      return [{ type: 'WorkflowCreated', data: { workflowId, name, description, createdAt: at } }, saved(workflowId, 1, command.data, at)];
    }
    if (state.status !== 'kept') throw new UnknownWorkflow(workflowId);
    if (command.type === 'DeleteWorkflow') return [{ type: 'WorkflowDeleted', data: { workflowId, deletedAt: at } }];
    return changes(command, state);
  },
  evolve(state, event) {
    if (event.type === 'WorkflowCreated') {
      const { workflowId, name, description, createdAt } = event.data;
      return { status: 'kept', workflowId, name, description, versions: [], createdAt, updatedAt: createdAt };
    }
    if (state.status === 'absent') return state;
    switch (event.type) {
      case 'WorkflowVersionSaved': {
        const { version, digest, document, isDraft, settings, savedAt } = event.data;
        const versions = [...state.versions, { version, digest, document, isDraft, settings, savedAt }];
        return { ...state, versions, updatedAt: savedAt };
      }
      case 'WorkflowLayoutSaved': {
        const { version, document, savedAt } = event.data;
        const versions = state.versions.map((one) => (one.version === version ? { ...one, document } : one));
        return { ...state, versions, updatedAt: savedAt };
      }
      case 'WorkflowRenamed': {
        const { name, description, renamedAt } = event.data;
        return { ...state, name, description, updatedAt: renamedAt };
      }
      case 'WorkflowDeleted':
        return { ...state, status: 'deleted', updatedAt: event.data.deletedAt };
    }
  },
};

const saved = (workflowId: string, version: number, of: SavedDocument, savedAt: string): WorkflowVersionSaved => {
  const { digest, document, isDraft, settings } = of;
  return { type: 'WorkflowVersionSaved', data: { workflowId, version, digest, document, isDraft, settings, savedAt } };
};

/** What differs from what is kept, and nothing else. */
function changes({ data, issuedAt }: SaveWorkflow, state: KeptWorkflow): WorkflowEvent[] {
  const { workflowId, baseVersion, name, description, digest, document, isDraft } = data;
  const latest = state.versions.at(-1);
  const version = latest?.version ?? 0;
  if (baseVersion !== null && baseVersion !== version) throw new VersionConflict(workflowId, version, baseVersion);
  const events: WorkflowEvent[] = [];
  if (latest?.digest !== digest || latest.isDraft !== isDraft) events.push(saved(workflowId, version + 1, data, issuedAt));
  else if (latest.document !== document) {
    events.push({ type: 'WorkflowLayoutSaved', data: { workflowId, version, document, savedAt: issuedAt } });
  }
  if (state.name !== name || state.description !== description) {
    events.push({ type: 'WorkflowRenamed', data: { workflowId, name, description, renamedAt: issuedAt } });
  }
  return events;
}
