import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AddressLimits, Clock, HttpConfig, Public } from '#platform';
import { type Authentication } from '../application/authentication.js';
import { FamiliarKeys } from '../application/familiar-keys.js';
import { type Members } from '../application/members.js';
import { type MemberTokens } from '../application/member-tokens.js';
import { AuthGuard } from './auth.guard.js';
import { type CookieCallers } from './cookie-callers.js';

class SpecRoutes {
  closed(): void {}
  @Public()
  open(): void {}
}
const routes = new SpecRoutes();

class FixedClock extends Clock {
  ms = 1_000_000;
  override nowMs(): number {
    return this.ms;
  }
}

function world() {
  const lookups: string[] = [];
  const clock = new FixedClock();
  const authentication = {
    principalOf: async (key: string) => {
      lookups.push(key);
      return key.startsWith('good') ? { orgId: 'o', keyId: key, scopes: [] } : null;
    },
  } as unknown as Authentication;
  const tokens = { isToken: () => false } as unknown as MemberTokens;
  const noCookies = { secretOf: () => null } as unknown as CookieCallers;
  const limits = new AddressLimits(clock, { ...new HttpConfig(), publicRateLimitPerMinute: 3 });
  const guard = new AuthGuard(authentication, tokens, {} as Members, new Reflector(), limits, new FamiliarKeys(), noCookies);
  /** @returns the code of the refusal, or null */
  const ask = async (key: string | null, ip: string, { route = 'closed', path = '/v1/x', method = 'GET', status = 200 } = {}) => {
    const response = Object.assign(new EventEmitter(), { statusCode: status });
    const request = { method, path, ip, headers: key === null ? {} : { authorization: `Bearer ${key}` } };
    const context = {
      getHandler: () => (route === 'open' ? routes.open : routes.closed),
      getClass: () => SpecRoutes,
      switchToHttp: () => ({ getRequest: () => request, getResponse: () => response }),
    } as unknown as ExecutionContext;
    const code = await guard.canActivate(context).then(
      () => null,
      (error: { code: string }) => error.code,
    );
    response.emit('finish');
    return code;
  };
  return { ask, lookups, clock };
}

describe('faults B22: an address that guesses keys', () => {
  it('is refused, soon without a look at the next one, for the rest of the minute', async () => {
    const { ask, lookups, clock } = world();
    for (let guess = 0; guess < 100; guess += 1) expect(await ask(`bad${guess}`, '203.0.113.7')).toBe('unauthorized');
    expect(await ask('worse', '203.0.113.7')).toBe('rate_limited');
    // Somebody else behind the same address is not shut out by a hundred guesses, only by many more.
    expect(await ask('good-and-new', '203.0.113.7')).toBeNull();
    for (let guess = 0; guess < 50; guess += 1) expect(await ask(`worse${guess}`, '203.0.113.7')).toBe('rate_limited');
    expect(await ask('good-and-never-seen', '203.0.113.7')).toBe('rate_limited');
    expect(lookups).toHaveLength(120);
    expect(await ask('good', '203.0.113.8')).toBeNull();
    clock.ms += 60_000;
    expect(await ask('good-and-never-seen', '203.0.113.7')).toBeNull();
  });

  it('is one network of IPv6, or one IPv4 address however it is written', async () => {
    const { ask } = world();
    for (let guess = 0; guess < 100; guess += 1) await ask('bad', `2001:db8:1:2:${guess.toString(16)}::${guess}`);
    expect(await ask('bad', '2001:db8:1:2:ffff::1')).toBe('rate_limited');
    expect(await ask('bad', '2001:db8:1:3::1')).toBe('unauthorized');
    for (let guess = 0; guess < 100; guess += 1) await ask('bad', '203.0.113.9');
    expect(await ask('bad', '::ffff:203.0.113.9')).toBe('rate_limited');
  });

  it('does not shut out who shares it and was let in before', async () => {
    const { ask } = world();
    expect(await ask('good', '203.0.113.7')).toBeNull();
    for (let guess = 0; guess < 200; guess += 1) await ask('bad', '203.0.113.7');
    expect(await ask('good', '203.0.113.7')).toBeNull();
  });
});

describe('faults A5: routes that are open to everybody', () => {
  it('may be asked so often by an address, with a key or without', async () => {
    const { ask } = world();
    const open = { route: 'open' };
    for (const key of [null, 'bad', 'good']) expect(await ask(key, '203.0.113.7', open)).toBeNull();
    for (const key of [null, 'bad', 'good']) expect(await ask(key, '203.0.113.7', open)).toBe('rate_limited');
    expect(await ask(null, '203.0.113.8', open)).toBeNull();
  });

  it('are not counted where a callback was taken, nor for who watches the process', async () => {
    const { ask } = world();
    for (let call = 0; call < 10; call += 1) {
      expect(await ask(null, '203.0.113.7', { route: 'open', method: 'POST', path: '/webhooks/kie/1' })).toBeNull();
      expect(await ask(null, '203.0.113.7', { route: 'open', path: '/health/live' })).toBeNull();
    }
    const refused = { route: 'open', method: 'POST', path: '/webhooks/kie/1', status: 401 };
    for (let call = 0; call < 3; call += 1) expect(await ask(null, '203.0.113.7', refused)).toBeNull();
    expect(await ask(null, '203.0.113.7', refused)).toBe('rate_limited');
  });
});
