import { type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Request, type Response } from 'express';
import { freePort } from '../../../../scripts/lib/ports.mjs';
import { HttpConfig } from '../http/http.config.js';
import { type Health, processDown, WELL } from '../health/health.js';
import { answerWhileStarting, ManagementServer } from './management-server.js';
import { MetricsController, PROMETHEUS_READER } from './metrics.controller.js';

const world = globalThis as Record<symbol, unknown>;
const reader = {
  getMetricsRequestHandler: (_request: IncomingMessage, response: ServerResponse) => void response.end('kadr_spec 1\n'),
};

const health = {
  live: () => ({ status: 200, body: WELL }),
  startup: () => ({ status: 200, body: WELL }),
  ready: async () => processDown('stopping'),
} as unknown as Health;

describe('faults C32, D8: what operators ask', () => {
  const before = world[PROMETHEUS_READER];
  beforeEach(() => void (world[PROMETHEUS_READER] = reader));
  afterEach(() => void (world[PROMETHEUS_READER] = before));

  it('has a port of its own where one is named, and is not at the other one then', async () => {
    const config: HttpConfig = { ...new HttpConfig(), managementPort: 0, host: '127.0.0.1' };
    const server = new ManagementServer(config, health);
    await server.onApplicationBootstrap();
    try {
      const at = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${server.port}${path}`, { method });
      expect(await (await at('/metrics')).text()).toBe('kadr_spec 1\n');
      for (const path of ['/', '/metricsx', '/v1/videos', '/metrics/x']) expect((await at(path)).status).toBe(404);
      expect((await at('/metrics', 'POST')).status).toBe(404);
      for (const path of ['/health', '/health/', '/health/lives', '/health/live/x', '/v1/health/live'])
        expect((await at(path)).status).toBe(404);
      expect((await at('/health/ready', 'POST')).status).toBe(404);
      expect([(await at('/health/live')).status, (await at('/health/startup?x=1')).status]).toEqual([200, 200]);
      const ready = await at('/health/ready');
      expect([ready.status, ready.headers.get('cache-control'), await ready.json()]).toEqual([
        503,
        'no-store',
        expect.objectContaining({ status: 'error', details: { process: { status: 'down', message: 'stopping' } } }),
      ]);
      expect(() => new MetricsController(config).read({} as Request, {} as Response)).toThrow('There is nothing here.');
      world[PROMETHEUS_READER] = undefined;
      expect((await at('/metrics')).status).toBe(503);
    } finally {
      server.onApplicationShutdown();
    }
  });

  it('is beside the API where none is named', async () => {
    const server = new ManagementServer(new HttpConfig(), health);
    await server.onApplicationBootstrap();
    expect(server.port).toBeNull();
    let text = '';
    new MetricsController(new HttpConfig()).read({} as Request, { end: (said: string) => (text = said) } as unknown as Response);
    expect(text).toBe('kadr_spec 1\n');
  });

  it('is answered from the first moment: alive, and neither started nor ready', async () => {
    const port = await freePort();
    const config: HttpConfig = { ...new HttpConfig(), managementPort: port, host: '127.0.0.1' };
    const starting = await answerWhileStarting(config);
    const status = async (path: string): Promise<number> => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
    expect([await status('/health/live'), await status('/health/startup'), await status('/health/ready')]).toEqual([200, 503, 503]);
    expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toBe('kadr_spec 1\n');
    await starting.end();
    const server = new ManagementServer(config, health);
    await server.onApplicationBootstrap();
    expect(await status('/health/startup')).toBe(200);
    server.onApplicationShutdown();
  });
});
