import { describe, expect, it } from '@jest/globals';
import { cronInWords, Times, timesFaults } from './times.js';

const NOW = Date.parse('2026-11-28T10:00:00Z');

/** Local times of the next ones. */
const upcoming = (cron: string, timezone: string, from: string, count: number) =>
  new Times(cron, timezone).upcoming(Date.parse(from), count).map(({ localTime }) => localTime);

describe('when a schedule fires', () => {
  it.each([
    // A time that does not exist: the first moment after the gap, once.
    [
      '30 2 * * *',
      'Europe/Berlin',
      '2026-03-28T00:00:00Z',
      ['2026-03-28T02:30:00+01:00', '2026-03-29T03:00:00+02:00', '2026-03-30T02:30:00+02:00'],
    ],
    [
      '0 2,14 * * *',
      'Europe/Berlin',
      '2026-03-28T23:00:00Z',
      ['2026-03-29T03:00:00+02:00', '2026-03-29T14:00:00+02:00', '2026-03-30T02:00:00+02:00'],
    ],
    ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T00:00:00Z', ['2026-10-04T02:30:00+11:00', '2026-10-05T02:15:00+11:00']],
    ['30 2 * * *', 'America/New_York', '2026-03-07T12:00:00Z', ['2026-03-08T03:00:00-04:00', '2026-03-09T02:30:00-04:00']],
    // A time that comes twice: the first one, once.
    ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', ['2026-10-25T02:30:00+02:00', '2026-10-26T02:30:00+01:00']],
    ['30 1 * * *', 'America/New_York', '2026-10-31T12:00:00Z', ['2026-11-01T01:30:00-04:00', '2026-11-02T01:30:00-05:00']],
    ['45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T00:00:00Z', ['2026-04-05T01:45:00+11:00', '2026-04-06T01:45:00+10:30']],
    // By elapsed time: each of the repeated hour, none in the gap.
    [
      '30 * * * *',
      'Europe/Berlin',
      '2026-10-24T23:45:00Z',
      ['2026-10-25T02:30:00+02:00', '2026-10-25T02:30:00+01:00', '2026-10-25T03:30:00+01:00'],
    ],
    [
      '*/30 * * * *',
      'Europe/Berlin',
      '2026-03-29T00:15:00Z',
      ['2026-03-29T01:30:00+01:00', '2026-03-29T03:00:00+02:00', '2026-03-29T03:30:00+02:00'],
    ],
    // A day that a zone never had, the last day of a month, the second Friday.
    ['0 12 * * *', 'Pacific/Apia', '2011-12-29T00:00:00Z', ['2011-12-29T12:00:00-10:00', '2011-12-31T12:00:00+14:00']],
    ['0 0 L * *', 'UTC', '2026-01-01T00:00:00Z', ['2026-01-31T00:00:00+00:00', '2026-02-28T00:00:00+00:00']],
    ['0 9 * * FRI#2', 'Asia/Kolkata', '2026-01-01T00:00:00Z', ['2026-01-09T09:00:00+05:30', '2026-02-13T09:00:00+05:30']],
  ])('%s in %s after %s', (cron, timezone, from, expected) => {
    expect(upcoming(cron, timezone, from, expected.length)).toEqual(expected);
  });

  it('is told together with what a clock change does to it', () => {
    const notes = (cron: string, from: string) => new Times(cron, 'Europe/Berlin').upcoming(Date.parse(from), 3).map(({ note }) => note);
    expect(notes('30 2 * * *', '2026-03-27T12:00:00Z')).toEqual([
      null,
      expect.stringContaining('does not exist'),
      expect.stringContaining('forward'),
    ]);
    expect(notes('30 2 * * *', '2026-10-23T12:00:00Z')).toEqual([
      null,
      expect.stringContaining('comes twice'),
      expect.stringContaining('back'),
    ]);
    expect(notes('0 9 * * *', '2026-06-01T00:00:00Z')).toEqual([null, null, null]);
  });

  it.each([
    // By two hours, at three in the morning.
    ['30 1 * * *', 'Antarctica/Troll', '2027-10-29T12:00:00Z', [null, 'twice', 'back', null]],
    ['30 2 * * *', 'Antarctica/Troll', '2027-10-29T12:00:00Z', [null, 'twice', 'back', null]],
    ['30 3 * * *', 'Antarctica/Troll', '2027-10-29T12:00:00Z', [null, 'back', null]],
    ['30 2 * * *', 'Antarctica/Troll', '2027-03-26T12:00:00Z', [null, 'does not exist', 'forward', null]],
    // By half an hour.
    ['45 1 * * *', 'Australia/Lord_Howe', '2026-04-03T00:00:00Z', [null, 'twice', 'back', null]],
    // By a day that never was, and by one that came twice.
    ['0 0 * * *', 'Pacific/Apia', '2011-12-28T12:00:00Z', [null, 'forward', null]],
    ['0 12 * * *', 'Pacific/Kwajalein', '1969-09-28T12:00:00Z', [null, 'twice', 'back']],
  ])('%s in %s after %s is told whatever the clocks go by', (cron, timezone, from, expected) => {
    const notes = new Times(cron, timezone).upcoming(Date.parse(from), expected.length).map(({ note }) => note);
    expect(notes).toEqual(expected.map((words) => (words === null ? null : (expect.stringContaining(words) as unknown))));
  });

  it.each([
    ['* * * *', 'has 4; they are minute, hour, day of the month, month and day of the week'],
    ['0 0 * * * *', 'has 6; they are minute, hour, day of the month, month and day of the week'],
    ['', 'has 0; they are minute, hour, day of the month, month and day of the week'],
    ['@every 5m', 'there are @yearly, @annually, @monthly, @weekly, @daily and @hourly'],
    ['0 24 * * *', 'Invalid value for hour: 24'],
  ])('%s is refused in words of cron', (cron, reason) => {
    const message = `must be a cron expression of five fields, or @daily and the like: ${reason}`;
    expect(timesFaults(cron, 'UTC', NOW)).toEqual([{ member: 'cron', code: 'invalid_cron', message }]);
  });

  it.each([
    ['* * * * * *', 'UTC', ['invalid_cron']],
    ['@every 5m', 'UTC', ['invalid_cron']],
    ['H * * * *', 'UTC', ['invalid_cron']],
    ['61 * * * *', 'UTC', ['invalid_cron']],
    ['0 9 * * 1-5\n', 'UTC', ['invalid_cron']],
    ['', 'Mars/Olympus', ['invalid_cron', 'unknown_timezone']],
    [5, null, ['invalid_cron', 'unknown_timezone']],
    ['0 0 30 2 *', 'UTC', ['never_fires']],
    ['0 9 * * *', '+02:00', ['unknown_timezone']],
    ['0 9 * * *', '__proto__', ['unknown_timezone']],
    ['x'.repeat(100_000), 'UTC', ['invalid_cron']],
    ['@daily', 'Europe/Berlin', []],
    ['0 9 29 2 *', 'Europe/Berlin', []],
  ])('%s in %s is judged', (cron, timezone, codes) => {
    expect(timesFaults(cron, timezone, NOW).map(({ code }) => code)).toEqual(codes);
  });

  it('is said in words', () => {
    expect(cronInWords('0 9 * * 1-5')).toBe('At 09:00, Monday through Friday');
    // Taken by the one library, and no words of the other's.
    expect(cronInWords('0 0 29 2 +1')).toBe('0 0 29 2 +1');
  });
});
