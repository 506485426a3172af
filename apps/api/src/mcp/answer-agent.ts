import { createMcpHandler } from '@modelcontextprotocol/server';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { type Request, type Response } from 'express';
import { createKadrServer } from '#mcp';
import { type Principal, logger } from '#platform';
import { Kadr } from '#sdk';
import { thumbnail } from './thumbnail.js';

const log = logger('mcp');
/** What every process listens on for itself as well. */
const EVERYWHERE = new Set(['0.0.0.0', '::', '::ffff:0.0.0.0']);

/** Answers one request of an agent, which may do what the caller may. */
export async function answerAgent(request: Request, response: Response, principal: Principal): Promise<void> {
  const kadr = clientOf(request);
  const handler = createMcpHandler(() => createKadrServer({ kadr, caller: () => principal.keyId, version: '0.1.0', shrink: thumbnail }), {
    onerror: (error) => log.warn({ err: error }, 'a request of an agent failed'),
  });
  await toNodeHandler(handler)(request, response, request.body);
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
