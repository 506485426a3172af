import { describe, expect, it } from '@jest/globals';
import { ScriptedProvider } from '../testing/scripted-provider.js';
import { instantProviders } from '../testing/instant-provider.js';
import { Models } from './models.js';

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
});
