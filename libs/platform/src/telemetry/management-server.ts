import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HttpConfig } from '../http/http.config.js';
import { prometheusReader } from './metrics.controller.js';

/** Serves /metrics at a port of its own, where the configuration names one: then the API's port does not. */
@Injectable()
export class ManagementServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private server: Server | null = null;

  constructor(private readonly config: HttpConfig) {}

  /** Null where it is not served. */
  get port(): number | null {
    return (this.server?.address() as AddressInfo | null)?.port ?? null;
  }

  /** @throws Error when the port is taken */
  async onApplicationBootstrap(): Promise<void> {
    const { managementPort, host } = this.config;
    if (managementPort === null) return;
    const server = createServer((request, response) => {
      const isMetrics = request.method === 'GET' && /^\/metrics\/?(\?|$)/.test(request.url ?? '');
      const reader = isMetrics ? prometheusReader() : null;
      if (reader) reader.getMetricsRequestHandler(request, response);
      else response.writeHead(isMetrics ? 503 : 404).end();
    });
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port: managementPort, ...(host !== null && { host }) }, resolve);
    });
  }

  onApplicationShutdown(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}
