import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Models } from '#integrations';
import { TaskRuntime } from '#tasks';
import { CurrentPrincipal, Ids, type Principal, Scopes, Idempotent } from '#platform';
import { JobsConfig } from '../../jobs.config.js';
import { FaultyRequest, fieldError } from '../../shared/faulty-request.js';
import { ExpandIdeaRequest } from '../application/resolve/create-video.request.js';
import { languageToWriteIn } from '#media';
import { ExpandedIdeaResponse } from './video.response.js';

/** What a script writer makes of a rough idea, before anything is ordered. */
@ApiTags('ideas')
@Controller('v1')
export class IdeasController {
  constructor(
    private readonly models: Models,
    private readonly config: JobsConfig,
    private readonly ids: Ids,
    private readonly tasks: TaskRuntime,
  ) {}

  @Post(['ideas/expand', 'ideas\\:expand'])
  @Idempotent()
  @HttpCode(200)
  @Scopes('videos:write')
  @ApiOperation({
    summary: 'Title, hook, tone, format, audience and outline for an idea',
    description: 'Nothing is ordered or kept.',
  })
  @ApiBody({ type: ExpandIdeaRequest, examples: { idea: { value: { idea: 'Why octopuses have three hearts' } } } })
  @ApiOkResponse({ type: ExpandedIdeaResponse, description: 'What a writer makes of it' })
  async expand(
    @Body() { idea, language: asked }: ExpandIdeaRequest,
    @CurrentPrincipal() { orgId }: Principal,
  ): Promise<ExpandedIdeaResponse> {
    const language = asked ?? languageToWriteIn(idea, (one) => this.config.localWriterKnows(one));
    // Within one request nobody remembers what was paid, so the local writer answers, whoever writes the scripts of films.
    if (!this.config.localWriterKnows(language)) {
      throw new FaultyRequest([fieldError('language', `the script writer knows ${this.config.writerLanguages.join(', ')}`)]);
    }
    const folder = this.tasks.openFolder();
    try {
      const context = { signal: AbortSignal.timeout(30_000), orgId, attemptId: this.ids.next(), workDir: folder.path };
      const written = await this.models.script(this.config.localWriter).write(
        {
          ...{ prompt: idea, title: null, language, style: 'cinematic', tone: 'curious', audience: 'general', beats: null, seed: 0 },
          durationSeconds: this.config.defaultDurationSeconds,
        },
        context,
      );
      const { title, hook, tone, format, audience, outline } = written;
      return { title, hook, tone, format, audience, outline };
    } finally {
      await folder.remove();
    }
  }
}
