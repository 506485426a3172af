/** The pure part of this lib: lengths, plans and the vocabulary of films. It loads no FFmpeg, no disk and no package. */
export * from '../contracts.js';
export { ENGINE_VERSION } from '../film/engine-version.js';
export { filmFormat } from '../film/format.js';
export { planPieces, sourceFrames } from '../film/plan-pieces.js';
export { planShrink } from '../film/shrink-plan.js';
export { decomposed } from '../text/decomposed.js';
export { cardsAround } from '../captions/beside-cards.js';
export { endsSentence } from '../captions/caption-text.js';
export { isPhotoLed } from '../illustrator/scene/look.js';
export { SENTENCE_SIGNS } from '../text/sentence-signs.js';
export { withoutLayout } from '../text/without-layout.js';
export { countSpeech, estimateSpeechSeconds } from '../speech/speech-rate.js';
