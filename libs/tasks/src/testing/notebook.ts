import { type Aggregate, Command, DomainError, type Event } from '#eventing/domain';

/** Writes something down. */
export class Note extends Command<{ id: string; text: string }> {
  readonly type = 'Note';
}
/** No more notes from now on. */
export class Close extends Command<{ id: string }> {
  readonly type = 'Close';
}

export type Noted = Event<'Noted', { id: string; text: string }>;
export type Closed = Event<'Closed', { id: string }>;

export interface Notes {
  readonly texts: readonly string[];
  readonly isClosed: boolean;
}

export class NotebookClosed extends DomainError {
  readonly code = 'notebook_closed';
  readonly kind = 'conflict';
}

/** The smallest aggregate that tasks can tell something: it keeps every note, also repeated ones, until it is closed; closing it again changes nothing. */
export const notebook: Aggregate<Note | Close, Notes, Noted | Closed> = {
  name: 'notebook',
  module: 'specs',
  schemaVersions: { Noted: 1, Closed: 1 },
  initialState: { texts: [], isClosed: false },
  decide(command, notes) {
    if (command.type === 'Close') return notes.isClosed ? [] : [{ type: 'Closed', data: { id: command.data.id } }];
    if (notes.isClosed) throw new NotebookClosed(`notebook ${command.data.id} is closed`);
    return [{ type: 'Noted', data: { id: command.data.id, text: command.data.text } }];
  },
  evolve(notes, event) {
    return event.type === 'Closed' ? { ...notes, isClosed: true } : { ...notes, texts: [...notes.texts, event.data.text] };
  },
};
