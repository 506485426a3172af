import { describe, expect, it, jest } from '@jest/globals';
import { AnnouncementCatalogue } from '../announcements/catalogue.js';
import { signedHeaders } from '../delivery/signature.js';
import { Places } from '../delivery/places.js';
import { Turns } from '../delivery/turns.js';
import { givenUp, type Lane, laneAfter, SLOW_MS, type Try } from './lane.js';
import { retryAfterMs, RETRY_SECONDS, waitMs } from './retry-schedule.js';

const usual = { retrySeconds: RETRY_SECONDS, disableAfterSeconds: null };
const fresh: Lane = { width: 1, isSlow: false, failures: 0, failingSince: null, pausedUntil: null };
const ended = (over: Partial<Try> = {}): Try => ({ outcome: 'http_error', status: 500, durationMs: 5, at: 1_000, ...over });
const success = ended({ outcome: 'success', status: 200 });
const after = (lane: Lane, ...tries: Try[]): Lane => tries.reduce((one, each) => laneAfter(one, each, usual), lane);

describe('a lane', () => {
  it('widens with each quick success up to 32, with others up to 4, and not while it is slow', () => {
    const widths = (one: Try) => [1, 2, 3, 5, 6].map((count) => after(fresh, ...Array<Try>(count).fill(one)).width);
    expect(widths(success)).toEqual([2, 4, 8, 32, 32]);
    expect(widths({ ...success, durationMs: 300 })).toEqual([2, 4, 4, 4, 4]);
    const wide = { ...fresh, width: 32 };
    for (const one of [ended(), { ...success, durationMs: 300 }, { ...success, durationMs: 1_500 }]) expect(after(wide, one).width).toBe(4);
    expect(after(fresh, { ...success, durationMs: 1_500 })).toMatchObject({ width: 1, isSlow: true });
    expect(after({ ...fresh, isSlow: true }, success)).toMatchObject({ isSlow: false });
  });

  it('is narrow from the third failure in a row, and at once when less is asked for', () => {
    const wide = { ...fresh, width: 4 };
    expect(after(wide, ended(), ended())).toMatchObject({ width: 4, isSlow: false });
    expect(after(wide, ended(), ended(), ended())).toMatchObject({ width: 1, isSlow: true });
    for (const status of [429, 502, 504]) expect(after(wide, ended({ status }))).toMatchObject({ width: 1, isSlow: true });
    expect(after(wide, ended(), ended(), success, ended())).toMatchObject({ width: 4, failures: 1 });
  });

  it('pauses from the tenth, twice as long each time up to a minute', () => {
    const pauses = [9, 10, 11, 16, 40].map((count) => after(fresh, ...Array<Try>(count).fill(ended())).pausedUntil);
    expect(pauses).toEqual([null, 2_000, 3_000, 61_000, 61_000]);
  });

  it('is given up when it is gone, or nothing came through for five days', () => {
    const day = 86_400_000;
    expect(givenUp(after(fresh, ended({ status: 410 })), ended({ status: 410 }), usual)).toBe('gone');
    const late = ended({ at: 1_000 + 5 * day });
    expect(givenUp(after(fresh, ended(), late), late, usual)).toBe('failing');
    expect(givenUp(after(fresh, late), late, usual)).toBeNull();
    expect(givenUp(after(fresh, ended(), success, late), late, usual)).toBeNull();
    const hurried = { ...usual, retrySeconds: [1, 2, 4, 8, 16] };
    expect(givenUp(after(fresh, ended(), ended({ at: 13_000 })), ended({ at: 13_000 }), hurried)).toBeNull();
  });
});

describe('the schedule', () => {
  it('is the one of the specification, a fifth earlier or later', () => {
    expect(RETRY_SECONDS.map((_, failed) => waitMs(usual, failed + 1, null, 0.5))).toEqual(RETRY_SECONDS.map((seconds) => seconds * 1000));
    expect([0, 1].map((random) => waitMs(usual, 1, null, random))).toEqual([4_000, 6_000]);
    expect(waitMs(usual, RETRY_SECONDS.length + 1, 1_000, 0.5)).toBeNull();
  });

  it('waits longer when asked to, up to a day', () => {
    expect(waitMs(usual, 1, 60_000, 0.5)).toBe(60_000);
    expect(waitMs(usual, 2, 60_000, 0.5)).toBe(300_000);
    expect(waitMs(usual, 1, 9e9, 0.5)).toBe(86_400_000);
    expect(['120', ' 0 ', 'soon', '-5', '', undefined].map((text) => retryAfterMs(text, 0))).toEqual([120_000, 0, null, null, null, null]);
    expect(retryAfterMs('Thu, 01 Jan 1970 00:01:00 GMT', 0)).toBe(60_000);
  });
});

describe('the signature', () => {
  it('is that of the specification', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const headers = signedHeaders('msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, Buffer.from('{"test": 2432232314}'), [secret]);
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });
});

