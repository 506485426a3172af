import { describe, expect, it } from '@jest/globals';
import { type Database } from '#platform';
import { type TaskWakeups } from '#tasks';
import { providersConfig } from '../providers.config.js';
import { Callbacks } from './callbacks.js';
import { type ProviderTelemetry } from './provider-telemetry.js';

describe('faults B21: callbacks of nobody', () => {
  it('are counted under the names of providers that we know', async () => {
    const labels = new Set<string>();
    const telemetry = { callback: (provider: string) => void labels.add(provider) } as unknown as ProviderTelemetry;
    const database = { query: async () => [] } as unknown as Database;
    const callbacks = new Callbacks(database, providersConfig({}), {} as TaskWakeups, telemetry);
    const call = { attemptId: 'x', token: null, timestamp: null, signature: null, body: {}, bytes: Buffer.alloc(0) };
    const invented = Array.from({ length: 50 }, (_, n) => `provider-${n}`);
    for (const provider of ['kie', 'runway', '__proto__', 'constructor', '', ...invented]) {
      expect(await callbacks.receive({ ...call, provider })).toBe('refused');
    }
    expect(labels).toEqual(new Set(['kie', 'runway', 'unknown']));
  });
});
