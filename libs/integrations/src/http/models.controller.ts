import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, type Principal, Scopes, pageOfAll } from '#platform';
import { type ModelInfo } from '../contracts/model-info.js';
import { Models } from '../contracts/models.js';
import { ListModelsRequest } from './list-models.request.js';
import { ModelListResponse, ModelResponse } from './model.response.js';

@ApiTags('models')
@Controller('v1/models')
export class ModelsController {
  constructor(private readonly models: Models) {}

  @Get()
  @Scopes('videos:read')
  @ApiOperation({
    summary: 'The catalogue: every model this installation knows, with its price and whether you can use it',
    description: 'A model with several capabilities is listed once for each. All of them, unless `limit` says otherwise.',
  })
  @ApiOkResponse({ type: ModelListResponse, description: 'A page of it' })
  list(@Query() query: ListModelsRequest, @CurrentPrincipal() { orgId }: Principal): ModelListResponse {
    const models = this.models.catalogue(query.capability, orgId);
    return pageOfAll(models, query, keyOf, (model) => ModelResponse.of(model));
  }
}

/** A model has an entry for each of its capabilities. */
const keyOf = ({ id, capability }: ModelInfo): string => `${capability} ${id}`;
