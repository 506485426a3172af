import { describe, expect, it } from '@jest/globals';
import { clipsConfig } from './clips.config.js';

describe('the settings of clips', () => {
  it('name no model by default', () => expect(clipsConfig({}).model).toBeNull());
  it('may name one', () => expect(clipsConfig({ KADR_CLIPS_MODEL: 'runware:veo-3.1' }).model).toBe('runware:veo-3.1'));
  it('say what is wrong with the name of a model', () =>
    expect(() => clipsConfig({ KADR_CLIPS_MODEL: 'veo 3' })).toThrow(/KADR_CLIPS_MODEL/));
});
