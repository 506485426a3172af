import { type LookupAddress } from 'node:dns';
import { describe, expect, it } from '@jest/globals';
import { type FakeInternet, INSIDE, PUBLIC } from './testing/fake-internet.js';
import { fetchSpec } from './testing/fetch-spec.js';

const HOOK = 'https://films.example/hook';
const OTHER: LookupAddress = { address: '93.184.216.35', family: 4 };

const { internet } = fetchSpec();

describe('a request on a kept connection', () => {
  const post = (guard: ReturnType<FakeInternet['guard']>, url = HOOK) => guard.request(url, { method: 'POST', body: 'news', isKept: true });

  it('follows the one before on the same connection, and needs none when the answer was not read to its end', async () => {
    const guard = internet.guard();
    for (let n = 0; n < 3; n += 1) expect(await post(guard)).toMatchObject({ status: 200, isWhole: true });
    expect([internet.connections, internet.requests.length, internet.dialled]).toEqual([1, 3, [PUBLIC.address]]);
    internet.answer = (_request, response) => response.end(Buffer.alloc(64 * 1024));
    expect(await post(guard)).toMatchObject({ isWhole: false });
    internet.answer = (_request, response) => response.end('film');
    expect(await post(guard)).toMatchObject({ isWhole: true });
    expect(internet.connections).toBe(2);
  });

  it('is judged anew each time: what the name means by now has a connection of its own, or none', async () => {
    internet.names['films.example'] = [[PUBLIC], [PUBLIC, OTHER], [OTHER, PUBLIC], [INSIDE], [PUBLIC]];
    const guard = internet.guard();
    for (let n = 0; n < 3; n += 1) expect(await post(guard)).toMatchObject({ status: 200 });
    expect([internet.connections, internet.dialled]).toEqual([2, [PUBLIC.address, PUBLIC.address, OTHER.address]]);
    await expect(post(guard)).rejects.toMatchObject({ code: 'url_not_allowed' });
    expect(internet.requests).toHaveLength(3);
    expect(await post(guard)).toMatchObject({ status: 200 });
    expect(internet.connections).toBe(2);
  });

  it('is sent on a new one when the other side has closed it, and no second time on a new one', async () => {
    const guard = internet.guard();
    await post(guard);
    let closed = 0;
    internet.answer = (request, response) => {
      if (closed > 0) return void response.end('film');
      closed += 1;
      request.socket.destroy();
    };
    expect(await post(guard)).toMatchObject({ status: 200 });
    expect([closed, internet.connections]).toEqual([1, 2]);
    internet.answer = (request) => void request.socket.destroy();
    const before = internet.requests.length;
    await expect(post(internet.guard())).rejects.toMatchObject({ code: 'fetch_failed' });
    expect(internet.requests.length - before).toBe(1);
  });

  it('that is never answered is sent once', async () => {
    const guard = internet.guard();
    await post(guard);
    internet.answer = () => undefined;
    await expect(guard.request(HOOK, { method: 'POST', isKept: true, timeoutMs: 300 })).rejects.toMatchObject({ code: 'timeout' });
    expect(internet.requests).toHaveLength(2);
  });

  it('reads so much of the answer as is wanted, gathered from its pieces, behind hints that come first', async () => {
    const guard = internet.guard();
    internet.answer = (_request, response) => {
      response.writeEarlyHints({ link: '</hook>; rel=preload' });
      response.writeHead(201, { 'retry-after': '7', 'x-many': ['one', 'two'] }).write('ab');
      setTimeout(() => response.end('cd'), 20);
    };
    const asked = { method: 'POST', body: 'news', isKept: true } as const;
    const answer = await guard.request(HOOK, asked);
    expect([answer.status, answer.body.toString(), answer.isWhole]).toEqual([201, 'abcd', true]);
    expect(answer.headers).toMatchObject({ 'retry-after': '7', 'x-many': 'one, two' });
    const part = await guard.request(HOOK, { ...asked, maxBytes: 3 });
    expect([part.body.toString(), part.isWhole]).toEqual(['abc', false]);
  });

  it('ends when whoever asked gives up, in the middle of an answer too', async () => {
    const guard = internet.guard();
    const [asked, reason] = [new AbortController(), new Error('the process stops')];
    internet.answer = (_request, response) => {
      response.writeHead(200).write('x');
      setTimeout(() => asked.abort(reason), 20);
    };
    await expect(guard.request(HOOK, { method: 'POST', isKept: true, signal: asked.signal })).rejects.toBe(reason);
  });
});
