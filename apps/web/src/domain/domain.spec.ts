import { describe, expect, it } from '@jest/globals';
import { type LadderRung, type OrderedVideo } from '@kadr/sdk';
import { readListSearch, readSignInSearch, readVideoSearch } from './address';
import { fittingSeconds } from './cut';
import { bodyOf, draftOf, EMPTY_DRAFT, faultsByField, readDraft } from './draft';
import { ladderOf } from './ladder';
import { bytes, money, ranges } from './money';
import { chained, framesOf, lackOf, moved, type Pair, priceOf, setView } from './frame-pairs';
import { requestOf } from './order';
import { changesOf, diffOf } from './script-diff';
import { countsOf, isShown, stateOf, stepsOf } from './sheet';
import { clock, pieceAt, span, starts, timeCode } from './time-code';
import { peaksOf, waveOf } from './waveform';
import { whatToDo } from './what-to-do';

describe('the address of the sign-in page', () => {
  it('leads to pages of ours only', () => {
    expect(readSignInSearch({ to: '/videos?tab=ready' })).toEqual({ to: '/videos?tab=ready' });
    for (const to of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', 7, undefined]) {
      expect(readSignInSearch({ to })).toEqual({});
    }
  });
  it('says what it knows of why nobody was signed in', () => {
    expect(readSignInSearch({ problem: 'not_a_member' })).toEqual({ problem: 'not_a_member' });
    expect(readSignInSearch({ problem: '<b>' })).toEqual({});
  });
});

describe('how a voice sounds', () => {
  it('is its loudest moments, beside the loudest of all', () => {
    expect(peaksOf([0.1, -0.2, 0.05, 0, 0.4, -0.1], 3)).toEqual([0.5, 0.125, 1]);
    expect(peaksOf([0.5, -0.25], 240)).toEqual([1, 0.5]);
    const long = Float32Array.from({ length: 100_001 }, (_, at) => (at === 100_000 ? -1 : 0.25));
    expect(peaksOf(long, 240)).toHaveLength(240);
    expect([peaksOf(long, 240).at(-1), Math.min(...peaksOf(long, 240))]).toEqual([1, 0.25]);
  });
  it('is a line for silence, and nothing for nothing', () => {
    expect([peaksOf([0, 0], 2), peaksOf([], 9)]).toEqual([[0, 0], []]);
    expect(waveOf([0, 1])).toBe('M0 0.960h.7v0.080h-.7zM1 0.000h.7v2.000h-.7z');
  });
});

describe('a draft', () => {
  const draft = {
    ...EMPTY_DRAFT,
    texts: { topic: ' Whales ', script: 'Once.', idea: '' },
    settings: { durationSeconds: 30, aspectRatio: '1:1' as const },
  };

  it('is the body of the request, with the text of the beginning that is chosen', () => {
    expect(bodyOf(draft)).toEqual({ prompt: 'Whales', durationSeconds: 30, aspectRatio: '1:1' });
  });
  it('leaves the length to the text where the text is spoken word for word', () => {
    expect(bodyOf({ ...draft, beginning: 'script' })).toEqual({ script: 'Once.', aspectRatio: '1:1' });
  });
  it('sends no empty field, but what was switched off', () => {
    const settings = { title: '', language: '', voice: false as const, visuals: { models: [] }, approvals: [] };
    expect(bodyOf({ ...draft, settings })).toEqual({ prompt: 'Whales', voice: false, visuals: { models: [] } });
  });
  it.each([
    { prompt: 'Whales', durationSeconds: 45, approvals: ['script' as const] },
    { script: 'Once.', aspectRatio: '16:9' as const },
    { idea: 'hm', music: { mood: 'calm' } },
  ])('comes back from a request as it was: %j', (request) => expect(bodyOf(draftOf(request))).toEqual(request));
  it('is read as it was kept', () => expect(readDraft(JSON.stringify(draft))).toEqual(draft));
  it.each([
    null,
    '',
    '{',
    '[]',
    '{"version":2}',
    '{"version":1,"beginning":"film","texts":{},"settings":{}}',
    '{"version":1,"beginning":"topic","texts":{"topic":1},"settings":{}}',
  ])('is not read from what is none: %s', (text) => expect(readDraft(text)).toBeNull());
});

