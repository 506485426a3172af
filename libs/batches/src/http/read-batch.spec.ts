import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { type Request } from 'express';
import { readBatch } from './read-batch.js';

const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
const faultsOf = async (defaults: unknown) => (await readBatch({ body: { items: [{ prompt: 'a' }], defaults } } as Request)).faults;

describe('what a batch has in common', () => {
  it('is no deeper than the body of an order may be', async () => {
    expect(await faultsOf({ metadata: deep(20_000) })).toEqual([{ path: 'defaults', message: 'is nested more than 64 levels deep' }]);
    expect(await faultsOf({ metadata: deep(40) })).toEqual([]);
  });
});
