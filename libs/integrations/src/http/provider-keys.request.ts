import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length, Matches } from 'class-validator';

export class PutProviderKeyRequest {
  @ApiProperty({ minLength: 8, maxLength: 512, description: 'Kept sealed, never shown again', writeOnly: true })
  @IsString()
  @Length(8, 512)
  @Matches(/^[\x21-\x7e]+$/, { message: 'apiKey must consist of visible ASCII characters' })
  readonly apiKey: string;
}

export class ProviderKeyResponse {
  @ApiProperty({ example: 'kie' })
  provider: string;
  @ApiProperty({ example: 'a1b2', description: 'The last characters of the key' })
  lastFour: string;
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}

export class ProviderKeyListResponse {
  @ApiProperty({ type: [ProviderKeyResponse] })
  data: readonly ProviderKeyResponse[];
  @ApiProperty({ type: String, nullable: true, description: 'Null on the last page' })
  nextCursor: string | null;
}
