import { describe, expect, it } from '@jest/globals';
import { quietUntil } from './quiet-hours.js';

const BERLIN = 'Europe/Berlin';
const until = (from: string, to: string, at: string, zone = BERLIN): string | null => {
  const ms = quietUntil({ from, to, zone }, Date.parse(at));
  return ms === null ? null : new Date(ms).toISOString();
};

describe('quiet hours', () => {
  it.each([
    ['in the evening', '22:00', '08:00', '2026-11-28T21:00:00Z', '2026-11-29T07:00:00.000Z'],
    ['after midnight', '22:00', '08:00', '2026-11-29T01:00:00Z', '2026-11-29T07:00:00.000Z'],
    ['to the minute', '22:00', '08:00', '2026-11-29T06:59:59Z', '2026-11-29T07:00:00.000Z'],
    ['by day', '12:00', '13:00', '2026-11-28T11:30:00Z', '2026-11-28T12:00:00.000Z'],
    ['all day but for nothing', '00:00', '00:00', '2026-11-28T12:00:00Z', '2026-11-28T23:00:00.000Z'],
  ])('last %s', (_, from, to, at, end) => expect(until(from, to, at)).toBe(end));

  it.each([
    ['2026-11-29T07:00:00Z', '22:00', '08:00'],
    ['2026-11-28T20:59:59Z', '22:00', '08:00'],
    ['2026-11-28T12:00:00Z', '12:00', '13:00'],
  ])('are over at %s (%s to %s)', (at, from, to) => expect(until(from, to, at)).toBeNull());

  it('end when the clock is put forward past their end', () => {
    // In Berlin, 02:00 became 03:00 on 29 March 2026 at 01:00 UTC: there was no 02:30.
    expect(until('22:00', '02:30', '2026-03-29T00:59:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(until('22:00', '02:30', '2026-03-29T01:00:00Z')).toBeNull();
    expect(until('22:00', '08:00', '2026-03-29T00:00:00Z')).toBe('2026-03-29T06:00:00.000Z');
  });

  it('end once where the clock is put back, at the later of two times with that name', () => {
    // On 25 October 2026 03:00 became 02:00 at 01:00 UTC: 02:30 was at 00:30 and at 01:30 UTC.
    for (const at of ['2026-10-25T00:10:00Z', '2026-10-25T00:40:00Z', '2026-10-25T01:10:00Z'])
      expect(until('22:00', '02:30', at)).toBe('2026-10-25T01:30:00.000Z');
    expect(until('22:00', '02:30', '2026-10-25T01:30:00Z')).toBeNull();
    expect(until('02:30', '08:00', '2026-10-25T00:30:00Z')).toBe('2026-10-25T07:00:00.000Z');
  });

  it('begin with the jump where their beginning is jumped over', () => {
    expect(until('02:30', '08:00', '2026-03-29T01:00:00Z')).toBe('2026-03-29T06:00:00.000Z');
    expect(until('02:30', '08:00', '2026-03-29T00:59:00Z')).toBeNull();
  });

  it('are none where none are set', () => expect(quietUntil(null, 0)).toBeNull());
});
