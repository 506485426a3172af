import { type Projection } from '#eventing/domain';
import { type ContactChannel, type ContactEvent } from '../contracts/contact.events.js';
import { type ContactSettings } from './domain/contact.commands.js';

export interface ContactRow extends ContactSettings {
  readonly channel: ContactChannel;
  readonly linkedAt: string;
}

/** The contacts that are linked. Inline: who was linked is spoken to at once. */
export const contactList: Projection<ContactEvent, ContactRow> = {
  name: 'notifications.contacts',
  table: 'notifications.contacts',
  mode: 'inline',
  version: 1,
  handles: ['ContactLinked', 'ContactChanged', 'ContactUnlinked'],
  keyOf: (event) => event.data.contactId,
  evolve(row, event) {
    switch (event.type) {
      case 'ContactLinked': {
        const { channel, role, language, wants, linkedAt } = event.data;
        return { channel, role, language, wants, quiet: null, linkedAt };
      }
      case 'ContactChanged': {
        if (!row) throw new Error(`contact ${event.data.contactId} is changed before it was linked`);
        const { role, language, wants, quiet } = event.data;
        return { ...row, role, language, wants, quiet };
      }
      case 'ContactUnlinked':
        return null;
    }
  },
};
