import { type Recorded } from '../domain/index.js';
import { type AnyProcessManager, type EventingRegistry } from '../registry.js';
import { type Caused, UnknownEvent } from '../store/contracts.js';
import { assertKnown } from './handler.js';

/** A stream as a process manager knows it. */
export interface Known {
  readonly state: unknown;
  readonly version: number;
}

/** One event asks for more than anybody could have meant; a list without an end is noticed here as well. */
export class TooManyEffects extends Error {
  constructor(processManager: string, limit: number) {
    super(`${processManager} asks for more than ${limit} effects in one event`);
    this.name = 'TooManyEffects';
  }
}

/** @param known undefined: before the stream's first event. @throws UnknownEvent, or what `evolve` throws */
export function follow(processManager: AnyProcessManager, registry: EventingRegistry, known: Known | undefined, event: Recorded): Known {
  assertKnown(event, registry.aggregateOf(event.streamId));
  const state = processManager.evolve(known ? known.state : processManager.initialState, event);
  if (state === undefined) throw new UnknownEvent(event);
  return { state, version: event.version };
}

/** @param state includes the event. @throws TooManyEffects, or what `react` throws */
export function effectsOf(processManager: AnyProcessManager, state: unknown, event: Recorded, limit: number): Caused[] {
  const effects: Caused[] = [];
  if (!processManager.reactsTo.includes(event.type)) return effects;
  for (const effect of processManager.react(state, event)) {
    if (effects.length >= limit) throw new TooManyEffects(processManager.name, limit);
    effects.push({ effect, cause: event });
  }
  return effects;
}
