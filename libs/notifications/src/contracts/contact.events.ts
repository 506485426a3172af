import { type Event } from '#eventing/domain';

export type ContactRole = 'viewer' | 'approver' | 'producer';
/** `approvals`: gates that wait; `ends`: films, failures; `all`: progress as well; `quota`: warnings of the plan. */
export type ContactWish = 'approvals' | 'ends' | 'all' | 'quota';

/** A chat of an organisation hears of its videos from now on. Where it is reached, and its name, stand in no event. First of its stream. */
export type ContactLinked = Event<
  'ContactLinked',
  {
    contactId: string;
    channel: 'telegram';
    role: ContactRole;
    /** BCP 47. */ language: string;
    wants: readonly ContactWish[];
    linkedAt: string;
  }
>;

/** What it may do and hears of, as a whole. */
export type ContactChanged = Event<
  'ContactChanged',
  { contactId: string; role: ContactRole; language: string; wants: readonly ContactWish[]; changedAt: string }
>;

/** It hears of nothing more and may do nothing more. Terminal. */
export type ContactUnlinked = Event<'ContactUnlinked', { contactId: string; reason: 'asked' | 'blocked' | 'removed'; unlinkedAt: string }>;

export type ContactEvent = ContactLinked | ContactChanged | ContactUnlinked;
