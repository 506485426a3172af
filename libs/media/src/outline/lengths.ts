/** A narration fills this much of its film, as `estimateSpeechSeconds` counts it. */
export const MIN_SHARE = 0.8;
export const MAX_SHARE = 0.97;
