import { type Command } from './command.js';
import { type Aggregate, type AnyAggregate } from './decider.js';
import { type Event } from './event.js';

/**
 * An effect of a process manager or reaction: this command is decided by another aggregate, in the transaction that moves the checkpoint,
 * so once, whatever dies. What that aggregate refuses (`DomainError`) ends there with a line in the log.
 */
export interface Tell {
  readonly tell: { readonly aggregate: AnyAggregate; readonly id: string; readonly command: Command };
}

/** The command's time is that of the event that led to it, so that saying it again is saying the same. */
export const tell = <C extends Command, S, E extends Event>(aggregate: Aggregate<C, S, E>, id: string, command: C): Tell => ({
  tell: { aggregate: aggregate as unknown as AnyAggregate, id, command },
});

export const isTell = (effect: unknown): effect is Tell => typeof effect === 'object' && effect !== null && 'tell' in effect;
