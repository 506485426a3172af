import { ApiProperty } from '@nestjs/swagger';
import { type AssetResource } from '../contracts/asset.resource.js';
import { type MediaKind, type StoredAsset } from '../contracts/user-media.js';

export class AssetErrorResponse {
  @ApiProperty({ example: 'unsupported_media' })
  code: string;
  @ApiProperty()
  message: string;
}

export class AssetResponse implements AssetResource {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ enum: ['processing', 'ready', 'failed'], description: '`processing` while it is fetched from its address' })
  status: StoredAsset['status'];
  @ApiProperty({
    enum: ['image', 'video', 'audio'],
    type: String,
    nullable: true,
    description: 'By its content; null until it was looked into',
  })
  kind: MediaKind | null;
  @ApiProperty({ type: String, nullable: true, description: 'What its owner calls it' })
  name: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'video/mp4' })
  contentType: string | null;
  @ApiProperty({ type: 'integer', nullable: true })
  bytes: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Hex' })
  sha256: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Pixels' })
  width: number | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Pixels' })
  height: number | null;
  @ApiProperty({ type: Number, nullable: true })
  durationSeconds: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Works without a header for an hour, and dies with DELETE' })
  url: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'A JPEG of at most 320 pixels and 30 kB, for lists; as long as `url`. Null for sound, and where there is none.',
  })
  thumbnailUrl: string | null;
  @ApiProperty({ example: 'upload', description: '`upload`, `url`, or the id of the model that made it' })
  source: string;
  @ApiProperty({ type: AssetErrorResponse, nullable: true, description: 'Why it could not be fetched' })
  error: AssetErrorResponse | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
}

export class AssetListResponse {
  @ApiProperty({ type: [AssetResponse] })
  data: AssetResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}
