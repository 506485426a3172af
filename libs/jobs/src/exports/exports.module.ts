import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { VideoJobReader } from '../video/application/video-job-reader.js';
import { Exports } from './application/exports.service.js';
import { EXPORTS_SETTINGS, ProvenanceSigner } from './application/provenance-signer.js';
import { exportsConfig } from './exports.config.js';
import { ArchiveResponses } from './http/archive-responses.js';
import { ExportsController } from './http/exports.controller.js';

/** Ways out: timelines for editing programs, chapters, and the signed record of what a film is made of. */
@Module({
  imports: [CqrsModule],
  controllers: [ExportsController],
  providers: [
    VideoJobReader,
    Exports,
    ArchiveResponses,
    ProvenanceSigner,
    { provide: EXPORTS_SETTINGS, useFactory: () => exportsConfig() },
  ],
})
export class ExportsModule {}
