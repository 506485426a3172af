import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { CatalogueQuery } from '#platform';
import { MODEL_CAPABILITIES, type ModelCapability } from '../contracts/model-info.js';

export class ListModelsRequest extends CatalogueQuery {
  @ApiPropertyOptional({ enum: MODEL_CAPABILITIES, description: 'Only models that can do this' })
  @IsOptional()
  @IsIn(MODEL_CAPABILITIES)
  readonly capability?: ModelCapability;
}
