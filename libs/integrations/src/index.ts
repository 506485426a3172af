export * from './contracts/index.js';
export { AssetResponse } from './http/asset.response.js';
export { integrationsConfig, type IntegrationsConfig } from './integrations.config.js';
export { integrationsMigrations } from './integrations.migrations.js';
export { IntegrationsModule, type IntegrationsModuleOptions } from './integrations.module.js';
export { noPaidCalls } from './provider-calls/no-paid-calls.js';
export { objectKey } from './storage/object-keys.js';
export { TaskHandlers } from './tasks/task-handlers.js';
export { TaskRuntime } from './tasks/task-runtime.js';
export { TaskSink } from './tasks/task-sink.js';
export { ENGINE_VERSION, charactersWithoutFont, cuesFromWords, cuesToSrt, cuesToVtt, filmFormat, planPieces, sourceFrames } from '#media';
// The vocabulary of films, for those who speak it only through the capabilities.
export type {
  AspectRatio,
  CaptionPosition,
  CaptionStyle,
  CaptionTheme,
  Cue,
  Ducking,
  FilmFont,
  FilmFormat,
  FilmPlan,
  Logo,
  Loudness,
  MediaFile,
  Piece,
  PieceLayer,
  Resolution,
  SegmentSource,
  SpokenText,
  StillMotion,
  TimedWord,
  TitleCard,
  TransitionKind,
} from '#media';
