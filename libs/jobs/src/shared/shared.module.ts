import { Module } from '@nestjs/common';
import { StepsModule } from '#steps';
import { InputImages } from './input-images.js';
import { OwnedStreams } from './owned-streams.js';

/** What clips and generations have in common. */
@Module({
  imports: [StepsModule],
  providers: [InputImages, OwnedStreams],
  exports: [StepsModule, InputImages, OwnedStreams],
})
export class SharedModule {}
