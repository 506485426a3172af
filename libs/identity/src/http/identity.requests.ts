import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  IsTimeZone,
  MaxLength,
  MinLength,
} from 'class-validator';
import { GRANTABLE_SCOPES } from '../domain/scopes.js';

export class CreateApiKeyRequest {
  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name: string;

  @ApiProperty({ enum: GRANTABLE_SCOPES, isArray: true })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(GRANTABLE_SCOPES, { each: true })
  scopes: string[];

  @ApiPropertyOptional({ description: 'RFC 3339; absent: for ever.' })
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  expiresAt?: string;
}

export class CreateOrganisationRequest {
  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  name: string;

  @ApiPropertyOptional({ enum: ['free', 'creator', 'studio', 'unlimited'], default: 'free' })
  @IsOptional()
  @IsIn(['free', 'creator', 'studio', 'unlimited'])
  plan?: string;

  @ApiPropertyOptional({ description: 'IANA time zone.', default: 'UTC' })
  @IsOptional()
  @IsTimeZone()
  timezone?: string;
}
