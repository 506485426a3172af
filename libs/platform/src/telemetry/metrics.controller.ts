import { type IncomingMessage, type ServerResponse } from 'node:http';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { Public } from '../http/principal.js';
import { Refusal } from '../problems/refusal.js';

/** Where the telemetry that is started before everything else (`otel.ts`) leaves its Prometheus reader: it cannot be imported from here. */
export const PROMETHEUS_READER = Symbol.for('kadr.prometheus-reader');

interface PrometheusReader {
  getMetricsRequestHandler(request: IncomingMessage, response: ServerResponse): void;
}

@ApiExcludeController()
@Public()
@Controller('metrics')
export class MetricsController {
  /** Everything measured in this process, as Prometheus text. */
  @Get()
  read(@Req() request: Request, @Res() response: Response): void {
    const reader = (globalThis as Record<symbol, unknown>)[PROMETHEUS_READER] as PrometheusReader | undefined;
    if (!reader) throw new Refusal('unavailable', 'metrics_off', 'This process was started without telemetry (--import otel.js).');
    reader.getMetricsRequestHandler(request, response);
  }
}
