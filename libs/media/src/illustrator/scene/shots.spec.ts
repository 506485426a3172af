import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shotStarts } from './shots.js';
import { spokenShare } from './spoken-share.js';

describe('the shots of a clip', () => {
  it('is one where the clip is short', () => {
    expect(shotStarts('One, two.', 120, 30)).toEqual([0]);
    expect(shotStarts('One. Two.', 75, 30)).toEqual([0]);
  });

  it('are two where two short sentences are said: each has a picture of its own', () => {
    const text = 'Дождь стучит по крыше. Кот сидит у окна.';
    expect(shotStarts(text, 96, 24)).toEqual([0, Math.round(spokenShare(text)(text.indexOf('Кот')) * 96)]);
  });

  it('change every three or four seconds', () => {
    const starts = [...shotStarts('', 450, 30), 450];
    expect(starts).toHaveLength(5);
    for (const [index, start] of starts.slice(1).entries()) expect((start - (starts[index] ?? 0)) / 30).toBeCloseTo(3.75, 1);
  });

  it('begin with a sentence, or a clause, where one is near', () => {
    const text = `${'x'.repeat(44)}. ${'y'.repeat(54)}`;
    expect(shotStarts(text, 210, 30)).toEqual([0, 97]);
    expect(shotStarts(text.replace('.', ','), 210, 30)).toEqual([0, 97]);
  });

  it('cut where sentences end rather than at equal lengths, and tear no sentence that is a shot by itself', () => {
    const sentences = [
      'When a hive grows too crowded, half of the bees leave.',
      'The swarm hangs on a branch and sends out scouts.',
      'Each one inspects a hollow tree, then dances.',
      'The better the hole, the longer the dance of it is.',
    ];
    const text = sentences.join(' ');
    const begins = sentences.map((_, index) => sentences.slice(0, index).join(' ').length + (index === 0 ? 0 : 1));
    const frames = 324;
    expect(shotStarts(text, frames, 24)).toEqual(begins.map((begin) => Math.round((begin / text.length) * frames)));
  });

  it('end with a sentence, though equal lengths would be got by running on into the next one', () => {
    const text = "In the first winter a worker's ration fell to a slice of bread a day. Trucks crossed the frozen Lake Ladoga under fire.";
    const begins = text.indexOf('Trucks') / text.length;
    expect(shotStarts(text, 288, 24)).toContain(Math.round(begins * 288));
  });

  it('do not tear a number from what it counts', () => {
    const text = `${'x'.repeat(40)} 250 grams${'y'.repeat(41)}`;
    const torn = Math.round(spokenShare(text)(text.indexOf('grams')) * 168);
    expect(shotStarts(text, 168, 24)).not.toContain(torn);
  });

  it('are never shorter than two seconds, sentences than 1.25, and never longer than 4.6, whatever is said', () => {
    const part = fc.constantFrom('a', ' ', '. ', ', ', 'word', '!', '。');
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 200 }),
        fc.integer({ min: 1, max: 900 }),
        fc.constantFrom(24, 30, 60),
        (parts, frames, fps) => {
          const starts = shotStarts(parts.join(''), frames, fps);
          expect(starts[0]).toBe(0);
          for (const [index, start] of starts.entries()) {
            const seconds = ((starts[index + 1] ?? frames) - start) / fps;
            if (starts.length > 1) expect(seconds).toBeGreaterThanOrEqual(/[.!。]/.test(parts.join('')) ? 1.25 : 2);
            expect(seconds).toBeLessThanOrEqual(4.6);
          }
        },
      ),
    );
  });
});
