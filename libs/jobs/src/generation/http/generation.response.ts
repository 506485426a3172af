import { ApiProperty } from '@nestjs/swagger';
import { AssetResponse } from '#assets';
import { type Generation } from '../../contracts/generations.js';

class GenerationErrorResponse {
  @ApiProperty()
  code: string;
  @ApiProperty()
  message: string;
  @ApiProperty({ description: 'Whether ordering it again may help.' })
  retryable: boolean;
}

class CostItemResponse {
  @ApiProperty()
  provider: string;
  @ApiProperty()
  model: string;
  @ApiProperty()
  units: number;
  @ApiProperty({ description: '1 USD = 1 000 000' })
  amountMicros: number;
}

class GenerationCostResponse {
  @ApiProperty({ description: '1 USD = 1 000 000' })
  amountMicros: number;
  @ApiProperty({ example: 'USD' })
  currency: string;
  @ApiProperty({ type: [CostItemResponse] })
  items: readonly CostItemResponse[];
}

export class GenerationResponse implements Generation {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty()
  model: string;
  @ApiProperty({ enum: ['pending', 'running', 'completed', 'failed'] })
  status: 'pending' | 'running' | 'completed' | 'failed';
  @ApiProperty({ type: AssetResponse, nullable: true, description: 'Null until there is one, and after it was deleted.' })
  asset: AssetResponse | null;
  @ApiProperty({ type: GenerationErrorResponse, nullable: true })
  error: GenerationErrorResponse | null;
  @ApiProperty({ type: GenerationCostResponse })
  cost: GenerationCostResponse;
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
