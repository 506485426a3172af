import { describe, expect, it } from '@jest/globals';
import { integrationsConfig } from './integrations.config.js';

describe('the settings of integrations', () => {
  it('have a value for everything', () => {
    expect(integrationsConfig({ KADR_DATA_DIR: '/data' })).toMatchObject({
      sweepIntervalMs: 2000,
      retentionDays: 30,
      runDir: '/data/run',
      espeak: {},
    });
  });

  it('name every wrong variable at once, with what it accepts', () => {
    const wrong = { KADR_PROVIDERS_KIE_RATE: 'fast', KADR_POLL_INTERVAL_MS: '1', KADR_SECRETS_KEY: 'short' };
    const read = () => integrationsConfig(wrong);
    for (const name of Object.keys(wrong)) expect(read).toThrow(name);
    expect(read).toThrow('KADR_POLL_INTERVAL_MS is "1": it must be a whole number from 10 to 300000');
  });
});
