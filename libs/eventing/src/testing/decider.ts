import { expect } from '@jest/globals';
import { type Command, type Decider, DomainError, type Event } from '../domain/index.js';
import { deepFreeze } from './freeze.js';

/** What came of the command: exactly one of these is asked. */
export interface Outcome<E extends Event> {
  /** These events, all of them, in this order; at least one. */
  then(...events: E[]): void;
  /** The command changes nothing. */
  thenNothing(): void;
  /** A DomainError with this code; also that its details are these, if given. */
  thenRefused(code: string, details?: Readonly<Record<string, unknown>>): void;
}

export interface Given<C extends Command, S, E extends Event> {
  when(command: C): Outcome<E>;
  /** What the events so far come to. */
  thenState(state: S): void;
}

/** `given(events…).when(command).then(events…)`. State, events and command are frozen: a decider that changes them fails. */
export function decider<C extends Command, S, E extends Event>(subject: Decider<C, S, E>): (...history: E[]) => Given<C, S, E> {
  return (...history) => {
    const stateNow = (): S =>
      history.reduce<S>((state, event) => deepFreeze(subject.evolve(state, deepFreeze(event))), deepFreeze(subject.initialState));
    return {
      when: (command) =>
        outcomeOf(() => {
          const state = stateNow();
          const events = deepFreeze([...subject.decide(deepFreeze(command), state)]);
          // What was decided must also be applicable.
          events.reduce<S>((next, event) => deepFreeze(subject.evolve(next, event)), state);
          return events;
        }),
      thenState: (state) => expect(stateNow()).toEqual(state),
    };
  };
}

function outcomeOf<E extends Event>(decide: () => readonly E[]): Outcome<E> {
  return {
    then(...events) {
      if (events.length === 0) throw new Error('then() names at least one event; use thenNothing()');
      expect(decide()).toStrictEqual(events);
    },
    thenNothing() {
      expect(decide()).toStrictEqual([]);
    },
    thenRefused(code, details) {
      const refusal = refusalOf(decide);
      expect(refusal.code).toBe(code);
      if (details) expect(refusal.details).toEqual(details);
    },
  };
}

/** @throws whatever is not a refusal, and an error when there is none */
function refusalOf(decide: () => unknown): DomainError {
  let events: unknown;
  try {
    events = decide();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error(`expected a refusal, but it decided ${JSON.stringify(events)}`);
}
