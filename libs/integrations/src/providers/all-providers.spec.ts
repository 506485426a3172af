import { describe, expect, it } from '@jest/globals';
import { MODEL_CAPABILITIES } from '../contracts/model-info.js';
import { allProviders } from './all-providers.js';
import { catalogueConfig } from './catalogue.config.js';

const providers = allProviders({}, catalogueConfig({ KADR_PROVIDERS_OPENAI_WRITERS: 'llama3.2, qwen3:8b' }));
const models = providers.flatMap((provider) => provider.models().map((model) => ({ provider, model })));

describe('everyone together', () => {
  it('offers each model and capability once, under the name of who offers it', () => {
    const keys = models.map(({ model }) => `${model.id} ${model.capability}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { provider, model } of models) expect(model.provider).toBe(provider.name);
  });

  it('covers every capability of the contract', () => {
    expect(new Set(models.map(({ model }) => model.capability))).toEqual(new Set(MODEL_CAPABILITIES));
  });

  it('has a maker for everything it says can be used', () => {
    const kinds = {
      script: 'script',
      voice: 'voice',
      music: 'music',
      transcription: 'transcription',
      render: 'render',
      stock: 'clip',
    } as const;
    for (const { provider, model } of models.filter(({ model: { unavailableReason } }) => unavailableReason === null)) {
      const picture = model.capability.endsWith('-to-video') ? 'clip' : 'image';
      const kind = model.id === 'fantaprojekt' ? 'montage' : (kinds[model.capability as keyof typeof kinds] ?? picture);
      expect([model.id, provider.makers(model.id)[kind] !== undefined]).toEqual([model.id, true]);
    }
  });

  it('names a successor that is there for each model that was withdrawn', () => {
    const ids = new Set(models.map(({ model }) => model.id));
    for (const { model } of models) if (model.successor !== null) expect(ids).toContain(model.successor);
  });

  it("knows writers of one's own", () => {
    expect(models.map(({ model }) => model.id)).toEqual(expect.arrayContaining(['openai:llama3.2', 'openai:qwen3:8b']));
  });
});

describe('settings of the catalogue', () => {
  it('that cannot be are refused by name, all at once', () => {
    const read = () => catalogueConfig({ KADR_WORD_TIMING: 'guess', KADR_PROVIDERS_OPENAI_WRITERS: 'a b' });
    expect(read).toThrow(/KADR_WORD_TIMING/);
    expect(read).toThrow(/KADR_PROVIDERS_OPENAI_WRITERS/);
  });
});
