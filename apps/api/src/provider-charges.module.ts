import { Module } from '@nestjs/common';
import { ChargeSources } from '#billing';
import { ProviderCharges } from '#integrations';

/** Billing asks those who call providers what they were charged. */
@Module({})
export class ProviderChargesModule {
  constructor(sources: ChargeSources, charges: ProviderCharges) {
    sources.register(charges);
  }
}
