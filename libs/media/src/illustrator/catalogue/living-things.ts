import { table } from '../../text/table.js';
import { type OwnDrawing, shape } from './own-drawing.js';

const circle = (x: number, y: number, r: number): string =>
  `M${x - r} ${y} A${r} ${r} 0 1 1 ${x + r} ${y} A${r} ${r} 0 1 1 ${x - r} ${y} Z`;
const hexagon = (x: number, y: number, r: number): string =>
  `M${x} ${y - r} L${x + r * 0.866} ${y - r / 2} V${y + r / 2} L${x} ${y + r} L${x - r * 0.866} ${y + r / 2} V${y - r / 2} Z`;
const CELLS = [
  [11, 6.4],
  [21, 6.4],
  [6, 15],
  [16, 15],
  [26, 15],
  [11, 23.6],
  [21, 23.6],
] as const;

/** Animals, their parts and homes, and what of nature no emoji shows without a frame around it. */
export const LIVING_THINGS: Readonly<Record<string, OwnDrawing>> = table({
  tentacle: {
    subgroup: 'animal-marine',
    shapes: [
      shape(
        '#c2456e',
        'M4 30 Q3 15 12 9 Q21 3.4 26.6 8 Q30.6 12 27.4 15.8 Q24 19 21 16.4 Q19.4 14.4 21.4 13 Q23 12.4 23.4 13.8 Q25.4 13.6 24.8 11.6 Q22.6 8.6 17.6 12.4 Q13 16.6 14.6 30 Z',
      ),
      shape('#e47a94', 'M9.6 30 Q8.4 17.4 15.2 12 Q20.4 8.4 24.2 10.2 Q20.6 9.6 17.6 12.4 Q13 16.6 14.6 30 Z'),
      ...(
        [
          [11.6, 27, 1.5],
          [11.2, 23.2, 1.4],
          [11.4, 19.6, 1.3],
          [12.6, 16.4, 1.2],
          [14.6, 13.6, 1.05],
          [17.2, 11.6, 0.9],
        ] as const
      ).flatMap(([x, y, r]) => [shape('#ffd9df', circle(x, y, r)), shape('#b83f68', circle(x, y, r * 0.45))]),
    ],
  },
  'octopus-eye': {
    subgroup: 'animal-marine',
    shapes: [
      shape('#c2456e', 'M1.6 17 Q6 5 16 5 Q26 5 30.4 17 Q26 28 16 28 Q6 28 1.6 17 Z'),
      shape('#e47a94', 'M3.4 17 Q7.4 8 16 8 Q24.6 8 28.6 17 Q24.6 25.4 16 25.4 Q7.4 25.4 3.4 17 Z'),
      shape('#ffe9b0', circle(16, 16.8, 7.6)),
      shape('#2a2038', 'M9.6 15.4 Q16 13 22.4 15.4 V18.4 Q16 20.8 9.6 18.4 Z'),
      shape('#ffffff', circle(12.6, 15.8, 1.1), 0.9),
      shape('#a83660', 'M3 14 Q9 5.6 16 5.6 Q23 5.6 29 14 Q23 9.6 16 9.6 Q9 9.6 3 14 Z'),
    ],
  },
  'coffee-beans': {
    subgroup: 'food-vegetable',
    shapes: [
      shape('#5a3420', 'M3 12 Q3 4.6 10.4 4 Q18 4 18.4 11.6 Q18.4 19.6 11 20.4 Q3.6 20.4 3 12 Z'),
      shape('#3a2013', 'M9.4 4.2 Q13.6 8.6 10.4 12.4 Q8 16 11.6 20.2 L10 20.4 Q5.8 16 8.6 12 Q11.4 8.4 7.8 4.8 Z'),
      shape('#6b4028', 'M14 21 Q14.4 13.6 21.6 13 Q29 13.2 29.4 20.6 Q29.2 28.6 22 29.2 Q14.6 29.2 14 21 Z'),
      shape('#3f2416', 'M14.4 18.4 Q19.4 22.6 22.6 19.6 Q26 17 29.4 19.6 L29.4 21.4 Q25.8 19.2 23.2 21.6 Q19 24.8 14 20.6 Z'),
    ],
  },
  honeycomb: {
    subgroup: 'animal-bug',
    shapes: CELLS.flatMap(([x, y], index) => [
      shape('#d98e1f', hexagon(x, y, 5.7)),
      shape(index % 3 === 1 ? '#ffd76a' : '#f7b733', hexagon(x, y, 4.4)),
    ]),
  },
  pigeon: {
    subgroup: 'animal-bird',
    shapes: [
      shape('#d06a4a', 'M14.6 25 H16 V29 H18 V30 H13 V29 H14.6 Z'),
      shape('#d06a4a', 'M18.8 25 H20.2 V29 H22.2 V30 H17.2 V29 H18.8 Z'),
      shape('#55617a', 'M21 18 L31 24.6 L29.4 27 L18 23.6 Z'),
      shape(
        '#8492ac',
        'M6.8 8 Q7.4 3.4 11.4 3.4 Q15 3.6 15.2 8 Q15.6 12 20.6 14.4 Q26 17.4 25.4 21.6 Q23 26.4 16.6 26.2 Q8.6 25.8 8 17.6 Q7.8 13.8 8.6 11.4 Q7 10.2 6.8 8 Z',
      ),
      shape('#b98294', 'M8.6 11.4 Q10.6 13 15 11.4 Q14.6 15.4 14 20.6 Q9.4 20.6 8 17.6 Q7.8 13.8 8.6 11.4 Z'),
      shape('#66738d', 'M14 15.4 Q20 15 27.4 22.4 Q20.6 24.4 15.6 21.4 Q13 19.4 14 15.4 Z'),
      shape('#414b60', 'M17.6 19 L26 21.6 L25 22.6 L17 20.4 Z'),
      shape('#4a4038', 'M7 6.8 L3.6 8.4 L7 9.2 Z'),
      shape('#f08a3c', circle(10.4, 6.8, 1)),
      shape('#1d1a20', circle(10.4, 6.8, 0.5)),
    ],
  },
  'closed-eye': {
    subgroup: 'body-parts',
    shapes: [
      shape('#e8b48e', 'M2 15 Q8 7.4 16 7.4 Q24 7.4 30 15 Q24 21.4 16 21.4 Q8 21.4 2 15 Z'),
      shape('#d69a72', 'M2 15 Q9 20 16 20 Q23 20 30 15 Q24 21.6 16 21.6 Q8 21.6 2 15 Z'),
      shape('#4a3226', 'M2 14.6 Q9 19.6 16 19.6 Q23 19.6 30 14.6 L29.6 16.4 Q23 21.4 16 21.4 Q9 21.4 2.4 16.4 Z'),
      ...[
        'M6 18.4 L4 22.6 L7.4 19.6 Z',
        'M10.4 20.2 L9.2 25 L12 20.8 Z',
        'M15.2 20.8 L16 26 L16.8 20.8 Z',
        'M21.6 20.2 L22.8 25 L20 20.8 Z',
        'M26 18.4 L28 22.6 L24.6 19.6 Z',
      ].map((path) => shape('#4a3226', path)),
      shape('#5b3b2a', 'M3 8.6 Q9 2.6 17 3.4 Q25 3.6 29.6 8.8 Q24 5.8 16.6 5.8 Q9 5.8 3 8.6 Z'),
    ],
  },
  'ocean-wave': {
    subgroup: 'place-geographic',
    shapes: [
      shape(
        '#2274b8',
        'M1 28 Q1.4 15 10 9 Q19 3.4 27 8.4 Q30.4 11 29.6 14.4 Q26 10.6 21.6 12.6 Q17.4 15 19.4 19.4 Q22 23.6 31 23 V28 Q16 30.4 1 28 Z',
      ),
      shape(
        '#3f9fdc',
        'M4.4 28.4 Q5 18.6 11.6 12.8 Q18 8 24.4 10.4 Q19 10.2 16.8 14.2 Q15.4 18.6 18.6 22.4 Q22.6 26.4 31 25.4 V28 Q17 30.6 4.4 28.4 Z',
      ),
      shape(
        '#d8f0fc',
        'M10 9 Q19 3 27 8.2 Q30.6 11 29.8 14.6 Q28.6 12.6 27 12 Q26.6 14 24.8 13.4 Q24 11.4 22.2 12.4 Q21 14 19.6 12.8 Q20.4 10 23 9.6 Q16.6 7 10 9 Z',
      ),
      shape('#d8f0fc', 'M20 22.4 Q24 25 31 24 V25.4 Q23 26.6 18.6 22.6 Z', 0.9),
      shape('#8fd2f5', 'M7 26.6 Q8 19.6 12.4 15.6 Q9.6 21 10 27 Z', 0.8),
    ],
  },
  river: {
    subgroup: 'place-geographic',
    shapes: [
      shape('#7c93b8', 'M4 13 L10 5 L14 10 L19 3.6 L28 13 Z'),
      shape('#f7fbff', 'M19 3.6 L16.6 6.8 L18.4 6.4 L19.6 7.8 L21.8 6.6 Z'),
      shape('#6fae5a', 'M1.4 13 Q8 10.6 16 12 Q24 10.6 30.6 13 L31 28 Q16 30.6 1 28 Z'),
      shape('#5f9a5c', 'M1.2 20 Q6 17 9 20 Q6 25 1 26 Z'),
      shape(
        '#3f9fdc',
        'M15 12 H17.4 Q23.4 15 16.4 18 Q9.4 21 19 24 Q23.4 26 24.6 29 Q16 30.4 7.6 29.2 Q9 27 7.4 24.6 Q5.4 20 11.6 17 Q16.6 14.6 15 12 Z',
      ),
      shape('#d8f0fc', 'M16.6 14 Q18 15 15 16.6 Q13 17.8 12.4 19 Q12.4 17.4 14.4 16.2 Q16.6 15 16.6 14 Z', 0.85),
      shape('#d8f0fc', 'M12 22.6 Q15 24.6 17.6 26 Q15 25.6 12.6 24.4 Z', 0.85),
      shape('#3f7d46', 'M25 13.6 L27.2 19 H22.8 Z'),
      shape('#3f7d46', 'M5 13.4 L6.8 17.6 H3.2 Z'),
    ],
  },
  'black-hole': {
    subgroup: 'sky-weather',
    shapes: [
      shape('#ff9a3c', 'M0.8 18.6 Q2 13.4 16 12 Q30 10.8 31.2 14.4 Q31 19.4 16 21 Q1.6 22.4 0.8 18.6 Z', 0.55),
      shape('#ffd27a', circle(16, 16.2, 10.2)),
      shape('#ff9a3c', circle(16, 16.2, 9.4)),
      shape('#0b0812', circle(16, 16.2, 8.4)),
      shape('#ffe7b8', 'M0.8 18.6 Q6 17.4 9 18.6 Q16 20.6 23 17.4 Q27 15.4 31.2 14.4 Q31 19.4 16 21 Q1.6 22.4 0.8 18.6 Z'),
      shape('#ff9a3c', 'M2.4 19 Q7 18.4 10 19.4 Q16 21 23.6 18.6 Q28 16.6 30.6 15.8 Q28.6 19.6 16 21 Q5.6 21.8 2.4 19 Z'),
    ],
  },
  'burning-star': {
    subgroup: 'sky-weather',
    shapes: [
      shape('#ffb347', circle(16, 16, 14.6), 0.28),
      shape('#ff9a3c', circle(16, 16, 12.4), 0.5),
      shape('#ff7a2e', circle(16, 16, 10.6)),
      shape('#ffb03b', 'M6 14 Q10 9 15 11 Q20 13 25.6 11.4 Q26.8 14 26.4 17.4 Q20 20 15 17.4 Q10 15 5.6 18 Q5.2 15.8 6 14 Z'),
      shape('#ffd66b', 'M8 20.6 Q12 18.4 16 20.4 Q20 22.4 24.6 21 Q21.6 26 16 26.4 Q10.8 26 8 20.6 Z'),
      shape('#ffe9a8', circle(11.4, 11.6, 1.6)),
      shape('#ff7a2e', 'M24 7 Q28.6 4.6 28 9.6 Q27 8.4 25.6 9 Z'),
      shape('#ff7a2e', 'M6.6 24 Q3.4 28 8.4 27.4 Q7.6 26.4 8.4 25.4 Z'),
    ],
  },
});
