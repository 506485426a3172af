import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Scopes } from '#platform';
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
  @ApiOperation({ summary: 'The catalogue: every model this installation knows, with price and availability' })
  @ApiOkResponse({ type: ModelListResponse })
  list(@Query() query: ListModelsRequest): ModelListResponse {
    return ModelListResponse.of(this.models.catalogue(query.capability));
  }
}
