import { Global, Module } from '@nestjs/common';
import { StandingGrants } from '#identity';
import { Grants } from '#platform';

/** Whether a caller who was let in may still go on is what identity knows. */
@Global()
@Module({ providers: [{ provide: Grants, useClass: StandingGrants }], exports: [Grants] })
export class GrantsModule {}
