import { type Aggregate, DomainError, type RefusalKind } from '#eventing/domain';
import { type ContactEvent } from '../../contracts/contact.events.js';
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
  schemaVersions: { ContactLinked: 1, ContactChanged: 1, ContactUnlinked: 1 },
  initialState: { status: 'absent' },
  decide(command, state) {
    const { contactId } = command.data;
    const at = command.issuedAt;
    if (command.type === 'LinkContact') {
      if (state.status !== 'absent') return []; // the same link again
      const { role, language, wants } = command.data;
      return [{ type: 'ContactLinked', data: { contactId, channel: 'telegram', role, language, wants: [...wants], linkedAt: at } }];
    }
    if (state.status !== 'linked') throw new UnknownContact(contactId);
    if (command.type === 'UnlinkContact') {
      return [{ type: 'ContactUnlinked', data: { contactId, reason: command.data.reason, unlinkedAt: at } }];
    }
    const { role = state.role, language = state.language, wants = state.wants } = command.data;
    const isSame = role === state.role && language === state.language && wants.join() === state.wants.join();
    return isSame ? [] : [{ type: 'ContactChanged', data: { contactId, role, language, wants: [...wants], changedAt: at } }];
  },
  evolve(state, event) {
    switch (event.type) {
      case 'ContactLinked':
      case 'ContactChanged': {
        const { role, language, wants } = event.data;
        return { status: 'linked', role, language, wants };
      }
      case 'ContactUnlinked':
        return { status: 'gone' };
    }
  },
};