describe('an order', () => {
  it('becomes the request that orders the same again, without what the server resolves', () => {
    const order = {
      prompt: 'Whales',
      script: null,
      idea: null,
      title: null,
      durationSeconds: 30,
      aspectRatio: '1:1',
      visuals: { mode: 'images', models: ['local:illustrator'], imageModels: ['x:y'], fallback: [], seed: 7 },
      voice: { provider: 'local', voice: null, speed: 1 },
      music: false,
      approvals: ['script', 'images'],
      deadlines: [{ type: 'images', deadlineSeconds: 60, onDeadline: 'approve' }],
    } as unknown as OrderedVideo;
    expect(requestOf(order)).toEqual({
      prompt: 'Whales',
      durationSeconds: 30,
      aspectRatio: '1:1',
      visuals: { mode: 'images', models: ['local:illustrator'], fallback: [], seed: 7 },
      voice: { provider: 'local', speed: 1 },
      music: false,
      approvals: ['script', { type: 'images', deadlineSeconds: 60, onDeadline: 'approve' }],
    });
  });
});

describe('faults', () => {
  const at = (path: string) => [...faultsByField([{ path, message: 'no' }], ['visuals', 'visuals.models', 'approvals']).keys()];

  it.each([
    ['visuals.models.0', 'visuals.models'],
    ['visuals.mode', 'visuals'],
    ['approvals[1].deadlineSeconds', 'approvals'],
    ['visualsX', ''],
    ['', ''],
  ])('at %s stand at field "%s"', (path, field) => expect(at(path)).toEqual([field]));
  it('of one field stand together', () => {
    const faults = [
      { path: 'approvals.0', message: 'a' },
      { path: 'approvals.1', message: 'b' },
    ];
    expect(faultsByField(faults, ['approvals']).get('approvals')).toEqual(['a', 'b']);
  });
});

describe('the contact sheet', () => {
  const made = (imageStatus: 'pending' | 'generating' | 'completed' | 'failed', videoStatus: typeof imageStatus, isFallback = false) => ({
    imageStatus,
    videoStatus,
    isFallback,
  });
  const cases = [
    [made('pending', 'pending'), 'waiting'],
    [made('generating', 'pending'), 'image'],
    [made('completed', 'pending'), 'waiting'],
    [made('completed', 'generating'), 'making'],
    [made('completed', 'completed'), 'done'],
    [made('failed', 'completed', true), 'replaced'],
    [made('completed', 'failed'), 'failed'],
    [made('failed', 'pending'), 'failed'],
  ] as const;

  it.each(cases)('%j is %s', (segment, state) => expect(stateOf(segment)).toBe(state));
  it('counts each segment under one filter, and all under "all"', () => {
    expect(countsOf(cases.map(([segment]) => segment))).toEqual({ all: 8, making: 2, waiting: 2, replaced: 1, failed: 2 });
    expect(isShown('making', 'image')).toBe(true);
  });
});

describe('the strip', () => {
  const video = {
    status: 'processing' as const,
    stage: 'assets' as const,
    stageHistory: [
      { stage: 'drafting' as const, enteredAt: '2026-01-01T00:00:00Z', leftAt: '2026-01-01T00:00:04Z' },
      { stage: 'assets' as const, enteredAt: '2026-01-01T00:00:04Z', leftAt: null },
    ],
    progress: {
      percent: 40,
      message: '',
      phase: 'clips',
      done: 6,
      total: 12,
      segments: { total: 12, imagesDone: 12, videosDone: 6, fallbacks: 0, failed: 0 },
    },
    approvals: [],
    request: {},
  };
  const states = (change: object) => stepsOf({ ...video, ...change } as unknown as Parameters<typeof stepsOf>[0]).map(({ state }) => state);

  it('says what is done, what is made and how much of it', () => {
    const steps = stepsOf(video as unknown as Parameters<typeof stepsOf>[0]);
    expect(steps.map(({ state }) => state)).toEqual(['done', 'done', 'now', 'waiting', 'waiting']);
    expect(steps[0]?.seconds).toBe(4);
    expect(steps[2]?.count).toEqual({ done: 6, total: 12 });
  });
  it('marks the step that waits for a person', () => {
    const approvals = [{ type: 'images', status: 'pending' }];
    expect(states({ status: 'awaiting_approval', approvals })).toEqual(['done', 'yours', 'waiting', 'waiting', 'waiting']);
  });
  it('marks where it stopped', () => expect(states({ status: 'failed' })).toEqual(['done', 'done', 'stopped', 'waiting', 'waiting']));
  it('is all done at the end', () => expect(new Set(states({ status: 'completed' }))).toEqual(new Set(['done'])));
});

