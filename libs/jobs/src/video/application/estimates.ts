import { Injectable } from '@nestjs/common';
import { type Quantities } from '#billing';
import { Models } from '#integrations';
import { type Estimate, type EstimateSources } from '../domain/estimate.js';
import { JobsConfig } from '../../jobs.config.js';
import { narratorModel } from '../../shared/narrator.js';

/** What estimates are made from: the catalogue as it is now, and the models that serve when a request names none. */
@Injectable()
export class Estimates implements EstimateSources {
  readonly scriptModel: string;
  readonly musicModel: string;
  readonly defaultDurationSeconds: number;

  constructor(
    private readonly models: Models,
    private readonly config: JobsConfig,
  ) {
    this.scriptModel = config.scriptModel;
    this.musicModel = config.musicModel;
    this.defaultDurationSeconds = config.defaultDurationSeconds;
  }

  // A property, since it is handed on by itself.
  readonly priceOf: EstimateSources['priceOf'] = (id) => {
    const found = this.models.find(id);
    return found && { ...found, model: found.id };
  };

  voiceModel(provider: string, language: string, voice: string | null): string {
    return narratorModel(this.models, this.config, { provider, voice }, language);
  }
}

/** Each call's share of the reservation: free again as soon as that call is done with. */
export function itemsOf({ costs }: Pick<Estimate, 'costs'>): Record<string, Quantities> {
  return Object.fromEntries(
    costs.filter((cost) => cost.amountMicros > 0).map((cost) => [cost.name, { provider_cost_micros: cost.amountMicros }]),
  );
}
