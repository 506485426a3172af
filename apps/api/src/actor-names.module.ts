import { Global, Module } from '@nestjs/common';
import { CallerNames } from '#identity';
import { ActorNames } from '#jobs';
import { NamesOfPeople } from '#notifications';
import { EverybodysNames } from './everybodys-names.js';

/** A timeline names those who act by what identity and notifications know of them. */
@Global()
@Module({ providers: [CallerNames, NamesOfPeople, { provide: ActorNames, useClass: EverybodysNames }], exports: [ActorNames] })
export class ActorNamesModule {}
