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
import { OidcSignIn } from './application/oidc-sign-in.js';
import { Organisations } from './application/organisations.js';
import { Sessions } from './application/sessions.js';
import { SignInLinks } from './application/sign-in-links.js';
import { SignInSweeper } from './application/sign-in-sweeper.js';
import { ApiKeysController } from './http/api-keys.controller.js';
import { AuthGuard } from './http/auth.guard.js';
import { CookieCallers } from './http/cookie-callers.js';
import { MembersController } from './http/members.controller.js';
import { OidcController } from './http/oidc.controller.js';
import { OrganisationsController } from './http/organisations.controller.js';
import { SessionController } from './http/session.controller.js';
import { SessionsController } from './http/sessions.controller.js';
import { identityConfig, IdentityConfig } from './identity.config.js';
import { identityEntities } from './application/entities.js';

/** Guards every route of the app: first who asks, then how often. */
@Module({})
export class IdentityModule {
  static forRoot(config: IdentityConfig = identityConfig()): DynamicModule {
    return {
      module: IdentityModule,
      imports: [TypeOrmModule.forFeature(identityEntities)],
      controllers: [ApiKeysController, MembersController, OidcController, OrganisationsController, SessionController, SessionsController],
      providers: [
        ApiKeys,
        Authentication,
        Bootstrap,
        CookieCallers,
        FamiliarKeys,
        KeyCache,
        Members,
        MemberTokens,
        OidcSignIn,
        Organisations,
        Sessions,
        SignInLinks,
        SignInSweeper,
        { provide: IdentityConfig, useValue: config },
        { provide: APP_GUARD, useClass: AuthGuard },
        { provide: APP_GUARD, useClass: RateLimitGuard },
      ],
      exports: [ApiKeys, Organisations],
    };
  }
}
