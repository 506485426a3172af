import { ASSUMED, type KieModel } from './model.js';
import { fixed, prompt } from './params.js';

export const AUDIO_MODELS: readonly KieModel[] = [
  // The second `model` inside the input is meant: it names the generation of the music model.
  ...['V6', 'V6_MINI', 'V6_WILD'].map((generation): KieModel => ({
    id: `ai-music-api/generate:${generation}`,
    capabilities: ['music'],
    input: { prompt: prompt(3000), model: fixed(generation), custom_mode: fixed(false), instrumental: fixed(true) },
    credits: { each: ASSUMED.music },
  })),
];
