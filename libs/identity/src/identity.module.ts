import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiKeys } from './application/api-keys.js';
import { Organisations } from './application/organisations.js';
import { ApiKeyGuard } from './http/api-key.guard.js';
import { IdentityController } from './http/identity.controller.js';
import { IdentityConfig } from './identity.config.js';
import { ApiKey } from './infrastructure/api-key.entity.js';
import { Organisation } from './infrastructure/organisation.entity.js';

/** Organisations and their keys. Guards every route of the application that is not `@Public()`. */
@Module({
  imports: [TypeOrmModule.forFeature([Organisation, ApiKey])],
  controllers: [IdentityController],
  providers: [IdentityConfig, ApiKeys, Organisations, { provide: APP_GUARD, useClass: ApiKeyGuard }],
})
export class IdentityModule {}
