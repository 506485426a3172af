import { describe, expect, it, jest } from '@jest/globals';
import { type Request, type Response } from 'express';
import { HttpConfig } from './http.config.js';
import { Overload } from './overload.js';

const asked = (overload: Overload, method: string, path: string): number => {
  const sent = { status: 200, headers: {} as Record<string, string> };
  const response = {
    headersSent: false,
    setHeader: (name: string, value: string) => void (sent.headers[name] = value),
    status: (status: number) => ((sent.status = status), response),
    type: () => response,
    send: () => response,
  };
  overload.shed({ method, path } as Request, response as unknown as Response, jest.fn());
  if (sent.status === 503) expect(sent.headers['Retry-After']).toMatch(/^\d+$/);
  return sent.status;
};

describe('faults B27: an overloaded process', () => {
  const after = (...delaysMs: number[]): Overload => {
    const overload = new Overload(new HttpConfig());
    for (const ms of delaysMs) overload.delay.sample(ms);
    return overload;
  };

  it('takes no new work until its event loop turns again', () => {
    const overload = after(...Array<number>(20).fill(600));
    for (const method of ['POST', 'PUT', 'PATCH']) expect(asked(overload, method, '/v1/videos')).toBe(503);
    for (let turn = 0; turn < 20; turn += 1) overload.delay.sample(0);
    expect(asked(overload, 'POST', '/v1/videos')).toBe(200);
  });

  it('goes on telling how it is, reading, cancelling and hearing of what has begun', () => {
    const overload = after(...Array<number>(20).fill(600));
    const calls = [
      ...['GET /v1/videos', 'HEAD /v1/videos', 'DELETE /v1/videos/1', 'GET /health/live', 'POST /health/live', 'GET /metrics'],
      'POST /webhooks/kie/1',
    ];
    for (const call of calls) expect([call, asked(overload, call.split(' ')[0] ?? '', call.split(' ')[1] ?? '')]).toEqual([call, 200]);
  });

  it('is not one that was busy for a moment', () => {
    expect(after(2000).isOverloaded).toBe(false);
    expect(after(...Array<number>(100).fill(200)).isOverloaded).toBe(false);
  });

  it('is never said to be one when the setting is 0', () => {
    const overload = new Overload({ ...new HttpConfig(), overloadDelayMs: 0 });
    for (let turn = 0; turn < 100; turn += 1) overload.delay.sample(5000);
    expect(asked(overload, 'POST', '/v1/videos')).toBe(200);
  });

  it('measures itself', async () => {
    const overload = after();
    overload.onApplicationBootstrap();
    const before = overload.delay.ms;
    for (let block = 0; block < 3; block += 1) {
      const until = performance.now() + 400;
      while (performance.now() < until);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    overload.onApplicationShutdown();
    expect(overload.delay.ms).toBeGreaterThan(before + 50);
  });
});
