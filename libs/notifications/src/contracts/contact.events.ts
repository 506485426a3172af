import { type Event } from '#eventing/domain';

export type ContactRole = 'viewer' | 'approver' | 'producer';
export type ContactChannel = 'telegram' | 'email';
/**
 * `approvals`: gates that wait; `ends`: films, failures; `all`: progress as well; `quota`: warnings of the plan; `admin`: those, and
 * webhook endpoints that fail or were switched off.
 */
export type ContactWish = 'approvals' | 'ends' | 'all' | 'quota' | 'admin';

/** From when till when, by the clock of a place, it is left alone. What happens meanwhile is told afterwards. */
export interface QuietHours {
  /** `22:00`. */ readonly from: string;
  /** `08:00`; may be the next day. */ readonly to: string;
  /** Of the IANA database. */ readonly zone: string;
}

/** A chat or mailbox of an organisation hears of its videos from now on. Where it is reached, and its name, stand in no event. First of its stream. */
export type ContactLinked = Event<
  'ContactLinked',
  {
    contactId: string;
    channel: ContactChannel;
    role: ContactRole;
    /** BCP 47. */ language: string;
    wants: readonly ContactWish[];
    linkedAt: string;
  }
>;

/** What it may do and hears of, as a whole. */
export type ContactChanged = Event<
  'ContactChanged',
  { contactId: string; role: ContactRole; language: string; wants: readonly ContactWish[]; quiet: QuietHours | null; changedAt: string }
>;

/** It hears of nothing more and may do nothing more. Terminal. */
export type ContactUnlinked = Event<'ContactUnlinked', { contactId: string; reason: 'asked' | 'blocked' | 'removed'; unlinkedAt: string }>;

export type ContactEvent = ContactLinked | ContactChanged | ContactUnlinked;
