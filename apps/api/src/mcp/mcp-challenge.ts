import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { Refusal, sendProblem } from '#platform';
import { McpConfig } from './mcp.config.js';
import { METADATA_PATH } from './mcp-metadata.controller.js';

/** Tells agents that have no token where to learn who gives them one (RFC 9728, 5.1). */
@Catch(Refusal)
export class McpChallenge implements ExceptionFilter {
  constructor(private readonly config: McpConfig) {}

  catch(error: Refusal, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(this.challenged(error), http.getRequest<Request>(), http.getResponse<Response>());
  }

  private challenged(error: Refusal): Refusal {
    const { isOn, issuer, publicUrl } = this.config;
    if (error.kind !== 'unauthorized' || !isOn || issuer === null) return error;
    const challenge = `Bearer realm="kadr", resource_metadata="${publicUrl}${METADATA_PATH}"`;
    return new Refusal(error.kind, error.code, error.message, { headers: { ...error.headers, 'WWW-Authenticate': challenge } });
  }
}
