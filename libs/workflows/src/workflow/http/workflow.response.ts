import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type Graph, type WorkflowSettings } from '../../contracts/graph.js';
import { type Rights } from '../../graph/application/graph-judge.js';
import { type GraphFault } from '../../graph/domain/fault.js';
import { type WorkflowView } from '../application/workflow.view.js';
import { DocumentScheduleBody, WorkflowGraphBody, WorkflowSettingsBody } from './workflow.request.js';

export class WorkflowWarningResponse {
  @ApiProperty()
  code: string;
  @ApiProperty({ example: 'graph.nodes.3' })
  path: string;
  @ApiProperty({ type: String, nullable: true })
  node: string | null;
  @ApiProperty()
  message: string;
}

export class LastRunResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ enum: ['queued', 'running', 'awaiting_approval', 'completed', 'failed', 'cancelled'] })
  status: string;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
}

export class WorkflowResponse implements Omit<WorkflowView, 'graph' | 'settings' | 'schedule'> {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty()
  name: string;
  @ApiProperty()
  description: string;
  @ApiProperty({ type: 'integer' })
  version: number;
  @ApiProperty({ type: WorkflowGraphBody })
  graph: object;
  @ApiProperty({ type: WorkflowSettingsBody })
  settings: object;
  @ApiProperty({ type: DocumentScheduleBody, nullable: true, description: 'The schedule that stands in the document; null: none.' })
  schedule: object | null;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'JSON Schema of the inputs of a run, for forms.' })
  inputSchema: object;
  @ApiProperty()
  isDraft: boolean;
  @ApiProperty({ type: LastRunResponse, nullable: true })
  lastRun: LastRunResponse | null;
  @ApiProperty({ type: [WorkflowWarningResponse], description: 'What works, and probably is not meant. Lists leave it empty.' })
  warnings: readonly WorkflowWarningResponse[];
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}

export class WorkflowListResponse {
  @ApiProperty({ type: [WorkflowResponse] })
  data: readonly WorkflowResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class WorkflowVersionResponse {
  @ApiProperty({ type: 'integer' })
  version: number;
  @ApiProperty()
  isDraft: boolean;
  @ApiProperty({ format: 'date-time' })
  savedAt: string;
}

export class WorkflowVersionListResponse {
  @ApiProperty({ type: [WorkflowVersionResponse] })
  data: readonly WorkflowVersionResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class WorkflowFaultResponse implements GraphFault {
  @ApiProperty({ example: 'ill_typed_edge' })
  code: string;
  @ApiProperty({ enum: ['error', 'warning'] })
  severity: 'error' | 'warning';
  @ApiProperty({ example: 'graph.edges.2', description: 'Empty: the document as a whole.' })
  path: string;
  @ApiProperty({ type: String, nullable: true, description: 'Id of the node it concerns.' })
  node: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'n1.text → n2.value' })
  edge: string | null;
  @ApiProperty()
  message: string;
  @ApiProperty({ type: [String], description: 'Other nodes that have to do with it.' })
  related: readonly string[];
}

export class WorkflowRightsResponse implements Rights {
  @ApiProperty({ description: 'It may ask models that are paid, or order videos.' })
  spends: boolean;
  @ApiProperty({ description: 'It sends something to the outside.' })
  calls: boolean;
  @ApiProperty({ description: 'It waits for people.' })
  asksPeople: boolean;
}

export class WorkflowValidationResponse {
  @ApiProperty()
  valid: boolean;
  @ApiProperty({ type: [WorkflowFaultResponse] })
  errors: readonly WorkflowFaultResponse[];
  @ApiProperty({ type: [WorkflowFaultResponse] })
  warnings: readonly WorkflowFaultResponse[];
  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { type: 'string' } },
    description: 'Ids of nodes that may run side by side, level by level; empty for a faulty graph.',
  })
  order: readonly (readonly string[])[];
  @ApiProperty({ type: 'object', additionalProperties: true })
  inputSchema: object;
  @ApiProperty({ type: WorkflowRightsResponse, description: 'What a run may do besides making things here.' })
  rights: WorkflowRightsResponse;
}

export class NodePortResponse {
  @ApiProperty()
  name: string;
  @ApiProperty({ type: [String], description: 'Any of them; `any`: whatever comes.' })
  types: readonly string[];
  @ApiProperty()
  description: string;
  @ApiPropertyOptional({ description: 'Takes any number of edges, in their order.' })
  list?: boolean;
  @ApiPropertyOptional()
  required?: boolean;
  @ApiPropertyOptional({ enum: ['all', 'any'], description: '`any`: the first live source counts.' })
  join?: 'all' | 'any';
  @ApiPropertyOptional({ description: 'The parameter that says the same where nothing is connected.' })
  param?: string;
  @ApiPropertyOptional({ description: 'Of a map: from within it.' })
  isInside?: boolean;
}

export class NodePortConditionResponse {
  @ApiProperty()
  param: string;
  @ApiProperty({ type: 'array', items: { type: 'string', nullable: true }, description: '`null`: where it has none.' })
  is: readonly (string | null)[];
}

export class NodeOutputResponse {
  @ApiProperty()
  name: string;
  @ApiProperty({
    description:
      '`same`: that of what comes in. `list`: of the list of what comes in. `item`: of an item of it. `each`: of the list of what is made within.',
  })
  type: string;
  @ApiProperty()
  description: string;
  @ApiPropertyOptional({ description: 'Of a map: within it alone.' })
  isInside?: boolean;
  @ApiPropertyOptional({ type: NodePortConditionResponse, description: 'There only where a parameter has one of these values.' })
  when?: NodePortConditionResponse;
}

export class WorkflowNodeTypeResponse {
  @ApiProperty({ example: 'Text.Template' })
  type: string;
  @ApiProperty()
  title: string;
  @ApiProperty()
  group: string;
  @ApiProperty()
  description: string;
  @ApiProperty({ type: 'integer' })
  version: number;
  @ApiProperty({ type: [NodePortResponse] })
  inputs: readonly NodePortResponse[];
  @ApiProperty({ type: [NodeOutputResponse] })
  outputs: readonly NodeOutputResponse[];
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'JSON Schema of the parameters.' })
  params: object;
  @ApiProperty({ type: [String], description: 'Parameters that are expressions as a whole.' })
  expressions: readonly string[];
  @ApiProperty({ type: [String], description: 'Ports of which exactly one is given; empty: none.' })
  exactlyOne: readonly string[];
  @ApiProperty({ type: [String], description: 'Ports of which one at least is given; empty: none.' })
  atLeastOne: readonly string[];
  @ApiProperty({
    enum: ['light', 'task', 'map'],
    description: '`light`: done in passing, within milliseconds. `map`: by what is inside of it.',
  })
  weight: 'light' | 'task' | 'map';
}

export class WorkflowNodeTypeListResponse {
  @ApiProperty({ type: [WorkflowNodeTypeResponse] })
  data: readonly WorkflowNodeTypeResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class WorkflowTemplateResponse {
  @ApiProperty({ example: 'stock-narration' })
  id: string;
  @ApiProperty()
  name: string;
  @ApiProperty()
  description: string;
  @ApiProperty({ type: WorkflowGraphBody })
  graph: Graph;
  @ApiProperty({ type: WorkflowSettingsBody })
  settings: WorkflowSettings;
  @ApiProperty({ type: DocumentScheduleBody, nullable: true, description: 'When it is meant to run by itself; null: by hand.' })
  schedule: object | null;
}

export class WorkflowTemplateListResponse {
  @ApiProperty({ type: [WorkflowTemplateResponse] })
  data: readonly WorkflowTemplateResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}
