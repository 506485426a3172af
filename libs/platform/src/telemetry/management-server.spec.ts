import { type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Request, type Response } from 'express';
import { HttpConfig } from '../http/http.config.js';
import { ManagementServer } from './management-server.js';
import { MetricsController, PROMETHEUS_READER } from './metrics.controller.js';

const world = globalThis as Record<symbol, unknown>;
const reader = {
  getMetricsRequestHandler: (_request: IncomingMessage, response: ServerResponse) => void response.end('kadr_spec 1\n'),
};

describe('faults C32: /metrics', () => {
  const before = world[PROMETHEUS_READER];
  beforeEach(() => void (world[PROMETHEUS_READER] = reader));
  afterEach(() => void (world[PROMETHEUS_READER] = before));

  it('has a port of its own where one is named, and is not at the other one then', async () => {
    const config: HttpConfig = { ...new HttpConfig(), managementPort: 0, host: '127.0.0.1' };
    const server = new ManagementServer(config);
    await server.onApplicationBootstrap();
    try {
      const at = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${server.port}${path}`, { method });
      expect(await (await at('/metrics')).text()).toBe('kadr_spec 1\n');
      for (const path of ['/', '/metricsx', '/v1/videos', '/metrics/x']) expect((await at(path)).status).toBe(404);
      expect((await at('/metrics', 'POST')).status).toBe(404);
      expect(() => new MetricsController(config).read({} as Request, {} as Response)).toThrow('There is nothing here.');
      world[PROMETHEUS_READER] = undefined;
      expect((await at('/metrics')).status).toBe(503);
    } finally {
      server.onApplicationShutdown();
    }
  });

  it('is beside the API where none is named', async () => {
    const server = new ManagementServer(new HttpConfig());
    await server.onApplicationBootstrap();
    expect(server.port).toBeNull();
    let text = '';
    new MetricsController(new HttpConfig()).read({} as Request, { end: (said: string) => (text = said) } as unknown as Response);
    expect(text).toBe('kadr_spec 1\n');
  });
});
