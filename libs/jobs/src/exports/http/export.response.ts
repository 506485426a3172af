import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { EXPORT_FORMATS, type ExportFormat } from '../application/exports.service.js';

export class ExportQuery {
  @IsIn(EXPORT_FORMATS)
  @IsOptional()
  @ApiProperty({
    enum: EXPORT_FORMATS,
    required: false,
    default: 'otioz',
    description:
      '`otioz`: a timeline with its media for editing programs. `zip`: the same files with `timeline.otio` in place of the bundle.',
  })
  format: ExportFormat = 'otioz';
}

export class ChapterResponse {
  @ApiProperty()
  title: string;
  @ApiProperty({ description: 'In the film.' })
  startSeconds: number;
  @ApiProperty({ description: 'Where the next one begins, or the film ends.' })
  endSeconds: number;
}

export class ChapterListResponse {
  @ApiProperty({ type: [ChapterResponse], description: 'They cover the film. Empty before its script is cut.' })
  data: ChapterResponse[];
}

export class ProvenanceResponse {
  @ApiProperty({ description: 'The very text that is signed: JSON, by its UTF-8 bytes. As `media/provenance.json` in an export.' })
  document: string;
  @ApiProperty({ enum: ['Ed25519'] })
  algorithm: 'Ed25519';
  @ApiProperty({ description: 'Which of the keys at `/.well-known/kadr-provenance.json`.' })
  keyId: string;
  @ApiProperty({ description: '64 bytes in base64.' })
  signature: string;
}

export class ProvenanceKeyResponse {
  @ApiProperty({ description: 'First 16 hex digits of the SHA-256 of the key in DER.' })
  keyId: string;
  @ApiProperty({ enum: ['Ed25519'] })
  algorithm: 'Ed25519';
  @ApiProperty({ description: 'SubjectPublicKeyInfo in PEM, as `openssl` takes it.' })
  publicKeyPem: string;
}

export class ProvenanceKeysResponse {
  @ApiProperty({ type: [ProvenanceKeyResponse] })
  data: ProvenanceKeyResponse[];
}
