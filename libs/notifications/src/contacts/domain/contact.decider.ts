import { type Aggregate, DomainError, type RefusalKind } from '#eventing/domain';
import { type ContactEvent, type QuietHours } from '../../contracts/contact.events.js';
import { type ContactCommand, type ContactSettings } from './contact.commands.js';

export type ContactState = { readonly status: 'absent' | 'gone' } | ({ readonly status: 'linked' } & ContactSettings);

/** It was never linked, or is not any more. */
export class UnknownContact extends DomainError {
  readonly code = 'contact_not_found';
  readonly kind: RefusalKind = 'not-found';
  constructor(contactId: string) {
    super(`There is no contact ${contactId}.`);
  }
}

export const contact: Aggregate<ContactCommand, ContactState, ContactEvent> = {
  name: 'contact',
  module: 'notifications',
  schemaVersions: { ContactLinked: 2, ContactChanged: 2, ContactUnlinked: 1 },
  upcast,
  initialState: { status: 'absent' },
  decide(command, state) {
    const { contactId } = command.data;
    const at = command.issuedAt;
    if (command.type === 'LinkContact') {
      if (state.status !== 'absent') return []; // the same link again
      const { channel, role, language, wants } = command.data;
      return [{ type: 'ContactLinked', data: { contactId, channel, role, language, wants: [...wants], linkedAt: at } }];
    }
    if (state.status !== 'linked') throw new UnknownContact(contactId);
    if (command.type === 'UnlinkContact') {
      return [{ type: 'ContactUnlinked', data: { contactId, reason: command.data.reason, unlinkedAt: at } }];
    }
    const { role = state.role, language = state.language, wants = state.wants, quiet = state.quiet } = command.data;
    const isSame =
      role === state.role && language === state.language && wants.join() === state.wants.join() && isSameQuiet(quiet, state.quiet);
    return isSame ? [] : [{ type: 'ContactChanged', data: { contactId, role, language, wants: [...wants], quiet, changedAt: at } }];
  },
  evolve(state, event) {
    switch (event.type) {
      case 'ContactLinked': {
        const { role, language, wants } = event.data;
        return { status: 'linked', role, language, wants, quiet: null };
      }
      case 'ContactChanged': {
        const { role, language, wants, quiet } = event.data;
        return { status: 'linked', role, language, wants, quiet };
      }
      case 'ContactUnlinked':
        return { status: 'gone' };
    }
  },
};

const isSameQuiet = (one: QuietHours | null, other: QuietHours | null): boolean =>
  one?.from === other?.from && one?.to === other?.to && one?.zone === other?.zone;

function upcast(type: ContactEvent['type'], schemaVersion: number, data: object): object {
  // Version 2 knows mailboxes; before it there were only chats.
  if (type === 'ContactLinked' && schemaVersion === 1) return data;
  // Version 2 says when it is left alone; before it that was never.
  if (type === 'ContactChanged' && schemaVersion === 1) return { ...data, quiet: null };
  throw new RangeError(`${type} has no version ${schemaVersion}`);
}
