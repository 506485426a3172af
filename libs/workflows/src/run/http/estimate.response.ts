import { ApiProperty } from '@nestjs/swagger';
import { EstimatedQuantityResponse, QuotaRefusalResponse } from '#billing';
import { type CostRange, type NodeEstimate, type RunEstimate } from '../application/estimates.service.js';
import { type NodeSeconds } from '../application/node-times.js';

export class RunCostRangeResponse implements CostRange {
  @ApiProperty({ type: 'integer', description: 'By the models that are asked first. 1 USD = 1 000 000.' })
  expectedMicros: number;
  @ApiProperty({ type: 'integer', description: 'By the dearest models that may be asked: what is set aside when it is started.' })
  atMostMicros: number;
}

export class RunCostEstimateResponse extends RunCostRangeResponse {
  @ApiProperty({ example: 'USD' })
  currency: string;
}

export class NodeSecondsResponse implements NodeSeconds {
  @ApiProperty({ description: 'Half of them took less.' })
  typical: number;
  @ApiProperty({ description: 'One of twenty took more.' })
  slow: number;
}

export class WorkflowNodeEstimateResponse implements NodeEstimate {
  @ApiProperty()
  id: string;
  @ApiProperty({ example: 'Voice.TTS' })
  type: string;
  @ApiProperty({ type: String, nullable: true, description: 'The model that is asked first; null: none is.' })
  model: string | null;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' }, description: 'What is set aside for it, by resource.' })
  quantities: NodeEstimate['quantities'];
  @ApiProperty({ type: RunCostRangeResponse })
  cost: RunCostRangeResponse;
  @ApiProperty({ type: NodeSecondsResponse, nullable: true, description: 'As such nodes of yours have taken lately; null: none has yet.' })
  seconds: NodeSecondsResponse | null;
  @ApiProperty({
    type: Boolean,
    nullable: true,
    description: 'Whether it would be taken over from another run now; null: that depends on what comes in.',
  })
  willReuse: boolean | null;
}

export class RunRefusalResponse extends QuotaRefusalResponse {
  @ApiProperty({ enum: ['quota_exceeded', 'over_budget'], description: '`over_budget`: the workflow itself allows no more.' })
  code: 'quota_exceeded' | 'over_budget';
}

export class WorkflowEstimateResponse implements RunEstimate {
  @ApiProperty({ type: [WorkflowNodeEstimateResponse], description: 'Each after all that it needs.' })
  nodes: readonly WorkflowNodeEstimateResponse[];
  @ApiProperty({ type: [String], description: 'Ids of the nodes that the run waits for longest, one after another.' })
  criticalPath: readonly string[];
  @ApiProperty({
    type: NodeSecondsResponse,
    nullable: true,
    description: 'Of the nodes on that path; null where one was never seen at work.',
  })
  seconds: NodeSecondsResponse | null;
  @ApiProperty({ type: RunCostEstimateResponse })
  cost: RunCostEstimateResponse;
  @ApiProperty({ type: [EstimatedQuantityResponse], description: 'What starting it would reserve.' })
  resources: readonly EstimatedQuantityResponse[];
  @ApiProperty({ description: 'Whether it may be started now.' })
  allowed: boolean;
  @ApiProperty({ type: [RunRefusalResponse], description: 'What starting it would be refused with; empty when allowed.' })
  refusals: readonly RunRefusalResponse[];
}
