import { ApiProperty } from '@nestjs/swagger';
import { MODEL_CAPABILITIES, type ModelCapability, type ModelInfo } from '../contracts/model-info.js';

export class ModelResponse {
  @ApiProperty({ example: 'local:illustrator', description: '`provider:model`' })
  id: string;
  @ApiProperty({ example: 'local' })
  provider: string;
  @ApiProperty({ enum: MODEL_CAPABILITIES })
  capability: ModelCapability;
  @ApiProperty({ type: 'array', items: { type: 'number' }, nullable: true, description: 'Lengths it can make; null: any' })
  durationsSeconds: readonly number[] | null;
  @ApiProperty({ type: 'array', items: { type: 'string' }, nullable: true, description: 'Null: any' })
  aspectRatios: readonly string[] | null;
  @ApiProperty({ enum: ['call', 'second', 'image', 'character', 'token'], description: 'What `priceMicros` is the price of' })
  unit: ModelInfo['unit'];
  @ApiProperty({ description: '1 USD = 1 000 000; fractions for what is cheap' })
  priceMicros: number;
  @ApiProperty({ description: 'Whether you can use it now' })
  available: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'Why it is not available' })
  unavailableReason: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The model to use instead of a retired one' })
  successor: string | null;

  @ApiProperty({ type: String, nullable: true, example: '2027-01-31', description: 'Day on which the provider withdraws it' })
  retiredOn: string | null;

  static of(model: ModelInfo): ModelResponse {
    const response = new ModelResponse();
    response.id = model.id;
    response.provider = model.provider;
    response.capability = model.capability;
    response.durationsSeconds = model.durationsSeconds;
    response.aspectRatios = model.aspectRatios;
    response.unit = model.unit;
    response.priceMicros = model.priceMicros;
    response.available = model.available;
    response.unavailableReason = model.unavailableReason;
    response.successor = model.successor;
    response.retiredOn = model.retiredOn ?? null;
    return response;
  }
}

export class ModelListResponse {
  @ApiProperty({ type: [ModelResponse] })
  data: readonly ModelResponse[];
  @ApiProperty({ type: String, nullable: true, description: 'Null on the last page' })
  nextCursor: string | null;
}
