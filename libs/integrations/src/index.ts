export * from './contracts/index.js';
export { TaskHandlers } from './tasks/task-handlers.js';
export { cuesFromWords, cuesToSrt, cuesToVtt, filmFormat, planPieces, sourceFrames } from '#media';
// The vocabulary of films, for those who speak it only through the capabilities.
export type {
  AspectRatio,
  CaptionPosition,
  CaptionStyle,
  Cue,
  FilmFormat,
  FilmPlan,
  Loudness,
  MediaFile,
  Piece,
  PieceLayer,
  Resolution,
  SegmentSource,
  SpokenText,
  TimedWord,
  TransitionKind,
} from '#media';
