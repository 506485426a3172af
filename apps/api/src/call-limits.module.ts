import { Global, Module } from '@nestjs/common';
import { RateLimits } from '#billing';
import { CallLimits } from '#platform';

/** How often an organisation may call is what its plan says. */
@Global()
@Module({ providers: [{ provide: CallLimits, useExisting: RateLimits }], exports: [CallLimits] })
export class CallLimitsModule {}
