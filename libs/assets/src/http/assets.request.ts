import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { PageQuery } from '#platform';
import { type MediaKind } from '../contracts/user-media.js';

const KINDS: readonly MediaKind[] = ['image', 'video', 'audio'];

export class ImportAssetRequest {
  @ApiProperty({ description: 'https address of the file; it is fetched soon and may be looked for with GET then' })
  @IsString()
  @MinLength(1)
  @MaxLength(16 * 1024 * 1024)
  readonly url: string;
}

export class ListAssetsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: KINDS, description: 'Only files of this kind' })
  @IsOptional()
  @IsIn(KINDS)
  readonly kind?: MediaKind;
}
