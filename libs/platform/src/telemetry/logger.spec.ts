import { describe, expect, it } from '@jest/globals';
import { createRootLogger } from './logger.js';

const linesOf = (work: (log: ReturnType<typeof createRootLogger>) => void): string => {
  let written = '';
  work(createRootLogger('info', { write: (line) => void (written += line) }));
  return written;
};

describe('the log', () => {
  it('is JSON with the time in RFC 3339 and ids as members', () => {
    const line = JSON.parse(linesOf((log) => log.child({ name: 'jobs' }).info({ videoId: 'v1' }, 'made'))) as object;
    expect(line).toMatchObject({ level: 30, name: 'jobs', videoId: 'v1', msg: 'made', time: expect.stringMatching(/^\d{4}-.*Z$/) });
  });

  it('never holds a secret, wherever it stands', () => {
    const canaries = [
      'kadr_c0ffee00c0ffee00c0ffee00',
      'Bearer eyJhbGciOiJIUzI1NiJ9.canary',
      'https://h/v1/assets/1?token=canary-token-1&x=1',
      'http://h/v1/media/canaryCanaryCanary.sig/final.mp4',
      'postgres://kadr:canary-password@db:5432/kadr',
    ];
    const written = linesOf((log) => {
      for (const canary of canaries) {
        log.info({ deep: { er: [canary] }, err: new Error(`failed with ${canary}`) }, canary);
        log.info({ authorization: 'canary', request: { headers: { cookie: 'canary' }, password: 'canary' } }, 'x');
      }
    });
    expect(written).not.toMatch(/canary|c0ffee|eyJ/i);
    expect(written).toContain('final.mp4');
    expect(written).toContain('postgres://kadr:[redacted]@db:5432/kadr');
    for (const line of written.trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });
});
