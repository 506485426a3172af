import { type IncomingHttpHeaders } from 'node:http';
import { All, Controller, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { type Principal, CurrentPrincipal, notFound, Refusal } from '#platform';
import { McpChallenge } from './mcp-challenge.js';
import { McpConfig } from './mcp.config.js';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

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
    this.checkOrigin(request.headers);
    // The library makes a request of the web of it, and those know no TRACE.
    if (request.method === 'TRACE') {
      response
        .status(405)
        .set('Allow', 'POST')
        .json({ jsonrpc: '2.0', error: { code: -32000, message: 'Method not allowed.' }, id: null });
      return;
    }
    // Loaded with the first request: most processes never see one.
    const { answerAgent } = await import('./answer-agent.js');
    await answerAgent(request, response, principal);
  }

  /**
   * Pages of other places must not use a key that a browser holds. Programs send no origin. A page that this machine serves to itself under
   * another of its names is one of ours; any other name that a page and the request agree on may have been pointed here by somebody else.
   * @throws Refusal `origin_not_allowed`
   */
  private checkOrigin({ origin, host }: IncomingHttpHeaders): void {
    if (origin === undefined || this.config.origins.has(origin)) return;
    const page = URL.parse(origin);
    if (page && page.host === host && LOOPBACK.has(page.hostname)) return;
    throw new Refusal('forbidden', 'origin_not_allowed', 'This is not for pages of other places.');
  }
}
