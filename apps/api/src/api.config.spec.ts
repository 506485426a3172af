import { afterEach, expect, it } from '@jest/globals';
import { checkSettings } from '#platform';
import { SETTINGS } from './api.config.js';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

it('tells what is wrong in the settings of every lib at once', () => {
  const wrong = {
    ...{ KADR_ROLES: 'cook', KADR_CONCURRENCY_VIDEO: '0', KADR_STORAGE_URL: 'ftp://bucket', KADR_POLL_INTERVAL_MS: 'soon' },
    ...{ KADR_CLIP_MODELS: 'no model', KADR_STALLED_AFTER_SECONDS: '0', KADR_TASK_LEASE_MS: '1', KADR_PUBLIC_URL: 'films.example' },
  };
  Object.assign(process.env, wrong);
  for (const name of Object.keys(wrong)) expect(() => checkSettings(SETTINGS)).toThrow(name);
});
