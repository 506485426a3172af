import { Module } from '@nestjs/common';
import { ArtifactFiles } from './artifact-files.js';
import { GivenPictures } from './given-pictures.js';
import { StreamIndex } from './stream-index.js';

/** What clips and generations have in common. */
@Module({
  providers: [ArtifactFiles, GivenPictures, StreamIndex],
  exports: [ArtifactFiles, GivenPictures, StreamIndex],
})
export class SharedModule {}
