import { type ProcessManager } from '#eventing/domain';
import { type Announcement, kindsIn } from '#webhooks';
import { type QuotaWarningV1 } from '../contracts/billing.announcements.js';
import { type QuotaAccountEvent } from '../contracts/billing.events.js';

/** Says when a limit is nearly or fully used. */
export const announceQuota: ProcessManager<QuotaAccountEvent, null, Announcement> = {
  name: 'billing.announce-quota',
  follows: 'quota-account',
  reactsTo: ['QuotaWarningRaised'],
  initialState: null,
  evolve: () => null,
  react(_, event) {
    if (event.type !== 'QuotaWarningRaised') return [];
    const { orgId, resource, percentage, threshold, period, raisedAt } = event.data;
    const data: QuotaWarningV1 = { orgId, resource, percentage, threshold, period };
    const subject = { idName: 'orgId', id: orgId, path: '/v1/billing/quota' };
    return [{ type: 'quota.warning', subject, occurredAt: raisedAt, metadata: {}, data: { ...data } }];
  },
};

export const billingAnnouncements = kindsIn(new URL('../contracts/announcements/', import.meta.url), {
  'quota.warning': {
    description: 'So much of a limit of the plan is used or set aside: 80 % or all of it. Once in each period.',
    example: {
      ...{ orgId: '0199c3f0-5b1c-7a3e-9d52-3f1f5a7c2b11', resource: 'video_seconds', percentage: 83, threshold: 80 },
      period: { start: '2026-11-01T00:00:00.000Z', end: '2026-12-01T00:00:00.000Z' },
    },
  },
});
