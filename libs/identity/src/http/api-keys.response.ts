import { ApiProperty } from '@nestjs/swagger';

export class ApiKeyLimits {
  @ApiProperty({ type: 'integer', nullable: true, description: 'What it may set aside for providers on a day; null: no limit of its own' })
  providerCostMicrosPerDay: number | null;
}

export class ApiKeyResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty()
  name: string;
  @ApiProperty({ description: 'How the key begins' })
  prefix: string;
  @ApiProperty({ type: [String], example: ['videos:read', 'videos:write'] })
  scopes: readonly string[];
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null: never' })
  expiresAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'To the minute; null: never' })
  lastUsedAt: string | null;
  @ApiProperty({ type: ApiKeyLimits })
  limits: ApiKeyLimits;
}

export class CreatedApiKeyResponse extends ApiKeyResponse {
  @ApiProperty({ description: 'The key itself; it is shown here only' })
  key: string;
}

export class ApiKeyListResponse {
  @ApiProperty({ type: [ApiKeyResponse] })
  data: readonly ApiKeyResponse[];
  @ApiProperty({ type: String, nullable: true, description: 'Null on the last page' })
  nextCursor: string | null;
}
