import { describe, expect, it } from '@jest/globals';
import { BadRequestException, InternalServerErrorException, NotFoundException } from '@nestjs/common';
import { DatabaseUnavailable } from '../database/database.errors.js';
import { type Request } from 'express';
import { problemOf } from './problem.js';
import { loggedOf } from './problem.filter.js';
import { Refusal } from './refusal.js';

const documentOf = (error: unknown) => problemOf(error, 'trace').document;

/** As a lib's domain throws it: the platform knows only the shape. */
class QuotaExceeded extends Error {
  readonly code = 'quota_exceeded';
  readonly kind = 'quota-exceeded';
  readonly details = { resource: 'videos', limit: 3, status: 'pretends', code: 'pretends' };
}

describe('a problem document', () => {
  it('carries code, details and status of a refusal from a domain, and lets no detail stand in for its own members', () => {
    expect(documentOf(new QuotaExceeded('Three are enough.'))).toEqual({
      type: 'urn:kadr:problem:quota_exceeded',
      title: 'Payment Required',
      status: 402,
      detail: 'Three are enough.',
      code: 'quota_exceeded',
      traceId: 'trace',
      resource: 'videos',
      limit: 3,
    });
  });

  it.each([
    ['not-found', 404],
    ['conflict', 409],
    ['invalid', 400],
    ['forbidden', 403],
    ['quota-exceeded', 402],
    ['unavailable', 503],
  ] as const)('of the kind %s has status %d', (kind, status) => {
    expect(documentOf(new Refusal(kind, 'a_code', 'why')).status).toBe(status);
  });

  it('names single fields', () => {
    const errors = [{ path: 'frames.0', message: 'is wrong' }];
    expect(documentOf(new Refusal('invalid', 'validation_failed', 'why', { errors }))).toMatchObject({ status: 400, errors });
  });

  it('tells so many faults as somebody may read, and how many more there are', () => {
    const faults = (count: number) => Array.from({ length: count }, (_, at) => ({ path: String(at), message: 'is wrong' }));
    const told = (count: number) => documentOf(new Refusal('invalid', 'validation_failed', 'why', { errors: faults(count) }));
    expect(told(5_000).errors).toHaveLength(5_000);
    expect(told(5_000)).not.toHaveProperty('errorsLeftOut');
    expect(told(5_003)).toMatchObject({ errors: faults(5_000), errorsLeftOut: 3 });
  });

  it('is short, however long what it speaks of was: names, paths, messages and all of them together', () => {
    const long = 'x'.repeat(1_000_000);
    const error = { path: `labels.${long}`, message: `there is no "${long}"`, node: long };
    const details = { models: [long], successor: long, given: { text: long } };
    const one = new Refusal('invalid', 'unknown_model', `GET /v1/models knows no "${long}".`, { errors: [error], details });
    const { given, ...document } = documentOf(one);
    expect(given).toEqual({ text: long });
    expect(JSON.stringify(document).length).toBeLessThan(8_000);
    expect(document.detail).toMatch(/^GET \/v1\/models knows no "xx.* \(998\d+ characters left out\) .*xx"\.$/);
    const many = documentOf(new Refusal('invalid', 'validation_failed', 'why', { errors: Array<typeof error>(3_000).fill(error) }));
    expect(JSON.stringify(many).length).toBeLessThan(700_000);
    expect(many.errors?.length).toBeGreaterThan(100);
    expect(Number(many.errors?.length) + Number(many.errorsLeftOut)).toBe(3_000);
  });

  it('says nothing of the inside for an error nobody foresaw', () => {
    for (const error of [new Error('password=hunter2'), new InternalServerErrorException('at /srv/x.ts'), 'text', null, undefined]) {
      const document = documentOf(error);
      expect(document).toMatchObject({ status: 500, code: 'internal_error', traceId: 'trace' });
      expect(JSON.stringify(document)).not.toMatch(/hunter2|srv|text/);
    }
  });

  it('does not take an error for a refusal because it has a code', () => {
    expect(documentOf(Object.assign(new Error('x'), { code: 'ENOENT', kind: 'unheard-of' })).status).toBe(500);
    expect(documentOf({ code: 'a', kind: 'conflict', message: 'not an Error' }).status).toBe(500);
  });

  it('sends callers away for a while when Postgres is', () => {
    const errors = [
      new DatabaseUnavailable({ cause: new Error('timeout exceeded when trying to connect') }),
      Object.assign(new Error('terminating connection'), { code: '57P01' }),
      Object.assign(new Error('query failed'), { driverError: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) }),
    ];
    for (const error of errors) {
      const { document, headers } = problemOf(error, 'trace');
      expect([document.status, document.code, headers['Retry-After']]).toEqual([503, 'database_unavailable', '2']);
    }
  });

  it('takes text that Postgres cannot store for the fault of the caller', () => {
    expect(documentOf(Object.assign(new Error('unsupported Unicode escape sequence'), { code: '22P05' }))).toMatchObject({
      status: 400,
      code: 'validation_failed',
    });
  });

  it('gives what Nest refuses the same form, and an undecodable path the answer of an unknown one', () => {
    expect(documentOf(new NotFoundException('Cannot GET /x'))).toMatchObject({
      status: 404,
      code: 'not_found',
      detail: 'There is nothing here.',
    });
    expect(documentOf(new BadRequestException("Failed to decode param '%E0'"))).toMatchObject({ status: 404, code: 'not_found' });
  });
});

describe('the log', () => {
  const request = { method: 'POST', path: '/v1/videos', res: {} } as unknown as Request;
  const logged = (error: unknown) => loggedOf(error, documentOf(error), request);
  const where = { method: 'POST', path: '/v1/videos', traceId: 'trace' };

  it.each([
    [new Refusal('unavailable', 'unavailable', 'Try again soon.'), 503, 'unavailable', 'Try again soon.'],
    [new Refusal('insufficient-storage', 'disk_full', 'No room.'), 507, 'disk_full', 'No room.'],
    [
      new DatabaseUnavailable({ cause: new Error('refused') }),
      503,
      'database_unavailable',
      'The database cannot be reached at the moment. (refused)',
    ],
  ])(
    'tells of what is refused on purpose, and of a database that is away, in one line without a stack: %s',
    (error, status, code, reason) => {
      const { isOurs, line } = logged(error);
      expect(isOurs).toBe(false);
      expect(line).toEqual({ ...where, status, code, reason });
    },
  );

  it('has all of a fault of ours', () => {
    const fault = new Error('nobody foresaw this');
    expect(logged(fault)).toMatchObject({ isOurs: true, line: { err: fault, ...where, status: 500 } });
  });

  it('is not filled by long paths', () => {
    const path = `/v1/${'x'.repeat(15_000)}`;
    const fault = new Error('x');
    const { line } = loggedOf(fault, documentOf(fault), { ...request, path } as Request);
    expect(String(line.path).length).toBeLessThan(600);
  });
});
