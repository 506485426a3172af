import { describe, expect, it } from '@jest/globals';
import { BadRequestException, InternalServerErrorException, NotFoundException } from '@nestjs/common';
import { DatabaseUnavailable } from '../database/database.errors.js';
import { problemOf } from './problem.js';
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
