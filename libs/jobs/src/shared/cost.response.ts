import { ApiProperty } from '@nestjs/swagger';

export class CostItemResponse {
  @ApiProperty({ example: 'kie' })
  provider: string;
  @ApiProperty({ example: 'kie:veo-3-1' })
  model: string;
  @ApiProperty({ description: 'In the unit that the model is priced in.' })
  units: number;
  @ApiProperty({ type: 'integer', description: '1 USD = 1 000 000.' })
  amountMicros: number;
}

/** What providers charge. */
export class CostResponse {
  @ApiProperty({ type: 'integer', description: '1 USD = 1 000 000.' })
  amountMicros: number;
  @ApiProperty({ example: 'USD' })
  currency: string;
  @ApiProperty({ type: [CostItemResponse] })
  items: readonly CostItemResponse[];
}
