import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { CurrentPrincipal, PageQuery, type Principal, Problems, Scopes, UuidParam } from '#platform';
import { WorkflowNodeErrorResponse, WorkflowValueResponse } from '../../run/http/run.response.js';
import { ITEM_STATUSES, type ItemView, MapReader } from '../application/map-reader.js';

export class MapItemsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ITEM_STATUSES, description: 'Only items that stand so.' })
  @IsOptional()
  @IsIn(ITEM_STATUSES)
  status?: ItemView['status'];
}

export class MapItemResponse implements ItemView {
  @ApiProperty({ type: 'integer', description: 'Its place in the list, from 0.' })
  index: number;
  @ApiProperty({ enum: ITEM_STATUSES })
  status: ItemView['status'];
  @ApiProperty({ type: WorkflowValueResponse, nullable: true, description: 'What came of it.' })
  output: WorkflowValueResponse | null;
  @ApiProperty({ description: 'Whether a model that stands in made something of it.' })
  isFallback: boolean;
  @ApiProperty({ type: WorkflowNodeErrorResponse, nullable: true })
  error: WorkflowNodeErrorResponse | null;
}

export class MapItemListResponse {
  @ApiProperty({ type: [MapItemResponse] })
  data: readonly MapItemResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

/** Translates between HTTP and `MapReader`; decides nothing. */
@ApiTags('workflows')
@Controller('v1/workflow-runs')
export class MapItemsController {
  constructor(private readonly maps: MapReader) {}

  @Get(':id/nodes/:node/items')
  @Scopes('workflows:read')
  @ApiOperation({ summary: 'Items of a Map, in their order', description: 'How the work on each of them stands, and what came of it.' })
  @ApiParam({ name: 'node', description: 'Id of the Map.', schema: { type: 'string' } })
  @Problems('workflow_run_not_found', 'node_not_found')
  @ApiOkResponse({ type: MapItemListResponse, description: 'A page of them' })
  list(
    @UuidParam('id') runId: string,
    @Param('node') node: string,
    @Query() query: MapItemsQuery,
    @CurrentPrincipal() { orgId }: Principal,
  ): Promise<MapItemListResponse> {
    return this.maps.items(orgId, runId, node, query);
  }
}
