export { endStreams } from './archive/ended-streams.js';
export { SubjectStreams } from './archive/subject-streams.js';
export { ConsumerProgress } from './consumers/consumer-progress.js';
export { type DeadLetter, DeadLetters, UnknownDeadLetter } from './consumers/dead-letters.js';
export { type ConsumerLag, consumersBehind, type LettersKept, lettersKept } from './consumers/consumer-overview.js';
export { Eventing, type EventingParts } from './eventing.js';
export { eventingConfig, type EventingConfig } from './eventing.config.js';
export { EventingModule, type EventingModuleOptions } from './eventing.module.js';
export { EventSignals } from './event-signals.js';
export { type EventFrame, EventFrames, type FrameSource } from './http/event-frames.js';
export { LiveFeed, type LiveFrame, type LiveSource } from './http/live-feed.js';
export { LiveResources, type LiveThings } from './http/live-resources.js';
export { type LiveId, parseLiveId } from './http/live-listener.js';
export { RELAY } from './nats/relay.js';
export { eventingMigrations } from './migrations/index.js';
export { Projections, type ProjectionStatus } from './projections/projections.js';
export { EventingRegistry } from './registry.js';
export { isLogUsed, RestoredLog } from './restore/restored-log.js';
export {
  type Caused,
  type Context,
  type Decided,
  type EffectSink,
  type EventTransaction,
  type Fence,
  Fenced,
  type FenceKind,
  type InlineEffects,
  type InlineSink,
  type Loaded,
  RetryTransaction,
  UnknownEvent,
} from './store/contracts.js';
export { allTogether, firstFailure } from './store/database-errors.js';
export { EventStore } from './store/event-store.js';
export { UnitOfWork } from './store/unit-of-work.js';
