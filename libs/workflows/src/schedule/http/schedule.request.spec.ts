import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { RequestValidationPipe } from '#platform';
import { BackfillBody, PreviewBody } from './schedule.request.js';

const pipe = new RequestValidationPipe();

describe('moments of schedules', () => {
  it.each(['2026-W12-1', '2026-123', '2026-12-31T23Z', '2026-12-31T23:59:59,5Z', '20261231T000000Z', '2026-02-30T00:00:00Z', 7])(
    '%s is a fault of the moment, and not of the expression beside it',
    async (from) => {
      const message = 'must be a time such as 2026-11-28T09:00:00Z';
      const preview = pipe.transform({ cron: '0 9 * * *', timezone: 'UTC', from }, { type: 'body', metatype: PreviewBody });
      await expect(preview).rejects.toMatchObject({ errors: [{ path: 'from', message }] });
      const backfill = pipe.transform({ from, to: from }, { type: 'body', metatype: BackfillBody });
      await expect(backfill).rejects.toMatchObject({
        errors: [
          { path: 'from', message },
          { path: 'to', message },
        ],
      });
    },
  );

  it.each(['2026', '2026-11', '2026-11-28', '2026-11-28T09:00', '2026-11-28T09:00:00Z', '2026-11-28T09:00:00.123+05:30'])(
    '%s is one',
    async (from) => expect(await pipe.transform({ from, to: from }, { type: 'body', metatype: BackfillBody })).toMatchObject({ from }),
  );
});
