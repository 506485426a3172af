import { Global, Module } from '@nestjs/common';
import { Plans } from '#billing';
import { PlanAssignments } from '#identity';

/** The plans that identity lets organisations have are billing's. */
@Global()
@Module({ providers: [{ provide: PlanAssignments, useExisting: Plans }], exports: [PlanAssignments] })
export class PlanNamesModule {}
