import { kindsIn } from '#webhooks';

/** All that this lib announces. */
export const batchAnnouncements = kindsIn(new URL('../contracts/announcements/', import.meta.url), {
  'batch.completed': {
    description: 'Every item of a batch has ended. Comes again when failed items were retried.',
    example: {
      batchId: '0199c3f0-5b1c-7a3e-9d52-3f1f5a7c2b31',
      ...{ completed: 47, failed: 1, cancelled: 0, cost: { amountMicros: 9_400_000, currency: 'USD' } },
      metadata: { campaign: 'spring' },
    },
  },
});