describe('places', () => {
  it('let what is slow take a quarter, and give back those of tries that turn out to be slow', () => {
    const places = new Places(8, () => undefined);
    expect(places.room).toEqual({ places: 8, slowPlaces: 2 });
    for (const id of ['a', 'b']) places.enter(id, id, true);
    expect(places.room).toEqual({ places: 6, slowPlaces: 0 });
    for (const id of ['c', 'd', 'e', 'f', 'g', 'h']) places.enter(id, id, false);
    expect(places.room.places).toBe(0);
    for (const id of ['a', 'b', 'c']) places.leave(id);
    expect(places.room).toEqual({ places: 3, slowPlaces: 2 });
    for (const id of ['d', 'e', 'f', 'g', 'h']) places.leave(id);
  });

  it('count what turns out to be slow as slow, once, until it ends', () => {
    jest.useFakeTimers();
    const slow: string[] = [];
    const places = new Places(8, (endpointId) => slow.push(endpointId));
    for (const id of ['a', 'b', 'c', 'd']) places.enter(id, `at ${id}`, id === 'a');
    places.leave('d');
    places.leave('d');
    expect(places.room).toEqual({ places: 5, slowPlaces: 1 });
    jest.advanceTimersByTime(SLOW_MS);
    expect([slow, places.room]).toEqual([['at b', 'at c'], { places: 6, slowPlaces: -1 }]);
    for (const id of ['a', 'b', 'c']) places.leave(id);
    expect([places.size, places.room]).toEqual([0, { places: 8, slowPlaces: 2 }]);
    jest.useRealTimers();
  });

  it('watch over all that is open by one timer: each turns slow in its own time', () => {
    jest.useFakeTimers();
    const slow: string[] = [];
    const places = new Places(8, (endpointId) => slow.push(endpointId));
    const turnedAfter = (ms: number): string[] => {
      jest.advanceTimersByTime(ms);
      return [...slow];
    };
    places.enter('gone', 'gone', false);
    turnedAfter(SLOW_MS / 2);
    places.enter('a', 'a', false);
    turnedAfter(SLOW_MS / 4);
    places.enter('b', 'b', false);
    places.leave('gone');
    expect(jest.getTimerCount()).toBe(1);
    expect([turnedAfter((SLOW_MS * 3) / 4 - 1), turnedAfter(1), turnedAfter(SLOW_MS / 4 - 1), turnedAfter(1)]).toEqual([
      ...[[], ['a'], ['a'], ['a', 'b']],
    ]);
    expect(jest.getTimerCount()).toBe(0);
    places.enter('c', 'c', false);
    expect(turnedAfter(SLOW_MS)).toEqual(['a', 'b', 'c']);
    jest.useRealTimers();
  });
});

describe('turns', () => {
  const taken = (endpointId: string, n: number) => ({ endpointId, isSlow: false, n });
  const begun = (turns: Turns<ReturnType<typeof taken>>, room = 99) => {
    const names: string[] = [];
    for (let one = turns.next(() => names.length < room); one; one = turns.next(() => names.length < room))
      names.push(`${one.endpointId}${one.n}`);
    return names;
  };

  it('begin a few of an endpoint at once, in its order, and let the others have theirs in between', () => {
    const turns = new Turns<ReturnType<typeof taken>>();
    for (let n = 0; n < 6; n += 1) turns.add(taken('a', n));
    turns.add(taken('b', 0));
    expect(begun(turns, 3)).toEqual(['a0', 'b0', 'a1']);
    expect([begun(turns), turns.waiting]).toEqual([['a2', 'a3'], 2]);
    turns.ended('a');
    expect(begun(turns)).toEqual(['a4']);
    expect([turns.withdraw('a').map(({ n }) => n), turns.waiting, turns.withdraw()]).toEqual([[5], 0, []]);
  });

  it('never keep what is slow waiting for a place: it had one when it was taken', () => {
    const turns = new Turns<ReturnType<typeof taken>>();
    turns.add({ ...taken('slow', 0), isSlow: true });
    turns.add(taken('a', 0));
    expect(turns.next((isSlow) => isSlow)).toMatchObject({ endpointId: 'slow' });
    expect(turns.next((isSlow) => isSlow)).toBeNull();
  });
});

describe('the catalogue', () => {
  const kind = (type: string) => ({ type, description: '', schema: {}, example: {} });
  const catalogue = new AnnouncementCatalogue().register([kind('job.completed'), kind('quota.warning')]);

  it('knows what is meant', () => {
    expect(['*', 'job.*', 'job.completed'].map((pattern) => catalogue.faultOf(pattern))).toEqual([null, null, null]);
    expect(['job.complete', 'quota', 'jobs.*'].map((pattern) => catalogue.faultOf(pattern))).toEqual(['job.completed', 'quota.*', 'job.*']);
    expect(() => catalogue.register([kind('job.completed')])).toThrow('two libs announce job.completed');
  });
});
