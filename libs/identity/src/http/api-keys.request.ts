import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Max,
  Min,
  ValidateBy,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';
import { isBlank, isTimestamp } from '#platform';
import { ALL_SCOPES } from '../application/scopes.js';

const MAX_NAME_CHARACTERS = 200;

const rule = (name: string, message: string, validate: (value: unknown) => boolean, options?: ValidationOptions): PropertyDecorator =>
  ValidateBy({ name, validator: { validate, defaultMessage: () => `$property ${message}` } }, options);

/** Something to show to people: not blank, without control characters or halves of a surrogate pair. */
export const IsName = (): PropertyDecorator =>
  rule(
    'isName',
    `must be a text of 1 to ${MAX_NAME_CHARACTERS} characters, not blank, without control characters`,
    (value) =>
      typeof value === 'string' && !isBlank(value) && value.length <= MAX_NAME_CHARACTERS && value.isWellFormed() && !/\p{Cc}/u.test(value),
  );

const IsFutureTime = (): PropertyDecorator =>
  rule('isFutureTime', 'must be a time in the future, RFC 3339 with a time zone', (value) => {
    return isTimestamp(value) && Date.parse(value) > Date.now();
  });

const MAX_MICROS = 1_000_000_000_000;

export class ApiKeyLimitsBody {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: MAX_MICROS,
    nullable: true,
    description: 'What may be set aside for providers on a day of the organisation: 1 USD = 1 000 000. Absent: no limit of its own.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_MICROS)
  providerCostMicrosPerDay?: number | null;
}

export class CreateApiKeyRequest {
  @ApiProperty({ maxLength: MAX_NAME_CHARACTERS })
  @IsName()
  name: string;

  @ApiProperty({ isArray: true, enum: ALL_SCOPES })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(ALL_SCOPES.length)
  @ArrayUnique()
  @IsIn(ALL_SCOPES, { each: true })
  scopes: string[];

  @ApiPropertyOptional({ format: 'date-time', nullable: true, type: String, description: 'RFC 3339; absent: never.' })
  @IsOptional()
  @IsFutureTime()
  expiresAt?: string | null;

  @ApiPropertyOptional({ type: ApiKeyLimitsBody, description: 'Limits of this key alone, such as one for a program that acts by itself.' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ApiKeyLimitsBody)
  limits?: ApiKeyLimitsBody;
}
