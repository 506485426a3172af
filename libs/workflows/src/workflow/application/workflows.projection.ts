import { type Projection } from '#eventing/domain';
import { type WorkflowEvent } from '../../contracts/workflow.events.js';

/** That the workflow is there, whose it is, and by what it is looked for; the rest is read from its events. */
export interface WorkflowRow {
  readonly name: string;
}

/** Inline, so that a list shows what was just saved. */
export const workflowRows: Projection<WorkflowEvent, WorkflowRow> = {
  name: 'workflows.workflows',
  table: 'workflows.workflows',
  mode: 'inline',
  version: 1,
  handles: ['WorkflowCreated', 'WorkflowRenamed', 'WorkflowDeleted'],
  keyOf: (event) => event.data.workflowId,
  evolve(_row, event) {
    if (event.type === 'WorkflowDeleted') return null;
    return 'name' in event.data ? { name: event.data.name } : null;
  },
};
