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
  ...[
    { id: 'elevenlabs/text-to-speech-multilingual-v2', isRequired: true },
    { id: 'elevenlabs/text-to-speech-turbo-2-5', isRequired: false },
  ].map(({ id, isRequired }): KieModel => ({
    id,
    capabilities: ['voice'],
    input: { text: prompt(5000), voice: { from: 'voice', isRequired }, speed: { from: 'speed', between: [0.7, 1.2] } },
    credits: { each: ASSUMED.voice },
  })),
];
