import { describe, it } from '@jest/globals';
import { decider } from '#eventing/testing';
import { ChangeContact, LinkContact, UnlinkContact } from './contact.commands.js';
import { contact } from './contact.decider.js';

const AT = '2026-11-28T10:00:00.000Z';
const settings = { role: 'approver' as const, language: 'ru', wants: ['approvals' as const] };
const linked = { type: 'ContactLinked' as const, data: { contactId: 'c', channel: 'email' as const, ...settings, linkedAt: AT } };
const link = () => new LinkContact({ contactId: 'c', channel: 'email', ...settings }, AT);
const QUIET = { from: '22:00', to: '08:00', zone: 'Europe/Berlin' };
const quiet = { type: 'ContactChanged' as const, data: { contactId: 'c', ...settings, quiet: QUIET, changedAt: AT } };
const gone = { type: 'ContactUnlinked' as const, data: { contactId: 'c', reason: 'blocked' as const, unlinkedAt: AT } };

describe('a contact', () => {
  const given = decider(contact);
  it('is linked once', () => given().when(link()).then(linked));
  it('takes a repeated link as the same one', () => given(linked).when(link()).thenNothing());
  it('changes what is said, and keeps the rest', () =>
    given(linked)
      .when(new ChangeContact({ contactId: 'c', role: 'viewer' }, AT))
      .then({ type: 'ContactChanged', data: { contactId: 'c', ...settings, role: 'viewer', quiet: null, changedAt: AT } }));
  it('is left alone from when it says, till it says otherwise', () => {
    given(linked)
      .when(new ChangeContact({ contactId: 'c', quiet: QUIET }, AT))
      .then(quiet);
    given(linked, quiet)
      .when(new ChangeContact({ contactId: 'c', quiet: { ...QUIET } }, AT))
      .thenNothing();
    given(linked, quiet)
      .when(new ChangeContact({ contactId: 'c', quiet: null }, AT))
      .then({ ...quiet, data: { ...quiet.data, quiet: null } });
  });
  it('records no change that is none', () =>
    given(linked)
      .when(new ChangeContact({ contactId: 'c', role: 'approver', wants: ['approvals'] }, AT))
      .thenNothing());
  it('ends with the chat', () =>
    given(linked)
      .when(new UnlinkContact({ contactId: 'c', reason: 'blocked' }, AT))
      .then(gone));
  it('is not there before it is linked, nor afterwards', () => {
    given()
      .when(new ChangeContact({ contactId: 'c', role: 'viewer' }, AT))
      .thenRefused('contact_not_found');
    given(linked, gone)
      .when(new UnlinkContact({ contactId: 'c', reason: 'asked' }, AT))
      .thenRefused('contact_not_found');
    given(linked, gone).when(link()).thenNothing();
  });
});
