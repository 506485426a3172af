import { Module } from '@nestjs/common';
import { UsageSink } from '#billing';
import { EventingRegistry } from '#eventing';
import { accountForAsset } from './account-for-asset.process-manager.js';

/** Has the media library paid for: it knows no billing, and billing knows no files. */
@Module({})
export class AssetAccountingModule {
  constructor(registry: EventingRegistry, usage: UsageSink) {
    registry.processManager(accountForAsset, usage);
  }
}