describe('the ladder', () => {
  const rung = (model: string, state: LadderRung['state']) =>
    ({ model, state, tries: 1, code: null, reason: null, costMicros: 0 }) as LadderRung;
  const states = (...rungs: LadderRung[]) => ladderOf(rungs).map(({ state }) => state);

  it('tells what took over from models that gave up', () =>
    expect(states(rung('a', 'gave_up'), rung('b', 'took_over'))).toEqual(['gave_up', 'took_over']));
  it('says of the first that delivers that it made it', () =>
    expect(states(rung('a', 'took_over'), rung('b', 'not_needed'))).toEqual(['made', 'not_needed']));
  it('is empty while nothing was tried', () => expect(states()).toEqual([]));
});

describe('what helps', () => {
  it.each(['no_credit', 'key_rejected', 'segment_failed', 'content_refused', 'render_failed', 'a_code_of_tomorrow'])(
    'after %s is never nothing',
    (code) => {
      for (const isRetryable of [true, false]) {
        const helps = whatToDo(code, isRetryable);
        expect(helps.at(-1)).toBe('copy-report');
        expect(helps.length).toBeGreaterThan(1);
        expect(new Set(helps).size).toBe(helps.length);
      }
    },
  );
  it('is to go on where that may help, and never where it may not', () => {
    expect(whatToDo('render_failed', true)[0]).toBe('go-on');
    expect(whatToDo('render_failed', false)).not.toContain('go-on');
  });
  it('is first to top up, where money is what lacks', () => expect(whatToDo('no_credit', true)[0]).toBe('top-up'));
});

describe('a changed script', () => {
  it.each([
    ['a\nb\nc', 'a\nb\nc', 0],
    ['a\nb\nc', 'a\nX\nc', 1],
    ['a\nb', 'a\nb\nc\nd', 2],
    ['a\nb\nc', 'c', 2],
  ])('%j → %j differs in %i', (before, after, changes) => expect(changesOf(diffOf(before, after))).toBe(changes));
  it('gives both texts back', () => {
    const pieces = diffOf('a\nb\nc\nd', 'b\nx\nd\ny');
    const side = (kind: string) => pieces.filter((piece) => piece.kind === 'same' || piece.kind === kind).map(({ text }) => text);
    expect(side('removed')).toEqual(['a', 'b', 'c', 'd']);
    expect(side('added')).toEqual(['b', 'x', 'd', 'y']);
  });
});

