export { cuesToAss, type AssOptions } from './ass.js';
export { assForPiece } from './ass-slice.js';
export { charactersWithoutFont, provideCaptionFonts } from './caption-fonts.js';
export { cuesFromWords, type CueOptions } from './cues.js';
export { cuesToSrt, cuesToVtt } from './sidecar.js';
export { checkedCues } from './checked-cues.js';
