import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type HttpAdapterHost } from '@nestjs/core';
import { type Request, type Response } from 'express';
import { Shutdown } from '../shutdown/shutdown.js';
import { Clock } from '../time/clock.js';
import { EventStreams, Grants, type OpenStream } from './event-streams.js';
import { HttpConfig } from './http.config.js';
import { type Principal, setPrincipal } from './principal.js';

class SpecGrants extends Grants {
  readonly questions: number[] = [];
  readonly revoked = new Set<string>();
  async standing(callers: readonly Principal[]): Promise<ReadonlySet<string>> {
    this.questions.push(callers.length);
    return new Set(callers.map(({ keyId }) => keyId).filter((id) => !this.revoked.has(id)));
  }
}

class SpecResponse extends EventEmitter {
  readonly socket = { destroyed: false };
  written = '';
  takes = true;
  hasEnded = false;
  isDestroyed = false;
  headers: Record<string, string> = {};
  get writableNeedDrain(): boolean {
    return !this.takes;
  }
  writeHead(_status: number, headers: Record<string, string>): void {
    this.headers = headers;
  }
  flushHeaders(): void {}
  write(text: string): boolean {
    this.written += text;
    return this.takes;
  }
  end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.emit('close');
  }
  destroy(): void {
    this.isDestroyed = true;
    this.emit('close');
  }
}

describe('faults B13: event streams', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const world = (settings: Partial<HttpConfig> = {}) => {
    const config: HttpConfig = { ...new HttpConfig(), ...settings };
    const grants = new SpecGrants();
    const shutdown = new Shutdown({} as HttpAdapterHost, config);
    const streams = new EventStreams(config, shutdown, new Clock(), grants);
    const open = (keyId: string | null, orgId = 'o', isPermitted?: () => boolean) => {
      const request = { ip: '203.0.113.7' } as Request;
      if (keyId !== null) setPrincipal(request, { orgId, keyId, scopes: [] });
      const response = new SpecResponse();
      const stream: OpenStream = streams.start(request, response as unknown as Response, { orgId, ...(isPermitted && { isPermitted }) });
      return { response, stream };
    };
    return { grants, shutdown, streams, open };
  };

  it('end soon after their key is revoked, and others go on', async () => {
    const { open, grants } = world();
    const [one, other] = [open('one'), open('other')];
    await jest.advanceTimersByTimeAsync(10_000);
    expect([one.response.hasEnded, other.response.hasEnded]).toEqual([false, false]);
    grants.revoked.add('one');
    await jest.advanceTimersByTimeAsync(5_000);
    expect([one.response.hasEnded, one.stream.signal.aborted]).toEqual([true, true]);
    expect(other.response.hasEnded).toBe(false);
  });

  it('by a signed link end with the link, without a question', async () => {
    let isPermitted = true;
    const { open, grants } = world();
    const { response } = open(null, 'o', () => isPermitted);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(response.hasEnded).toBe(false);
    isPermitted = false;
    await jest.advanceTimersByTimeAsync(5_000);
    expect(response.hasEnded).toBe(true);
    expect(grants.questions).toEqual([]);
  });

  it('share one question about all of their keys, every few seconds', async () => {
    const { open, grants, streams } = world();
    for (let one = 0; one < 500; one += 1) open(`key ${one % 50}`);
    expect(streams.size).toBe(500);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(new Set(grants.questions)).toEqual(new Set([50]));
    expect(grants.questions.length).toBeLessThanOrEqual(20);
  });

  it('go on while permissions cannot be looked at', async () => {
    const { open, grants } = world();
    const { response } = open('one');
    jest.spyOn(grants, 'standing').mockRejectedValueOnce(new Error('no database'));
    await jest.advanceTimersByTimeAsync(5_000);
    expect(response.hasEnded).toBe(false);
    grants.revoked.add('one');
    await jest.advanceTimersByTimeAsync(5_000);
    expect(response.hasEnded).toBe(true);
  });

  it.each([
    ['key', { streamsPerKey: 3 }, (n: number) => ['one', `o${n}`]],
    ['organisation', { streamsPerOrganisation: 3 }, (n: number) => [`key ${n}`, 'o']],
    ['process', { streamsPerProcess: 3 }, (n: number) => [`key ${n}`, `o${n}`]],
    ['address without a key', { streamsPerKey: 3 }, (n: number) => [null, `o${n}`]],
  ] as const)('are so many for one %s, and another when one has ended', (_of, settings, callerOf) => {
    const { open, streams } = world(settings);
    const next = (n: number) => open(...(callerOf(n) as [string | null, string]));
    const opened = [0, 1, 2].map(next);
    let refusal: unknown;
    try {
      next(3);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({
      code: 'rate_limited',
      kind: 'rate-limited',
      headers: { 'Retry-After': expect.stringMatching(/^\d+$/) },
    });
    opened[0]?.response.emit('close');
    next(4);
    expect(streams.size).toBe(3);
  });

  it('wait for a slow reader, and let go of one that takes nothing', async () => {
    const { open, streams } = world();
    const { response, stream } = open('slow');
    await stream.write('1');
    response.takes = false;
    let isWritten = false;
    void stream.write('2').then(() => (isWritten = true));
    await jest.advanceTimersByTimeAsync(20_000);
    expect([isWritten, response.written]).toEqual([false, '12']);
    response.takes = true;
    response.emit('drain');
    await jest.advanceTimersByTimeAsync(0);
    expect(isWritten).toBe(true);
    response.takes = false;
    void stream.write('3');
    await jest.advanceTimersByTimeAsync(60_000);
    expect([response.isDestroyed, streams.size]).toEqual([true, 0]);
  });

  it('say that they live', async () => {
    const { response } = world().open('one');
    await jest.advanceTimersByTimeAsync(46_000);
    expect(response.written.match(/^: /gm)).toHaveLength(3);
  });

  it('D17: go on during the shutdown delay, and end when it is over', async () => {
    const { open, shutdown } = world({ shutdownDelayMs: 15_000 });
    const before = open('one');
    shutdown.begin();
    const destroyed = shutdown.onModuleDestroy();
    expect(shutdown.isUnderWay).toBe(true);
    await jest.advanceTimersByTimeAsync(14_000);
    const meanwhile = open('two');
    expect([before.response.hasEnded, meanwhile.response.hasEnded, meanwhile.response.headers['connection']]).toEqual([
      false,
      false,
      'close',
    ]);
    await jest.advanceTimersByTimeAsync(1_000);
    await destroyed;
    expect([before.response.hasEnded, meanwhile.response.hasEnded, open('late').response.hasEnded]).toEqual([true, true, true]);
  });
});
