import { describe, expect, it } from '@jest/globals';
import { type Request, type Response } from 'express';
import { SessionCookie } from './session-cookie.js';

const SECRET = 's'.repeat(43);

function request(headers: Record<string, string>, { method = 'GET', secure = false } = {}): Request {
  return { method, secure, headers, get: (name: string) => headers[name.toLowerCase()] } as unknown as Request;
}
function named(cookie: SessionCookie, asked: Request): { name: string; options: object } {
  let set = { name: '', options: {} };
  const response = { cookie: (name: string, _: string, options: object) => (set = { name, options }) } as unknown as Response;
  cookie.set(asked, response, SECRET, new Date(Date.now() + 1000));
  return set;
}

describe('the cookie of a session', () => {
  const local = new SessionCookie('http://localhost:3000');
  const behindTls = new SessionCookie('https://kadr.example');

  it('is named by the port on http, and bound to its host on https', () => {
    expect(named(local, request({ host: 'localhost:3000' }))).toMatchObject({
      name: 'kadr-3000',
      options: { secure: false, httpOnly: true },
    });
    expect(named(local, request({ host: '[::1]:81' })).name).toBe('kadr-81');
    expect(named(local, request({ host: 'kadr.lan' })).name).toBe('kadr-80');
    for (const asked of [request({ host: 'any.example' }, { secure: true }), request({ host: 'kadr.example' })]) {
      expect(named(behindTls, asked)).toMatchObject({ name: '__Host-kadr', options: { secure: true, sameSite: 'strict', path: '/' } });
    }
  });

  it('is found among those of others, whole or not at all', () => {
    const read = (cookie: string) => local.read(request({ host: 'localhost:3000', cookie }));
    expect(read(`a=b; kadr-3000=${SECRET}; c=d`)).toBe(SECRET);
    for (const wrong of [
      '',
      `kadr-3001=${SECRET}`,
      `xkadr-3000=${SECRET}`,
      'kadr-3000=short',
      `kadr-3000=${SECRET}x`,
      `__Host-kadr=${SECRET}`,
    ]) {
      expect([wrong, read(wrong)]).toEqual([wrong, null]);
    }
  });

  it('counts for a page behind a proxy that ends https, under the public name', () => {
    const from = (origin: string) => behindTls.isOwnPage(request({ host: 'kadr.example', origin }, { method: 'POST' }));
    expect([from('https://kadr.example'), from('http://kadr.example'), from('https://kadr.example:444')]).toEqual([true, false, false]);
  });
});
