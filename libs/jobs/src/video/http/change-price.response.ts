import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiPropertyOptional, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean } from 'class-validator';
import { QuotaRefusalResponse } from '#billing';
import type * as contract from '../../contracts/video.resource.js';
import { CostResponse } from '../../shared/cost.response.js';
import { VideoResponse } from './video.response.js';

export class DryRunQuery {
  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'Nothing is changed: the answer says what it would cost. It needs no `Idempotency-Key`, and keeps none.',
  })
  @Transform(({ value }: { value: unknown }): unknown => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean({ message: '$property must be true or false' })
  dryRun: boolean = false;
}

export class VideoChangePriceResponse implements contract.VideoChangePrice {
  @ApiProperty({ type: CostResponse, description: 'At most, of models.' })
  cost: CostResponse;
  @ApiProperty({ description: 'Of film that is encoded anew.' })
  renderSeconds: number;
  @ApiProperty({ description: 'Whether the quota allows it now.' })
  allowed: boolean;
  @ApiProperty({ type: [QuotaRefusalResponse], description: 'What it would be refused with; empty when allowed.' })
  refusals: readonly QuotaRefusalResponse[];
}

/** The answer of what can be priced by `?dryRun=true`. @param status of the change itself */
export function ApiPricedChange(status: 200 | 202): MethodDecorator {
  const [video, price] = [{ $ref: getSchemaPath(VideoResponse) }, { $ref: getSchemaPath(VideoChangePriceResponse) }];
  const models = ApiExtraModels(VideoResponse, VideoChangePriceResponse);
  if (status === 200) {
    const schema = { title: 'VideoOrPrice', anyOf: [video, price] };
    return applyDecorators(models, ApiResponse({ status, description: 'The video after it; of a dry run, its price', schema }));
  }
  return applyDecorators(
    models,
    ApiResponse({ status, type: VideoResponse, description: 'The video after it' }),
    ApiResponse({ status: 200, type: VideoChangePriceResponse, description: 'Of a dry run: its price' }),
  );
}
