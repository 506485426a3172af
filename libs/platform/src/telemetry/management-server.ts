import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Health, type HealthAnswer, processDown, WELL } from '../health/health.js';
import { HttpConfig } from '../http/http.config.js';
import { prometheusReader } from './metrics.controller.js';

type Probe = 'live' | 'startup' | 'ready';
type Probes = Pick<Health, Probe>;

/** Before the application is there: it lives, and that is all. */
const STARTING: Probes = {
  live: () => ({ status: 200, body: WELL }),
  startup: () => processDown('starting'),
  ready: async () => processDown('starting'),
};

/**
 * Answers probes while the application is being made, which takes as long as its database and its schema need. `end` before the
 * application listens: the port is the `ManagementServer`'s then. @throws Error when the port is taken
 */
export async function answerWhileStarting(config: HttpConfig): Promise<{ end(): Promise<void> }> {
  if (config.managementPort === null || config.managementPort === 0) return { end: async () => undefined };
  const server = await listening(config, config.managementPort, STARTING);
  return {
    end: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Serves what operators ask, /metrics and /health/live, /health/startup and /health/ready, at a port of its own, where the configuration
 * names one: then the API's port has /health/live alone. It goes on until everything else has stopped.
 */
@Injectable()
export class ManagementServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private server: Server | null = null;

  constructor(
    private readonly config: HttpConfig,
    private readonly health: Health,
  ) {}

  /** Null where it is not served. */
  get port(): number | null {
    return (this.server?.address() as AddressInfo | null)?.port ?? null;
  }

  /** @throws Error when the port is taken */
  async onApplicationBootstrap(): Promise<void> {
    const { managementPort } = this.config;
    if (managementPort !== null) this.server = await listening(this.config, managementPort, this.health);
  }

  onApplicationShutdown(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}

async function listening({ host }: HttpConfig, port: number, probes: Probes): Promise<Server> {
  const server = createServer((request, response) => answer(probes, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host !== null && { host }) }, resolve);
  });
  return server;
}

function answer(probes: Probes, request: IncomingMessage, response: ServerResponse): void {
  // The port changes hands once: nobody shall come back on a connection of before.
  response.setHeader('Connection', 'close');
  const [, path = '', name = ''] = /^\/(metrics|health\/(live|startup|ready))\/?(?:\?|$)/.exec(request.url ?? '') ?? [];
  if (path === '' || !['GET', 'HEAD'].includes(request.method ?? '')) return void response.writeHead(404).end();
  if (path !== 'metrics') return void probe(probes, name as Probe, response);
  const reader = prometheusReader();
  if (reader) reader.getMetricsRequestHandler(request, response);
  else response.writeHead(503).end();
}

async function probe(probes: Probes, name: Probe, response: ServerResponse): Promise<void> {
  const { status, body } = await Promise.resolve(probes[name]()).catch((error: unknown): HealthAnswer => {
    return processDown(error instanceof Error ? error.message : String(error));
  });
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' }).end(JSON.stringify(body));
}
