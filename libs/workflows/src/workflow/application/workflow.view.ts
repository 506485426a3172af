import { type DocumentSchedule, type WorkflowDocument, type WorkflowSettings } from '../../contracts/graph.js';
import { inputSchemaOf } from '../../graph/application/input-schema.js';
import { readGraph } from '../../graph/domain/read-graph.js';
import { type KeptWorkflow, type SavedVersion } from '../domain/workflow.decider.js';

/** A workflow as those see it who made it. */
export interface WorkflowView {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly version: number;
  readonly graph: WorkflowDocument['graph'];
  readonly settings: WorkflowSettings;
  /** As it stands in the document; null: it runs by none. */
  readonly schedule: DocumentSchedule | null;
  readonly inputSchema: object;
  readonly isDraft: boolean;
  readonly lastRun: { readonly id: string; readonly status: string; readonly createdAt: string } | null;
  readonly warnings: readonly { readonly code: string; readonly path: string; readonly node: string | null; readonly message: string }[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface VersionView {
  readonly version: number;
  readonly isDraft: boolean;
  readonly savedAt: string;
}

export function workflowView(
  { workflowId, name, description, createdAt, updatedAt }: KeptWorkflow,
  { version, isDraft }: SavedVersion,
  document: WorkflowDocument,
  { lastRun = null, warnings = [] }: Partial<Pick<WorkflowView, 'lastRun' | 'warnings'>> = {},
): WorkflowView {
  const { graph, settings = {}, schedule = null } = document;
  const inputSchema = inputSchemaOf(readGraph(graph).nodes);
  return {
    id: workflowId,
    name,
    description,
    version,
    graph,
    settings,
    schedule,
    inputSchema,
    isDraft,
    lastRun,
    warnings,
    createdAt,
    updatedAt,
  };
}

export const versionView = ({ version, isDraft, savedAt }: SavedVersion): VersionView => ({ version, isDraft, savedAt });
