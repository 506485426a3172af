import { type DynamicModule, Module } from '@nestjs/common';
import { identityEntities, IdentityModule } from '#identity';
import { DatabaseModule, PlatformModule, type Role } from '#platform';
import { apiRoles } from './api.config.js';
import { migrations } from './migrations.js';
import { RootController } from './root.controller.js';

export interface AppOptions {
  /** Default: KADR_ROLES. */
  readonly roles?: ReadonlySet<Role>;
  /** More modules, for specs. */
  readonly imports?: readonly (DynamicModule | (new () => object))[];
}

/** Puts the libs together. What each role runs is the libs' own affair: they are told the roles. */
@Module({})
export class AppModule {
  static forRoot({ roles = apiRoles(), imports = [] }: AppOptions = {}): DynamicModule {
    const servesApi = roles.has('api');
    return {
      module: AppModule,
      imports: [
        DatabaseModule.forRoot({ entities: identityEntities, migrations }),
        PlatformModule.forRoot({ roles }),
        ...(servesApi ? [IdentityModule.forRoot()] : []),
        ...imports,
      ],
      controllers: servesApi ? [RootController] : [],
    };
  }
}
