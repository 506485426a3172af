import { Global, Module } from '@nestjs/common';
import { ActorNames } from '#jobs';
import { NamesOfPeople } from '#notifications';

/** A timeline names people by what notifications knows of them. */
@Global()
@Module({ providers: [NamesOfPeople, { provide: ActorNames, useExisting: NamesOfPeople }], exports: [ActorNames] })
export class ActorNamesModule {}
