import { describe, expect, it } from '@jest/globals';
import { type FieldError } from '../../../shared/faulty-request.js';
import { readGates } from './gates.js';

const read = (...given: unknown[]) => {
  const faults: FieldError[] = [];
  return { ...readGates(given, faults), faults: faults.map(({ path }) => path) };
};

describe('the gates of a request', () => {
  it('are names, or names with deadlines', () => {
    const timed = { type: 'images', deadlineSeconds: 60, onDeadline: 'approve' };
    expect(read('script', timed)).toEqual({ approvals: ['script', 'images'], deadlines: [timed], faults: [] });
  });

  it('cancel when nothing else was said of their deadline', () => {
    expect(read({ type: 'videos', deadlineSeconds: 5 }).deadlines).toEqual([{ type: 'videos', deadlineSeconds: 5, onDeadline: 'cancel' }]);
  });

  it.each([
    ['soup', 'approvals.0'],
    [7, 'approvals.0'],
    [null, 'approvals.0'],
    [{ type: 'soup' }, 'approvals.0.type'],
    [{ type: 'script', deadlineSeconds: 0 }, 'approvals.0.deadlineSeconds'],
    [{ type: 'script', deadlineSeconds: 1.5 }, 'approvals.0.deadlineSeconds'],
    [{ type: 'script', deadlineSeconds: 1e9 }, 'approvals.0.deadlineSeconds'],
    [{ type: 'script', onDeadline: 'approve' }, 'approvals.0.deadlineSeconds'],
    [{ type: 'script', deadlineSeconds: 9, onDeadline: 'wait' }, 'approvals.0.onDeadline'],
    [{ type: 'script', colour: 'blue' }, 'approvals.0.colour'],
  ])('refuse %j by its field', (gate, path) => {
    expect(read(gate).faults).toEqual([path]);
  });

  it('are named once each', () => {
    expect(read('script', { type: 'script' }).faults).toEqual(['approvals.1']);
  });
});
