export { alignWords, type AlignRequest } from './alignment/align-words.js';
export { createSpeech, type SpeakRequest, type Speech, type SpeechOptions } from './speech.js';
export { countSpeech, estimateSpeechSeconds, SPEECH_RATES, type SpeechCounts, type SpeechRate } from './speech-rate.js';
export type { Voice } from './voices.js';
export { createNeuralSpeech, type NeuralSpeech, type NeuralSpeechOptions } from './neural/neural-speech.js';
export type { NeuralVoice } from './neural/installed-voices.js';
