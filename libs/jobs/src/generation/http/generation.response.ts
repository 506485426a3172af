import { ApiProperty } from '@nestjs/swagger';
import { AssetResponse } from '#assets';
import { CostResponse } from '../../shared/cost.response.js';
import { type Generation } from '../../contracts/generations.js';

export class GenerationErrorResponse {
  @ApiProperty()
  code: string;
  @ApiProperty()
  message: string;
  @ApiProperty({ description: 'Whether ordering it again may help.' })
  retryable: boolean;
}

export class GenerationResponse implements Generation {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ example: 'local:illustrator' })
  model: string;
  @ApiProperty({ enum: ['pending', 'running', 'completed', 'failed'] })
  status: 'pending' | 'running' | 'completed' | 'failed';
  @ApiProperty({ type: AssetResponse, nullable: true, description: 'Null until there is one, and after it was deleted.' })
  asset: AssetResponse | null;
  @ApiProperty({ type: GenerationErrorResponse, nullable: true })
  error: GenerationErrorResponse | null;
  @ApiProperty({ type: CostResponse })
  cost: CostResponse;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  completedAt: string | null;
}

export class GenerationListResponse {
  @ApiProperty({ type: [GenerationResponse] })
  data: readonly GenerationResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}
