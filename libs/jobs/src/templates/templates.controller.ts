import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { pageOfAll, Scopes, CatalogueQuery } from '#platform';
import { MontageTemplates } from './montage-templates.js';

const KINDS = ['cut', 'crossfade', 'fade', 'wipe'] as const;

export class TemplateJointResponse {
  @ApiProperty({ enum: KINDS })
  kind: (typeof KINDS)[number];
  @ApiProperty({ minimum: 0, maximum: 1 })
  seconds: number;
}

export class TemplateTransitionsResponse {
  @ApiProperty({ type: TemplateJointResponse, description: 'Between segments of one section.' })
  within: TemplateJointResponse;
  @ApiProperty({ type: TemplateJointResponse, description: 'Between intro, main and outro.' })
  sections: TemplateJointResponse;
}

export class TemplateResponse {
  @ApiProperty({ example: 'classic' })
  id: string;
  @ApiProperty()
  description: string;
  @ApiProperty({ type: TemplateTransitionsResponse })
  transitions: TemplateTransitionsResponse;
}

export class TemplateListResponse {
  @ApiProperty({ type: [TemplateResponse] })
  data: readonly TemplateResponse[];

  @ApiProperty({ type: String, nullable: true, description: 'Null on the last page.' })
  nextCursor: string | null;
}

@ApiTags('templates')
@Controller('v1/templates')
export class TemplatesController {
  constructor(private readonly templates: MontageTemplates) {}

  @Get()
  @Scopes('videos:read')
  @ApiOperation({
    summary: 'The montage templates of this installation: what "template" of a video may be',
    description: 'By name.',
  })
  @ApiOkResponse({ type: TemplateListResponse, description: 'A page of them' })
  list(@Query() page: CatalogueQuery): TemplateListResponse {
    return pageOfAll(
      this.templates.all(),
      page,
      ({ id }) => id,
      ({ id, description, transitions }) => ({ id, description, transitions }),
    );
  }
}
