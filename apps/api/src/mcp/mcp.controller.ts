import { All, Controller, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { type Request, type Response } from 'express';
import { createKadrServer } from '#mcp';
import { type Principal, CurrentPrincipal, logger, notFound, Refusal } from '#platform';
import { Kadr } from '#sdk';
import { McpChallenge } from './mcp-challenge.js';
import { McpConfig } from './mcp.config.js';
import { thumbnail } from './thumbnail.js';

const log = logger('mcp');
/** What every process listens on for itself as well. */
const EVERYWHERE = new Set(['0.0.0.0', '::', '::ffff:0.0.0.0']);

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
    const kadr = clientOf(request);
    const handler = createMcpHandler(() => createKadrServer({ kadr, caller: () => principal.keyId, version: '0.1.0', shrink: thumbnail }), {
      onerror: (error) => log.warn({ err: error }, 'a request of an agent failed'),
    });
    await toNodeHandler(handler)(request, response, request.body);
  }

  /** Pages of other places must not use a key that a browser holds. Programs send no origin. @throws Refusal `origin_not_allowed` */
  private checkOrigin(origin: string | undefined): void {
    if (origin === undefined || this.config.origins.has(origin)) return;
    throw new Refusal('forbidden', 'origin_not_allowed', 'This is not for pages of other places.');
  }
}

/** A client for this very process, with what the request was let in by. */
function clientOf({ socket, headers }: Request): Kadr {
  const { localAddress = '127.0.0.1', localPort = 0 } = socket;
  const address = EVERYWHERE.has(localAddress) ? '127.0.0.1' : localAddress.replace(/^::ffff:/, '');
  const organisation = headers['kadr-organisation'];
  return new Kadr({
    baseUrl: `http://${address.includes(':') ? `[${address}]` : address}:${localPort}`,
    apiKey: (headers.authorization ?? '').replace(/^Bearer /i, ''),
    ...(typeof organisation === 'string' && { organisation }),
  });
}
