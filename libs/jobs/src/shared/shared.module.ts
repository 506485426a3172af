import { Module } from '@nestjs/common';
import { StepsModule } from '#steps';
import { GivenPictures } from './given-pictures.js';
import { StreamIndex } from './stream-index.js';

/** What clips and generations have in common. */
@Module({
  imports: [StepsModule],
  providers: [GivenPictures, StreamIndex],
  exports: [StepsModule, GivenPictures, StreamIndex],
})
export class SharedModule {}
