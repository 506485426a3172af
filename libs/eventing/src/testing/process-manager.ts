import { expect } from '@jest/globals';
import { type Event, type ProcessManager, type Recorded } from '../domain/index.js';
import { deepFreeze } from './freeze.js';
import { recorded } from './recorded.js';

export interface Reacted<Effect> {
  /** These effects, all of them, in this order; at least one. */
  then(...effects: Effect[]): void;
  thenNothing(): void;
}

export interface Followed<E extends Event, Effect> {
  when(event: E | Recorded<E>): Reacted<Effect>;
}

/**
 * `given(events…).when(event).then(effects…)`. Plain events are recorded one after another in one stream of the followed kind;
 * recorded ones are taken as they are. Everything is frozen.
 */
export function processManager<E extends Event, S, Effect>(
  subject: ProcessManager<E, S, Effect>,
): (...history: (E | Recorded<E>)[]) => Followed<E, Effect> {
  const streamId = `${subject.follows}-00000000-0000-4000-8000-000000000001`;
  const at = (event: E | Recorded<E>, version: number): Recorded<E> =>
    deepFreeze('eventId' in event ? event : recorded(event, { streamId, version }));
  return (...history) => ({
    when(input) {
      const react = (): readonly Effect[] => {
        const before = history.reduce<S>(
          (state, event, index) => deepFreeze(subject.evolve(state, at(event, index + 1))),
          deepFreeze(subject.initialState),
        );
        const event = at(input, history.length + 1);
        const state = deepFreeze(subject.evolve(before, event));
        // As the runtime does: what it does not react to it is not asked about.
        return subject.reactsTo.includes(event.type) ? deepFreeze([...subject.react(state, event)]) : [];
      };
      return {
        then(...effects) {
          if (effects.length === 0) throw new Error('then() names at least one effect; use thenNothing()');
          expect(react()).toStrictEqual(effects);
        },
        thenNothing: () => expect(react()).toStrictEqual([]),
      };
    },
  });
}
