export * from './contracts.js';
export { ProcessorShare } from './processor-share.js';
export { languageOf, languageToWriteIn } from './text/language-of.js';
export { mp4Comment } from './probe/mp4-comment.js';
export { pictureSeconds } from './probe/picture-seconds.js';
export * from './film/index.js';
export {
  checkedCues,
  assForPiece,
  charactersWithoutFont,
  cuesFromWords,
  cuesToAss,
  cuesToSrt,
  cuesToVtt,
  type AssOptions,
  type CueOptions,
} from './captions/index.js';
export type { LaidVoice, LayVoiceRequest, MixedAudio, MixRequest, VoiceLine } from './audio/index.js';
export { isSilent, takeInMusic, takeInSpeech, DEFAULT_DUCKING } from './audio/index.js';
export { type FfmpegEnvironment, type FfmpegTools, locateFfmpeg } from './ffmpeg/index.js';
export * from './speech/index.js';
export * from './music/index.js';
export * from './outline/index.js';
export * from './illustrator/index.js';
