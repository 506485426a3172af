import { describe, expect, it } from '@jest/globals';
import { ScriptedProvider } from '../testing/scripted-provider.js';
import { instantProviders } from '../testing/instant-provider.js';
import { type ModelInfo } from './model-info.js';
import { Models, type Provider } from './models.js';
import { localModel } from '../providers/local/local-info.js';

describe('the catalogue', () => {
  const paid = new ScriptedProvider('paid', 'text-to-video');
  const models = new Models([...instantProviders(), paid]);

  it('lists what can do one thing, each model once for each thing', () => {
    expect(models.catalogue('text-to-video').map(({ id }) => id)).toEqual(['local:illustrator', 'local:motion-card', 'paid:model']);
    expect(models.catalogue().filter(({ id }) => id === 'local:illustrator')).toHaveLength(4);
  });

  it('knows a model for what it can do only', () => {
    expect(models.isKnown('local:speech')).toBe(true);
    expect(models.isKnown('local:speech', 'music')).toBe(false);
    expect(models.isKnown('nobody:model')).toBe(false);
  });

  it('asks providers anew whether they are available', () => {
    expect(models.isAvailable('paid:model')).toBe(true);
    paid.isAvailable = false;
    expect(models.isAvailable('paid:model')).toBe(false);
    expect(() => models.clip('paid:model')).toThrow(expect.objectContaining({ code: 'model_unavailable', retryable: false }));
    paid.isAvailable = true;
    expect(models.clip('paid:model')).toBeDefined();
  });

  it.each([
    ['nobody offers', 'nobody:model'],
    ['does something else', 'ffmpeg'],
  ])('refuses a model that %s', (_why, id) => {
    const only = new Models([new ScriptedProvider('paid', 'text-to-video')]);
    expect(() => only.renderer(id)).toThrow(expect.objectContaining({ code: 'unknown_model' }));
  });

  it.each([
    [{ successor: null, retiredOn: null }, null],
    [{ successor: null, retiredOn: '2027-05-07' }, null],
    [{ successor: 'kie:next', retiredOn: '2027-05-08' }, null],
    [{ successor: null, retiredOn: '2027-05-06' }, 'withdrawn on 2027-05-06'],
    [{ successor: 'kie:next', retiredOn: '2027-05-06' }, 'withdrawn on 2027-05-06'],
    [{ successor: 'kie:next', retiredOn: null }, 'withdrawn'],
  ])('goes by one clock for what is withdrawn: %j', (known, reason) => {
    const model: ModelInfo = { ...localModel('kie:old', 'voice'), provider: 'kie', ...known };
    const kie: Provider = { name: 'kie', models: () => [model], makers: () => ({}) };
    const days = new Models([kie], null, undefined, () => '2027-05-06T23:59:59.999Z');
    const later = new Models([kie], null, undefined, () => '2027-05-07T00:00:00.000Z');
    expect(days.find('kie:old')?.unavailableReason ?? null).toBe(reason);
    expect(later.isAvailable('kie:old')).toBe(reason === null && known.retiredOn !== '2027-05-07');
  });
});
