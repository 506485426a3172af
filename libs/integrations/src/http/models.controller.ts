import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, type Principal, Scopes } from '#platform';
import { Models } from '../contracts/models.js';
import { ListModelsRequest } from './list-models.request.js';
import { ModelListResponse } from './model.response.js';

@ApiTags('models')
@ApiBearerAuth()
@Controller('v1/models')
export class ModelsController {
  constructor(private readonly models: Models) {}

  @Get()
  @Scopes('videos:read')
  @ApiOperation({ summary: 'The catalogue: every model this installation knows, with its price and whether you can use it' })
  @ApiOkResponse({ type: ModelListResponse })
  list(@Query() query: ListModelsRequest, @CurrentPrincipal() { orgId }: Principal): ModelListResponse {
    return ModelListResponse.of(this.models.catalogue(query.capability, orgId));
  }
}
