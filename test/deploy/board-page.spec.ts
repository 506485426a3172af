import { describe, expect, it } from '@jest/globals';
import { type BoardPanel, boardPage, told } from '../../scripts/lib/board-page.mjs';

const SPAN = { from: 1_000, to: 1_600, stepSeconds: 10 };
const panel = (over: Partial<BoardPanel>): BoardPanel => ({
  ...{ title: 'Tasks <due>', unit: 'short', description: 'Of a queue', isRare: false, answers: [] },
  ...over,
});
const page = (...panels: BoardPanel[]) => boardPage({ title: 'Kadr: queues', panels }, SPAN);

describe('a board as a page', () => {
  it('names the panels that should have data and have none', () => {
    const { empty, html } = page(
      panel({}),
      panel({ title: 'Refused', isRare: true }),
      panel({ title: 'Not a number', answers: [{ legend: 'p95', series: [{ metric: {}, values: [[1_000, 'NaN']] }] }] }),
    );
    expect(empty).toEqual(['Tasks <due>', 'Not a number']);
    expect(html.match(/NO DATA/g)).toHaveLength(2);
    expect(html.match(/it is rare/g)).toHaveLength(1);
    expect(html).toContain('Tasks &lt;due&gt;');
  });

  it('draws a line for each series, the highest first, cut where samples are missing', () => {
    const of = (queue: string, values: BoardPanel['answers'][number]['series'][number]['values']) => ({
      metric: { queue, state: 'due' },
      values,
    });
    const series = [
      of('video', [
        [1_000, '1'],
        [1_010, '1'],
        [1_100, '1'],
      ]),
      of('render', [
        [1_000, '0'],
        [1_600, '20000'],
      ]),
    ];
    const { empty, html } = page(panel({ answers: [{ legend: '{{queue}} {{state}}', series }] }));
    expect(empty).toEqual([]);
    const paths = [...html.matchAll(/<path d="([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(paths.map((path) => path.replace(/[\d. ]+/g, ''))).toEqual(['MM', 'MLM']);
    expect(html.indexOf('render due <b>20 k</b>')).toBeGreaterThan(0);
    expect(html.indexOf('render due <b>')).toBeLessThan(html.indexOf('video due <b>1</b>'));
  });

  it.each([
    [0.0421, 'percentunit', '4.21 %'],
    [0.004, 's', '4 ms'],
    [0, 's', '0 s'],
    [90, 's', '90 s'],
    [0.25, 'reqps', '0.25/s'],
    [2_500_000, 'short', '2.5 M'],
    [0.5, 'short', '0.5'],
  ])('says %d of the unit %s as %s', (value, unit, expected) => {
    expect(told(value, unit)).toBe(expected);
  });
});
