import { Command } from '#eventing/domain';
import { type ContactChannel, type ContactRole, type ContactWish, type QuietHours } from '../../contracts/contact.events.js';

export interface ContactSettings {
  readonly role: ContactRole;
  readonly language: string;
  readonly wants: readonly ContactWish[];
  readonly quiet: QuietHours | null;
}

export class LinkContact extends Command<
  Omit<ContactSettings, 'quiet'> & { readonly contactId: string; readonly channel: ContactChannel }
> {
  readonly type = 'LinkContact';
}
export class ChangeContact extends Command<Partial<ContactSettings> & { readonly contactId: string }> {
  readonly type = 'ChangeContact';
}
export class UnlinkContact extends Command<{ readonly contactId: string; readonly reason: 'asked' | 'blocked' | 'removed' }> {
  readonly type = 'UnlinkContact';
}

export type ContactCommand = LinkContact | ChangeContact | UnlinkContact;
