import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stripVTControlCharacters } from 'node:util';
import { widthOf } from '../output/text.js';
import { draw, type DrawOptions, merged } from './draw.js';
import { type SegmentView, type VideoView } from './view.js';

const AT = Date.parse('2026-11-01T10:00:00Z');
const PLAIN: DrawOptions = { columns: 80, hasColours: false, hasUnicode: true, nowMs: AT + 72_000 };

/** 48 segments: ten done, one replaced, one failed, eight being made. */
function made(total: number): SegmentView[] {
  return Array.from({ length: total }, (_, at) => ({
    image: at < 24 ? 'completed' : at < 30 ? 'generating' : 'pending',
    video: at === 11 ? 'failed' : at < 12 ? 'completed' : at < 20 ? 'generating' : 'pending',
    isReplaced: at === 4,
  }));
}

function video(change: Partial<VideoView> = {}): VideoView {
  return {
    ...{ id: '0197a1f0-0000-7000-8000-00000000abcd', title: 'Why octopuses have three hearts', status: 'processing', stage: 'assets' },
    ...{ percent: 42.7, message: '', segments: made(48), total: 48, costMicros: 400_000, currency: 'USD', gate: null },
    ...{ createdAtMs: AT, endedAtMs: null },
    ...change,
  };
}

/** As people have looked at it. */
const GOLDEN: Readonly<Record<number, readonly string[]>> = {
  60: [
    'Why octopuses have three hearts     assets  42%  1:12  $0.40',
    '  script  █',
    '  images  █████████████████████▒▒▒▒▒▒░░░░░░░░░░░░░░░   24/48',
    '  clips   ████r█████x▒▒▒▒▒▒▒░░░░░░░░░░░░░░░░░░░░░░░░   11/48',
    '  voice   ░',
    '  film    ░',
  ],
  80: [
    'Why octopuses have three hearts                         assets  42%  1:12  $0.40',
    '  script  █',
    '  images  ████████████████████████▒▒▒▒▒▒░░░░░░░░░░░░░░░░░░   24/48',
    '  clips   ████r██████x▒▒▒▒▒▒▒▒░░░░░░░░░░░░░░░░░░░░░░░░░░░░   11/48',
    '  voice   ░',
    '  film    ░',
  ],
  200: [
    'Why octopuses have three hearts                                                                                                                                                 assets  42%  1:12  $0.40',
    '  script  █',
    '  images  ████████████████████████▒▒▒▒▒▒░░░░░░░░░░░░░░░░░░   24/48',
    '  clips   ████r██████x▒▒▒▒▒▒▒▒░░░░░░░░░░░░░░░░░░░░░░░░░░░░   11/48',
    '  voice   ░',
    '  film    ░',
  ],
};

describe('a video that is watched', () => {
  it.each([60, 80, 200])('is drawn in %d columns', (columns) => {
    expect(draw([video()], { ...PLAIN, columns })).toEqual(GOLDEN[columns]);
  });

  it('says what it waits for, and that it has ended', () => {
    expect(draw([video({ status: 'awaiting_approval', gate: 'script', stage: 'drafting' })], PLAIN)[0]).toMatch(
      /awaits script {2}42% {2}1:12 {2}\$0\.40$/,
    );
    const [head = '', ...stages] = draw([video({ status: 'completed', percent: 100, endedAtMs: AT + 3_600_000, costMicros: 0 })], PLAIN);
    expect(head).toMatch(/completed {2}100% {2}1:00:00$/);
    expect(stages.at(-1)).toBe('  film    █');
    expect(draw([video({ status: 'failed', stage: 'rendering' })], PLAIN).at(-1)).toBe('  film    x');
  });

  it('is drawn in letters that every console has', () => {
    const drawn = draw([video()], { ...PLAIN, hasUnicode: false }).join('\n');

    expect(drawn).toMatch(/^[\x0a\x20-\x7e]+$/);
    expect(drawn).toContain('####r######x++++++++....');
  });

  it('has the same letters with colours', () => {
    const coloured = draw([video()], { ...PLAIN, hasColours: true }).join('\n');
    expect(coloured).toContain('\u001b[');
    expect(stripVTControlCharacters(coloured)).toBe(draw([video()], PLAIN).join('\n'));
  });

  it('gives way where there are fewer rows than lines, so that nothing scrolls', () => {
    const three = [1, 2, 3].map((at) => video({ id: `id-${at}`, title: `Film ${at}` }));
    expect(draw(three, { ...PLAIN, rows: 23 })).toHaveLength(18);
    expect(draw(three, { ...PLAIN, rows: 17 }).map((line) => line.slice(0, 6))).toEqual(['Film 1', 'Film 2', 'Film 3']);
    expect(draw(three, { ...PLAIN, rows: 2 })).toEqual([expect.stringMatching(/^Film 1/), '… and 2 more']);
  });

  it('never draws a line that is too wide, and obeys nothing that a title says', () => {
    const titles = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('\u001b[2J\u001b]0;x\u0007', 'кит 🐋鯨'.repeat(9), '\u202eabc', '\u009b31m'),
    );
    fc.assert(
      fc.property(
        titles,
        fc.integer({ min: 1, max: 220 }),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 1, max: 30 }),
        (title, columns, total, rows) => {
          const lines = draw([video({ title, segments: made(total), total }), video()], { ...PLAIN, columns, rows });
          expect(lines.length).toBeLessThanOrEqual(rows);
          for (const line of lines) {
            expect(widthOf(line)).toBeLessThanOrEqual(columns);

            expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
          }
        },
      ),
    );
  });

  it('shows in a cell for several segments the one that most needs a look', () => {
    expect(merged(['completed', 'failed', 'completed', 'completed'], 2)).toEqual(['failed', 'completed']);
    expect(merged(['completed', 'replaced', 'pending', 'completed'], 2)).toEqual(['replaced', 'generating']);
    expect(merged(['pending', 'pending', 'generating'], 1)).toEqual(['generating']);
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('pending' as const, 'failed' as const), { maxLength: 400 }),
        fc.integer({ min: 1, max: 150 }),
        (cells, room) => {
          const bar = merged(cells, room);
          expect(bar).toHaveLength(Math.min(cells.length, room));
          expect(bar.includes('failed')).toBe(cells.includes('failed'));
        },
      ),
    );
  });
});
