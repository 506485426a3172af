import { describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { httpConfig } from './http.config.js';
import { crossOrigin } from './cross-origin.js';

const STUDIO = 'https://studio.example.com';
const appFor = (...origins: string[]) => express().use(crossOrigin(origins), (_request, response) => void response.send('bytes'));
const app = appFor(STUDIO, 'http://localhost:5173');

describe('pages of other origins (faults D11)', () => {
  it.each(['/v1/media/token/final.mp4', '/v1/videos/1/events', '/v1/videos/1/events/live', '/v1/events/stream', '/v1/live'])(
    'may read %s',
    async (path) => {
      const answer = await request(app).get(path).set('Origin', STUDIO).expect(200);
      expect(answer.headers).toMatchObject({ 'access-control-allow-origin': STUDIO, vary: 'Origin' });
      expect(answer.headers['access-control-expose-headers']).toContain('Content-Range');
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
      const preflight = await request(app)
        .options(path)
        .set({ Origin: STUDIO, 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'range' });
      expect([preflight.status, preflight.headers['access-control-allow-methods']]).toEqual([204, 'GET, HEAD']);
      expect(preflight.headers['access-control-allow-headers']).toContain('Range');
    },
  );

  it.each([
    ['another origin', app, '/v1/media/token/final.mp4', 'https://evil.example.com'],
    ['a longer name', app, '/v1/media/token/final.mp4', `${STUDIO}.evil.com`],
    ['another scheme', app, '/v1/media/token/final.mp4', 'http://studio.example.com'],
    ['nowhere', app, '/v1/media/token/final.mp4', 'null'],
    ['a known one, but another path', app, '/v1/videos', STUDIO],
    ['a known one, but nobody was allowed', appFor(), '/v1/media/token/final.mp4', STUDIO],
  ])('are told nothing: %s', async (_, at, path, origin) => {
    const answer = await request(at).get(path).set('Origin', origin);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    const preflight = await request(at).options(path).set({ Origin: origin, 'Access-Control-Request-Method': 'GET' });
    expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('are named in the settings as browsers write them', () => {
    expect(httpConfig({ KADR_CORS_ORIGINS: `${STUDIO}, http://localhost:5173` }).corsOrigins).toEqual([STUDIO, 'http://localhost:5173']);
    for (const wrong of ['*', 'studio.example.com', `${STUDIO}/`, `${STUDIO}/page`, 'ftp://x.com']) {
      expect(() => httpConfig({ KADR_CORS_ORIGINS: wrong })).toThrow('KADR_CORS_ORIGINS');
    }
  });
});
