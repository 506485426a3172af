export { encodeAudio } from './encode-audio.js';
export { layVoice, type LaidVoice, type LayVoiceRequest, type VoiceLine } from './lay-voice.js';
export { isSilent, measureLoudness } from './loudness.js';
export { mixAudio, TARGET_LUFS, DEFAULT_DUCKING, type MixedAudio, type MixRequest } from './mix-audio.js';
export { takeInMusic, takeInSpeech } from './take-in.js';
