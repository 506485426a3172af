import { describe, expect, it } from '@jest/globals';
import { dayOf, daySpan, periodAt } from './billing-period.js';

const days = (startsAt: string, timezone: string, ...at: string[]): string[] =>
  at.map((moment) => {
    const { start, end } = periodAt({ startsAt, timezone }, moment);
    return `${dayOf(timezone, start)}/${dayOf(timezone, end)}`;
  });

describe('billing periods', () => {
  it('run from the start day to the next', () => {
    expect(days('2026-01-15T10:00:00Z', 'UTC', '2026-01-15T00:00:00Z', '2026-02-14T23:59:59.999Z', '2026-02-15T00:00:00Z')).toEqual([
      '2026-01-15/2026-02-15',
      '2026-01-15/2026-02-15',
      '2026-02-15/2026-03-15',
    ]);
  });

  it('end with the last day of a month that is too short, and come back to their day', () => {
    const middles = [
      '2026-02-10T00:00:00Z',
      '2026-03-10T00:00:00Z',
      '2026-04-15T00:00:00Z',
      '2026-05-15T00:00:00Z',
      '2028-03-01T00:00:00Z',
    ];
    expect(days('2026-01-31T08:00:00Z', 'UTC', ...middles)).toEqual([
      '2026-01-31/2026-02-28',
      '2026-02-28/2026-03-31',
      '2026-03-31/2026-04-30',
      '2026-04-30/2026-05-31',
      '2028-02-29/2028-03-31',
    ]);
  });

  it('begin at midnight of the organisation’s own day', () => {
    // 20:00 UTC on the 30th is the 31st in Tokyo.
    expect(periodAt({ startsAt: '2026-01-30T20:00:00Z', timezone: 'Asia/Tokyo' }, '2026-02-27T15:00:00Z')).toEqual({
      start: '2026-02-27T15:00:00.000Z',
      end: '2026-03-30T15:00:00.000Z',
    });
  });

  it('follow daylight saving time, also where a day has no midnight', () => {
    expect(periodAt({ startsAt: '2026-01-10T12:00:00Z', timezone: 'Europe/Amsterdam' }, '2026-03-31T00:00:00Z')).toEqual({
      start: '2026-03-09T23:00:00.000Z',
      end: '2026-04-09T22:00:00.000Z',
    });
    // In Beirut clocks go from 0:00 to 1:00 on 29 March 2026.
    expect(periodAt({ startsAt: '2026-01-29T12:00:00Z', timezone: 'Asia/Beirut' }, '2026-03-28T22:00:00Z').start).toBe(
      '2026-03-28T22:00:00.000Z',
    );
  });

  it('cover every moment exactly once', () => {
    for (const timezone of ['UTC', 'America/New_York', 'Pacific/Kiritimati', 'Asia/Beirut']) {
      const calendar = { startsAt: '2025-12-31T23:30:00Z', timezone };
      let { start, end } = periodAt(calendar, '2025-01-05T00:00:00Z');
      for (let n = 0; n < 40; n += 1) {
        expect(periodAt(calendar, start)).toEqual({ start, end });
        expect(periodAt(calendar, new Date(Date.parse(end) - 1).toISOString())).toEqual({ start, end });
        const next = periodAt(calendar, end);
        expect(next.start).toBe(end);
        ({ start, end } = next);
      }
    }
  });

  it('have days as long as they are', () => {
    expect(daySpan('Europe/Amsterdam', '2026-10-25')).toEqual({ start: '2026-10-24T22:00:00.000Z', end: '2026-10-25T23:00:00.000Z' });
    expect(daySpan('UTC', '2026-02-30')).toBeNull();
  });
});
