export { avifOf } from './avif.js';
export { decodeFrameHashes } from './decode-frame-hashes.js';
export { localSpeech } from './local-speech.js';
export { temporaryFolder } from './temporary-folder.js';
export { testClip, testTone, type TestClip, type TestTone } from './test-clip.js';
export { pngOf } from './png.js';
export { installToneVoice, SECONDS_A_LETTER, toneVoiceFiles } from './tone-voice.js';
export { installPhonemeVoice } from './phoneme-voice.js';