describe('time and money', () => {
  it.each([
    [0, '00:00.0'],
    [30.5, '00:30.5'],
    [59.96, '01:00.0'],
    [600, '10:00.0'],
  ])('%d s is the place %s', (seconds, text) => expect(timeCode(seconds)).toBe(text));
  it.each([
    [8, '0:08'],
    [70.9, '1:10'],
    [3723, '1:02:03'],
  ])('%d s is %s on a clock', (seconds, text) => expect(clock(seconds)).toBe(text));
  it('names the segment that is shown, also at its very edge and after the end', () => {
    expect([0, 4.9, 5, 12, 99].map((at) => pieceAt([5, 5, 5], at))).toEqual([0, 0, 1, 2, 2]);
    expect(pieceAt([], 1)).toBe(-1);
    expect(starts([0.1, 0.2, 0.3])).toEqual([0, 0.1, 0.3]);
  });
  it('says spans in the largest unit that fits', () =>
    expect([40, 700, 11_000].map((one) => span(one, 'en'))).toEqual(['40 sec', '12 min', '3 hr']));
  it('never shows a small sum as nothing', () => {
    expect([0, 960_000, 1_234, -500].map((micros) => money(micros, 'en'))).toEqual(['$0.00', '$0.96', '$0.0012', '-$0.0005']);
    expect(money(960_000, 'ru')).toMatch(/^0,96\s\$$/u);
  });
  it('counts bytes in steps of a thousand', () =>
    expect([0, 999, 1_500_000].map((size) => bytes(size, 'en'))).toEqual(['0 byte', '999 byte', '1.5 MB']));
});

describe('a film that is not ordered yet', () => {
  it.each([
    [52.7, 60, 52],
    [4, 60, null],
    [100, 30, 29],
  ])('%d s left of %d wished: %s fits', (left, wished, fits) => expect(fittingSeconds(left, wished)).toBe(fits));
});

describe('an address', () => {
  it('says what is shown, and nothing else', () => {
    expect(readListSearch({ tab: 'yours', q: 'x' })).toEqual({ tab: 'yours', q: 'x' });
    expect(readListSearch({ tab: '<b>', q: 7 })).toEqual({});
    expect(readVideoSearch({ segment: '7', tab: 'story' })).toEqual({ segment: 7, tab: 'story' });
    expect(readVideoSearch({ segment: '-1', tab: 'x' })).toEqual({});
  });
});

describe('pairs of frames', () => {
  const picture = (name: string) => ({ name, url: `https://kadr.example/${name}` });
  const pair = (id: string, first: string | null, last: string | null): Pair => ({
    id,
    first: first ? picture(first) : null,
    last: last ? picture(last) : null,
    seconds: 5,
  });
  const pairs = [pair('a', 'p', 'q'), pair('b', null, 'r'), pair('c', 'x', null)];

  it('say what they lack', () => expect(pairs.map(lackOf)).toEqual([null, 'first', 'last']));
  it('begin each with the last frame before', () => expect(chained(pairs).map(({ first }) => first?.name)).toEqual(['p', 'q', 'r']));
  it('are moved, and stay where they cannot be', () => {
    expect(moved(pairs, 'a', 1).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
    expect([moved(pairs, 'a', -1), moved(pairs, 'c', 1), moved(pairs, 'z', 1)]).toEqual([pairs, pairs, pairs]);
  });
  it('are sent by their numbers, whole ones only', () => {
    expect(framesOf(pairs)).toEqual({ '01': { first_frame: picture('p').url, last_frame: picture('q').url, duration: 5 } });
  });
  it('cost by the second or by the call', () => {
    expect(priceOf(pairs, { unit: 'second', priceMicros: 10 })).toBe(150);
    expect(priceOf(pairs, { unit: 'call', priceMicros: 10 })).toBe(30);
    expect(priceOf(pairs, undefined)).toBe(0);
  });
  it('tell of a set how many are ready, and which failed and why', () => {
    const clips = { t1: 'https://x', t2: { error: { code: 'fetch_failed', message: 'no' } }, t3: 'pending' };
    expect(
      setView({ status: 'processing', clips, frames: { '01': 't1', '02': 't2', '03': 't3' }, summary: { total: 3, completed: 1 } }),
    ).toEqual({
      total: 3,
      ready: 1,
      failed: [{ name: '02', code: 'fetch_failed', message: 'no' }],
      isOver: false,
    });
  });
});

it.each([
  [[5, 10], '5, 10'],
  [[4, 5, 6, 7, 10], '4–7, 10'],
  [[6, 5], '5, 6'],
  [[2.5, 3.5, 4], '2.5, 3.5, 4'],
  [[], ''],
])('lengths of %j are said as %s', (values, said) => expect(ranges(values)).toBe(said));
