import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Scopes } from '#platform';
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
  data: TemplateResponse[];

  @ApiProperty({ type: String, nullable: true, description: 'Always null: all of them are here.' })
  nextCursor: null;
}

@ApiTags('templates')
@ApiBearerAuth()
@Controller('v1/templates')
export class TemplatesController {
  constructor(private readonly templates: MontageTemplates) {}

  @Get()
  @Scopes('videos:read')
  @ApiOperation({ summary: 'The montage templates of this installation: what "template" of a video may be' })
  @ApiOkResponse({ type: TemplateListResponse })
  list(): TemplateListResponse {
    return { data: this.templates.all().map(({ id, description, transitions }) => ({ id, description, transitions })), nextCursor: null };
  }
}
