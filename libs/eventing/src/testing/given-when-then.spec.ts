import { describe, expect, it } from '@jest/globals';
import { type Decider, type ProcessManager } from '../domain/index.js';
import { decider } from './decider.js';
import { processManager } from './process-manager.js';
import { reaction } from './reaction.js';
import {
  AT,
  CloseTally,
  type Counted,
  count,
  type Note,
  noteClosings,
  noteCounts,
  type Tally,
  tally,
  type TallyCommand,
  type TallyEvent,
} from './tally.sample.js';

const opened = (): TallyEvent => ({ type: 'TallyOpened', data: { tallyId: 'a' } });
const counted = (by = 1): Counted => ({ type: 'Counted', data: { tallyId: 'a', by, note: '' } });
const closed = (): TallyEvent => ({ type: 'TallyClosed', data: { tallyId: 'a' } });
const close = () => new CloseTally({ tallyId: 'a' }, AT);

describe('given/when/then for a decider', () => {
  const given = decider(tally);

  it('passes when events, state and refusals are as they are said to be', () => {
    given(opened()).when(count('a', 2)).then(counted(2));
    given(opened(), counted(2), counted(3)).thenState({ status: 'open', total: 5 });
    given(opened(), closed()).when(close()).thenNothing();
    given(opened(), closed()).when(count('a')).thenRefused('tally_closed', {});
  });

  it('compares the whole list, in order', () => {
    const both = given().when(count('a'));
    expect(() => both.then(opened())).toThrow();
    expect(() => both.then(counted(), opened())).toThrow();
    expect(() => both.then(opened(), counted(), closed())).toThrow();
    expect(() => both.then()).toThrow('thenNothing');
    expect(() => both.thenNothing()).toThrow();
  });

  it('fails when an expected refusal does not come, has another code or other details, or is another error', () => {
    expect(() => given(opened()).when(count('a')).thenRefused('tally_closed')).toThrow('expected a refusal');
    expect(() => given(opened(), closed()).when(count('a')).thenRefused('other')).toThrow();
    expect(() => given(opened(), closed()).when(count('a')).thenRefused('tally_closed', { id: 1 })).toThrow();
    const broken: Decider<TallyCommand, Tally, TallyEvent> = { ...tally, decide: () => { throw new TypeError('bug'); } }; // prettier-ignore
    expect(() => decider(broken)().when(close()).thenRefused('tally_closed')).toThrow('bug');
  });

  it('fails a decider that changes its state, its command or its events', () => {
    const mutatesState = { ...tally, evolve: (state: Tally) => Object.assign(state, { total: 1 }) };
    const mutatesCommand = { ...tally, decide: (command: TallyCommand) => { Object.assign(command.data, { tallyId: 'b' }); return []; } }; // prettier-ignore
    const mutatesEvent = { ...tally, evolve: (state: Tally, event: TallyEvent) => { Object.assign(event.data, { by: 9 }); return state; } }; // prettier-ignore
    expect(() => decider<TallyCommand, Tally, TallyEvent>(mutatesState)(opened()).thenState({ status: 'open', total: 1 })).toThrow(
      TypeError,
    );
    expect(() => decider<TallyCommand, Tally, TallyEvent>(mutatesCommand)().when(close()).thenNothing()).toThrow(TypeError);
    expect(() => decider<TallyCommand, Tally, TallyEvent>(mutatesEvent)(counted()).thenState(tally.initialState)).toThrow(TypeError);
  });
});

describe('given/when/then for a process manager', () => {
  const given = processManager(noteCounts);
  const note = (version: number, total: number): Note => ({
    id: expect.any(String) as unknown as string,
    text: `tally-00000000-0000-4000-8000-000000000001@${version}=${total}`,
  });

  it('folds the history, then looks at what the last event leads to', () => {
    given(opened(), counted(2)).when(counted(3)).then(note(3, 5));
    given(opened()).when(closed()).thenNothing();
  });

  it('compares the whole list and does not ask about what it does not react to', () => {
    expect(() => given(opened()).when(counted()).thenNothing()).toThrow();
    expect(() => given(opened()).when(counted(1)).then(note(2, 9))).toThrow();
    expect(() => given(opened()).when(counted()).then()).toThrow('thenNothing');
    const eager: ProcessManager<TallyEvent, Tally, Note> = { ...noteCounts, reactsTo: [], react: () => [{ id: '1', text: 'x' }] };
    processManager(eager)().when(opened()).thenNothing();
  });

  it('fails one that changes its state', () => {
    const mutating = { ...noteCounts, evolve: (state: Tally) => Object.assign(state, { total: 1 }) };
    expect(() => processManager<TallyEvent, Tally, Note>(mutating)(opened()).when(counted()).thenNothing()).toThrow(TypeError);
  });
});

describe('given/when/then for a reaction', () => {
  const when = reaction(noteClosings);

  it('looks at what the event leads to, and passes over events that have no rule', () => {
    when.when(closed()).then({ id: expect.any(String) as unknown as string, text: 'tally-00000000-0000-4000-8000-000000000001 closed' });
    when.when(counted()).thenNothing();
  });

  it('compares the whole list', () => {
    expect(() => when.when(closed()).thenNothing()).toThrow();
    expect(() => when.when(closed()).then()).toThrow('thenNothing');
  });
});
