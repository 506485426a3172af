import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length, Matches } from 'class-validator';

export class PutSecretRequest {
  @ApiProperty({ minLength: 8, maxLength: 4000, description: 'Kept sealed, never shown again', writeOnly: true })
  @IsString()
  @Length(8, 4000)
  @Matches(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/, {
    message: 'value must consist of visible ASCII characters, and spaces between them',
  })
  readonly value: string;
}

export class SecretResponse {
  @ApiProperty({ example: 'crm_token', description: 'By which graphs name it: `{{secrets.crm_token}}`' })
  name: string;
  @ApiProperty({ type: 'integer', minimum: 1, description: 'Rises with each value that it is given' })
  version: number;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}

export class SecretListResponse {
  @ApiProperty({ type: [SecretResponse] })
  data: readonly SecretResponse[];
  @ApiProperty({ type: String, nullable: true, description: 'Null on the last page' })
  nextCursor: string | null;
}
