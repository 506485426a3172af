import { Module } from '@nestjs/common';
import { StepsModule } from '#steps';
import { InputImages } from './input-images.js';
import { OwnedStreams } from './owned-streams.js';
import { ToldCharges } from './told-charges.js';

/** What clips and generations have in common. */
@Module({
  imports: [StepsModule],
  providers: [InputImages, OwnedStreams, ToldCharges],
  exports: [StepsModule, InputImages, OwnedStreams, ToldCharges],
})
export class SharedModule {}
