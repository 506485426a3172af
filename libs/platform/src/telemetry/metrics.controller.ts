import { type IncomingMessage, type ServerResponse } from 'node:http';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { HttpConfig } from '../http/http.config.js';
import { Public } from '../http/principal.js';
import { notFound, Refusal } from '../problems/refusal.js';

/** Where the telemetry that is started before everything else (`otel.ts`) leaves its Prometheus reader: it cannot be imported from here. */
export const PROMETHEUS_READER = Symbol.for('kadr.prometheus-reader');

interface PrometheusReader {
  getMetricsRequestHandler(request: IncomingMessage, response: ServerResponse): void;
}

export const prometheusReader = (): PrometheusReader | null =>
  ((globalThis as Record<symbol, unknown>)[PROMETHEUS_READER] as PrometheusReader | undefined) ?? null;

@ApiExcludeController()
@Public()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly config: HttpConfig) {}

  /** Everything measured in this process, as Prometheus text; nothing where there is a port for it alone. */
  @Get()
  read(@Req() request: Request, @Res() response: Response): void {
    if (this.config.managementPort !== null) throw notFound();
    const reader = prometheusReader();
    if (!reader) throw new Refusal('unavailable', 'metrics_off', 'This process was started without telemetry (--import otel.js).');
    reader.getMetricsRequestHandler(request, response);
  }
}
