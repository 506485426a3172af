import { ApiProperty } from '@nestjs/swagger';
import { EstimatedQuantityResponse, QuotaRefusalResponse } from '#billing';
import type * as contract from '../../contracts/video.resource.js';
import { CostResponse } from '../../shared/cost.response.js';

export class PlannedPartResponse implements contract.PlannedPart {
  @ApiProperty({ type: 'integer', description: 'From 0.' })
  index: number;
  @ApiProperty({ enum: ['intro', 'main', 'outro'] })
  section: contract.PlannedPart['section'];
  @ApiProperty()
  durationSeconds: number;
  @ApiProperty({ example: 'kie:veo-3-1', description: 'The first that will be asked for its clip.' })
  model: string;
}

export class ReadySecondsResponse {
  @ApiProperty({ description: 'Half of the films were made in this time.' })
  p50: number;
  @ApiProperty({ description: 'Nine of ten were.' })
  p90: number;
}

export class VideoEstimateResponse implements contract.VideoEstimate {
  @ApiProperty({ type: 'integer' })
  segments: number;
  @ApiProperty({ type: [PlannedPartResponse], description: 'How it will probably be cut; of a script as it is written.' })
  plan: readonly PlannedPartResponse[];
  @ApiProperty({
    type: ReadySecondsResponse,
    nullable: true,
    description: 'From the order to the film, by films of yours that the same model made without a gate; null: there are too few of them.',
  })
  readySeconds: ReadySecondsResponse | null;
  @ApiProperty({ type: [EstimatedQuantityResponse], description: 'What ordering it would reserve.' })
  resources: readonly EstimatedQuantityResponse[];
  @ApiProperty({ type: CostResponse })
  cost: CostResponse;
  @ApiProperty({ description: 'Whether the quota allows it now.' })
  allowed: boolean;
  @ApiProperty({ type: [QuotaRefusalResponse], description: 'What ordering it would be refused with; empty when allowed.' })
  refusals: readonly QuotaRefusalResponse[];
}
