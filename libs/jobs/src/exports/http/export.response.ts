import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
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

/** More than a film of 600 s has files. */
const MAX_NAMES = 1000;
const MAX_NAME_CHARACTERS = 100;

/** `a,b` or repeated. */
const asNames = ({ value }: { readonly value: unknown }): unknown =>
  [value].flat().flatMap((one: unknown) => (typeof one === 'string' ? one.split(',').filter((name) => name !== '') : [one]));

export class ArchiveQuery {
  @Transform(asNames)
  @IsOptional()
  @ArrayMaxSize(MAX_NAMES)
  @IsString({ each: true })
  @MaxLength(MAX_NAME_CHARACTERS, { each: true })
  @ApiProperty({
    type: String,
    required: false,
    example: 'final.mp4,subtitles.srt',
    description: 'Of `artifacts`, those that are wanted, with a comma between. Without it: all there are.',
  })
  names: readonly string[] = [];
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
