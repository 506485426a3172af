import { describe, expect, it } from '@jest/globals';
import { StorageError } from '#assets';
import { ProviderError } from '#integrations';
import { withLocalFallback } from './local-fallback.js';

const task = (attempt: number) => ({ taskId: 't', subjectId: 'v', kind: 'jobs.narrate', attempt });
const used = (attempt: number, failure: Error | null, requested = 'openai:tts-1') => {
  const asked: string[] = [];
  const result = withLocalFallback(task(attempt), requested, 'local:speech', (model) => {
    asked.push(model);
    return failure && model === requested ? Promise.reject(failure) : Promise.resolve({ source: model });
  });
  return result.then(({ source }) => ({ source, asked }));
};
const failing = (retryable: boolean, maxRetries: number | null = null) => new ProviderError('x', 'no', retryable, { maxRetries });

describe('a paid voice, song or script', () => {
  it('is made by the model that was requested for', async () => {
    expect(await used(1, null)).toEqual({ source: 'openai:tts-1', asked: ['openai:tts-1'] });
  });
  it('is made here when that fails for good', async () => {
    expect((await used(1, failing(false))).source).toBe('local:speech');
  });
  it('is tried again while that may help', async () => {
    await expect(used(3, failing(true))).rejects.toThrow('no');
    expect((await used(4, failing(true))).source).toBe('local:speech');
    await expect(used(2, failing(true, 2))).rejects.toThrow('no');
    expect((await used(3, failing(true, 2))).source).toBe('local:speech');
  });
  it('is waited for, or stopped, without anybody standing in', async () => {
    await expect(used(4, new Error('waits'))).rejects.toThrow('waits');
  });
  it('is not given to somebody else because the storage fails', async () => {
    await expect(used(4, new StorageError('storage_failed', 'the disk is gone', true))).rejects.toThrow('the disk is gone');
  });
  it('fails when it was to be made here anyway', async () => {
    await expect(used(4, failing(false), 'local:speech')).rejects.toThrow('no');
  });
});
