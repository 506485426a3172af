import { expect } from '@jest/globals';
import { type Event, type Reaction, type Recorded } from '../domain/index.js';
import { deepFreeze } from './freeze.js';
import { type Reacted } from './process-manager.js';
import { recorded } from './recorded.js';

/** `when(event).then(effects…)`. A plain event is the first of a stream of what is followed, or followed first; a recorded one is taken as it is. */
export function reaction<E extends Event, Effect>(subject: Reaction<E, Effect>): { when(event: E | Recorded<E>): Reacted<Effect> } {
  const streamId = `${[subject.follows].flat()[0]}-00000000-0000-4000-8000-000000000001`;
  const rules = subject.on as Reaction<Event, Effect>['on'];
  return {
    when(event) {
      const input = deepFreeze('eventId' in event ? event : recorded(event, { streamId }));
      const effects = (): readonly Effect[] => deepFreeze([...(rules[input.type]?.(input) ?? [])]);
      return {
        then(...expected) {
          if (expected.length === 0) throw new Error('then() names at least one effect; use thenNothing()');
          expect(effects()).toStrictEqual(expected);
        },
        thenNothing: () => expect(effects()).toStrictEqual([]),
      };
    },
  };
}
