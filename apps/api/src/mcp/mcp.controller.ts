import { All, Controller, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { type Principal, CurrentPrincipal, notFound, Refusal } from '#platform';
import { McpChallenge } from './mcp-challenge.js';
import { McpConfig } from './mcp.config.js';

/**
 * Kadr as tools for agents, by the Model Context Protocol. Nothing is kept between requests: any process may answer each of them. Tools speak
 * to this installation by HTTP with the key of the request, so the walls, quotas and limits of every caller hold.
 */
@ApiExcludeController()
@Controller('mcp')
@UseFilters(McpChallenge)
export class McpController {
  constructor(private readonly config: McpConfig) {}

  @All()
  async serve(@Req() request: Request, @Res() response: Response, @CurrentPrincipal() principal: Principal): Promise<void> {
    if (!this.config.isOn) throw notFound();
    this.checkOrigin(request.headers.origin);
    // Loaded with the first request: most processes never see one.
    const { answerAgent } = await import('./answer-agent.js');
    await answerAgent(request, response, principal);
  }

  /** Pages of other places must not use a key that a browser holds. Programs send no origin. @throws Refusal `origin_not_allowed` */
  private checkOrigin(origin: string | undefined): void {
    if (origin === undefined || this.config.origins.has(origin)) return;
    throw new Refusal('forbidden', 'origin_not_allowed', 'This is not for pages of other places.');
  }
}
