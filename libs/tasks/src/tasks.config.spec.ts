import { describe, expect, it } from '@jest/globals';
import { tasksConfig } from './tasks.config.js';

describe('the settings of tasks', () => {
  it('have a value for everything', () => {
    const config = tasksConfig({ KADR_DATA_DIR: '/data' });
    expect(config).toMatchObject({ redisUrl: null, retryBaseMs: 1000, leaseMs: 30_000, workDir: '/data/work' });
    expect(config.concurrency).toMatchObject({ remote: 32, script: 8, video: config.cores, conform: config.cores });
  });

  it('name every wrong variable at once, with what it accepts', () => {
    const wrong = { KADR_CONCURRENCY_VIDEO: '0', KADR_RETRY_BASE_MS: '1.5', REDIS_URL: 'localhost' };
    const read = () => tasksConfig(wrong);
    for (const name of Object.keys(wrong)) expect(read).toThrow(name);
    expect(read).toThrow('KADR_CONCURRENCY_VIDEO is "0": it must be a whole number from 1 to 1000');
  });
});
