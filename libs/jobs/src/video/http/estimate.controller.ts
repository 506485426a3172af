import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Quota, RESOURCES } from '#billing';
import { Models } from '#integrations';
import { Clock, CurrentPrincipal, Ids, type Principal, Scopes } from '#platform';
import { Estimates } from '../application/estimates.js';
import { estimateVideo } from '../domain/estimate.js';
import { CreateVideo } from '../domain/video-job.commands.js';
import { videoJob } from '../domain/video-job.decider.js';
import { JobsConfig } from '../../jobs.config.js';
import { MontageTemplates } from '../../templates/montage-templates.js';
import { CreateVideoRequest } from './create-video.request.js';
import { resolveRequest } from '../application/resolve/resolve-request.js';

/** Which one is drawn changes nothing of the estimate. */
const ANY_SEED = 0;

@ApiTags('videos')
@ApiBearerAuth()
@Controller('v1/videos')
export class EstimateController {
  constructor(
    private readonly estimates: Estimates,
    private readonly models: Models,
    private readonly config: JobsConfig,
    private readonly templates: MontageTemplates,
    private readonly quota: Quota,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  @Post('estimate')
  @HttpCode(200)
  @Scopes('videos:write')
  @ApiOperation({ summary: 'What a video would use, and whether the quota allows it now; nothing is made' })
  async estimate(@Body() body: CreateVideoRequest, @CurrentPrincipal() { orgId }: Principal) {
    const asking = { orgId, today: this.clock.now().slice(0, 10), seed: ANY_SEED };
    const { models, config, templates } = this;
    const { request, format, transition } = resolveRequest(body, asking, { models, config, templates });
    const { widthPx, heightPx } = format;
    // What creating would refuse is refused here as well.
    videoJob.decide(
      new CreateVideo({ videoId: this.ids.next(), request, widthPx, heightPx, transition }, this.clock.now()),
      videoJob.initialState,
    );
    const { segments, quantities, costs } = estimateVideo(request, format, this.estimates);
    const refusals = await this.quota.refusals(orgId, quantities);
    return {
      segments,
      resources: RESOURCES.map((resource) => ({ resource, quantity: quantities[resource] })),
      cost: { amountMicros: quantities.provider_cost_micros, currency: 'USD', items: merged(costs) },
      allowed: refusals.length === 0,
      refusals,
    };
  }
}

type Item = Pick<ReturnType<typeof estimateVideo>['costs'][number], 'provider' | 'model' | 'units' | 'amountMicros'>;

/** One line for each model that costs something. */
function merged(costs: readonly Item[]): Item[] {
  const items = new Map<string, Item>();
  for (const { provider, model, units, amountMicros } of costs) {
    if (amountMicros === 0) continue;
    const known = items.get(model) ?? { provider, model, units: 0, amountMicros: 0 };
    items.set(model, { ...known, units: known.units + units, amountMicros: known.amountMicros + amountMicros });
  }
  return [...items.values()];
}
