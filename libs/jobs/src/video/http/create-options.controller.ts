import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Models } from '#integrations';
import { MOODS } from '#media';
import { MAX_SEGMENTS } from '#steps/plan';
import { CurrentPrincipal, type Principal, Scopes } from '#platform';
import { JobsConfig } from '../../jobs.config.js';
import { LANGUAGES } from '../../shared/languages.js';
import { DEFAULT_TEMPLATE, MontageTemplates } from '../../templates/montage-templates.js';
import { MAX_FILM_SECONDS, MIN_FILM_SECONDS } from '../domain/film-length.js';

/** Looks that models of pictures know by name; any other words are taken as well. */
const STYLES = ['cinematic', 'documentary', 'cartoon', 'watercolour', 'minimal'] as const;
const CAPTION_STYLES = ['karaoke', 'block', 'minimal'] as const;

export class VoiceOptionResponse {
  @ApiProperty({ example: 'en-slt', description: '`voice.voice` of an order.' })
  id: string;
  @ApiProperty()
  name: string;
  @ApiProperty({ example: 'en', description: 'BCP 47.' })
  language: string;
  @ApiProperty({ example: 'local:speech', description: '`voice.provider` of an order.' })
  model: string;
}

export class TemplateOptionResponse {
  @ApiProperty({ example: 'classic' })
  id: string;
  @ApiProperty()
  description: string;
}

export class OrderLimitsResponse {
  @ApiProperty()
  minSeconds: number;
  @ApiProperty()
  maxSeconds: number;
  @ApiProperty({ type: 'integer' })
  maxSegments: number;
}

export class OrderDefaultsResponse {
  @ApiProperty({ description: 'Of a film from a prompt or an idea.' })
  durationSeconds: number;
  @ApiProperty()
  template: string;
  @ApiProperty({ type: [String] })
  models: readonly string[];
  @ApiProperty({ type: [String] })
  imageModels: readonly string[];
  @ApiProperty({ description: 'Who writes the script.' })
  scriptModel: string;
  @ApiProperty()
  musicModel: string;
}

export class CreateOptionsResponse {
  @ApiProperty({ type: [String], description: 'BCP 47: what a film can be in.' })
  languages: readonly string[];
  @ApiProperty({ type: [String], description: 'Of those, what a script is written in without a provider.' })
  writtenLanguages: readonly string[];
  @ApiProperty({ type: [VoiceOptionResponse], description: 'That can be listed; providers may have more.' })
  voices: readonly VoiceOptionResponse[];
  @ApiProperty({ type: [String], description: 'Other words are understood as well.' })
  moods: readonly string[];
  @ApiProperty({ type: [String], description: 'Other words are understood as well.' })
  styles: readonly string[];
  @ApiProperty({ enum: CAPTION_STYLES, isArray: true })
  captionStyles: readonly string[];
  @ApiProperty({ type: [TemplateOptionResponse] })
  templates: readonly TemplateOptionResponse[];
  @ApiProperty({ type: OrderLimitsResponse })
  limits: OrderLimitsResponse;
  @ApiProperty({ type: OrderDefaultsResponse, description: 'What is taken where an order names nothing.' })
  defaults: OrderDefaultsResponse;
}

@ApiTags('create-options')
@Controller('v1/create-options')
export class CreateOptionsController {
  constructor(
    private readonly models: Models,
    private readonly templates: MontageTemplates,
    private readonly config: JobsConfig,
  ) {}

  @Get()
  @Scopes('videos:read')
  @ApiOperation({
    operationId: 'create_options_get',
    summary: 'What an order of a video can choose from',
    description: 'Languages, voices, moods, looks and templates of this installation, its limits and defaults. Models: `GET /v1/models`.',
  })
  @ApiOkResponse({ type: CreateOptionsResponse, description: 'The choices' })
  async get(@CurrentPrincipal() { orgId }: Principal): Promise<CreateOptionsResponse> {
    const { defaultDurationSeconds, clipModels, imageModels, scriptModel, musicModel, writerLanguages } = this.config;
    return {
      languages: LANGUAGES,
      writtenLanguages: writerLanguages,
      voices: await this.models.voices(orgId),
      moods: MOODS,
      styles: STYLES,
      captionStyles: CAPTION_STYLES,
      templates: this.templates.all().map(({ id, description }) => ({ id, description })),
      limits: { minSeconds: MIN_FILM_SECONDS, maxSeconds: MAX_FILM_SECONDS, maxSegments: MAX_SEGMENTS },
      defaults: {
        ...{ durationSeconds: defaultDurationSeconds, template: DEFAULT_TEMPLATE },
        ...{ models: clipModels, imageModels, scriptModel, musicModel },
      },
    };
  }
}
