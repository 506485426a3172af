import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RateLimitGuard } from '#platform';
import { ApiKeys } from './application/api-keys.js';
import { Authentication } from './application/authentication.js';
import { Bootstrap } from './application/bootstrap.js';
import { FamiliarKeys } from './application/familiar-keys.js';
import { KeyCache } from './application/key-cache.js';
import { Members } from './application/members.js';
import { MemberTokens } from './application/member-tokens.js';
import { Organisations } from './application/organisations.js';
import { ApiKeysController } from './http/api-keys.controller.js';
import { AuthGuard } from './http/auth.guard.js';
import { MembersController } from './http/members.controller.js';
import { OrganisationsController } from './http/organisations.controller.js';
import { identityConfig, IdentityConfig } from './identity.config.js';
import { identityEntities } from './application/entities.js';

/** Guards every route of the app: first who asks, then how often. */
@Module({})
export class IdentityModule {
  static forRoot(config: IdentityConfig = identityConfig()): DynamicModule {
    return {
      module: IdentityModule,
      imports: [TypeOrmModule.forFeature(identityEntities)],
      controllers: [ApiKeysController, MembersController, OrganisationsController],
      providers: [
        ApiKeys,
        Authentication,
        Bootstrap,
        FamiliarKeys,
        KeyCache,
        Members,
        MemberTokens,
        Organisations,
        { provide: IdentityConfig, useValue: config },
        { provide: APP_GUARD, useClass: AuthGuard },
        { provide: APP_GUARD, useClass: RateLimitGuard },
      ],
      exports: [ApiKeys, Organisations],
    };
  }
}
