import { Command } from '#eventing/domain';
import { type ContactRole, type ContactWish } from '../../contracts/contact.events.js';

export interface ContactSettings {
  readonly role: ContactRole;
  readonly language: string;
  readonly wants: readonly ContactWish[];
}

export class LinkContact extends Command<ContactSettings & { readonly contactId: string }> {
  readonly type = 'LinkContact';
}
export class ChangeContact extends Command<Partial<ContactSettings> & { readonly contactId: string }> {
  readonly type = 'ChangeContact';
}
export class UnlinkContact extends Command<{ readonly contactId: string; readonly reason: 'asked' | 'blocked' | 'removed' }> {
  readonly type = 'UnlinkContact';
}

export type ContactCommand = LinkContact | ChangeContact | UnlinkContact;
