import { table } from '../../text/table.js';
import { type OwnDrawing, shape } from './own-drawing.js';

const [STEEL, DARK, RUST, WOOD] = ['#8791a0', '#3f4754', '#7d5a44', '#8a5a36'];

/** War and history, which emoji know as toys if at all. */
export const TIMES_PAST: Readonly<Record<string, OwnDrawing>> = table({
  ruins: {
    subgroup: 'place-building',
    shapes: [
      shape('#6d6a70', 'M1 29 L4 26 L9 27.4 L14 25.6 L20 27.2 L26 25.4 L31 29 Z'),
      shape('#a39a92', 'M4 28 V9 L6 10.6 L7.4 7 L9.6 9.4 L11 6.4 L12.6 9 L13 28 Z'),
      shape('#8d857f', 'M17 28 V13.6 L18.6 12 L20 14.6 L22.2 11.6 L24 15 L26.4 17.6 L28 22 V28 Z'),
      shape('#b5aca3', 'M13 28 V17.4 L15 19.6 L17 18.4 V28 Z'),
      ...['M6 12.4 H8.2 V16 H6 Z', 'M9.4 12.4 H11.4 V16 H9.4 Z', 'M6 18.4 H8.2 V22 H6 Z', 'M9.4 18.4 H11.4 V22 H9.4 Z'].map((path) =>
        shape('#37343b', path),
      ),
      ...['M19 17.6 H21 V21 H19 Z', 'M23 18.6 H25 V22 H23 Z', 'M19 23.4 H21 V26 H19 Z'].map((path) => shape('#37343b', path)),
      shape('#7f7a7d', 'M2 29.6 L5 27.4 L8 29 L11 27.6 L14 29.6 Z'),
      shape('#918a86', 'M13 29.6 L16.6 26.8 L19 28.4 L22 27.4 L25 29.6 Z'),
      shape('#5c5a60', 'M24 29.6 L26.4 28 L30 29.6 Z'),
    ],
  },
  tank: {
    subgroup: 'transport-ground',
    shapes: [
      shape('#5d6a48', 'M10.6 9 Q11 7.4 12.6 7.4 H19.6 Q21.4 7.6 22 9.4 L23 13.4 H9.4 Z'),
      shape('#6b7953', 'M13.6 5.8 H18 V7.6 H13.6 Z'),
      shape('#4a5539', 'M22 9.8 L31 8.2 V9.8 L22.4 11.8 Z'),
      shape('#6b7953', 'M3 13.4 H27 L30 17 L28.6 19.6 H2.4 L1.4 16.4 Z'),
      shape(DARK, 'M2.6 18 H28.4 Q31 20 28.6 23.6 L26 26 H5.6 L2.6 23.4 Q0.4 20.4 2.6 18 Z'),
      ...[5.6, 10.6, 15.6, 20.6, 25.6].map((x) =>
        shape('#8a8f7a', `M${x - 1.9} 22 A1.9 1.9 0 1 1 ${x + 1.9} 22 A1.9 1.9 0 1 1 ${x - 1.9} 22 Z`),
      ),
    ],
  },
  'old-truck': {
    subgroup: 'transport-ground',
    shapes: [
      shape('#6d7a55', 'M10.4 8 H30 V21 H10.4 Z'),
      ...[14.4, 19.4, 24.4].map((x) => shape('#586345', `M${x} 8 H${x + 1} V21 H${x} Z`)),
      shape('#7f8d63', 'M10.4 8 Q20 4.6 30 8 V10 H10.4 Z'),
      shape('#4a5539', 'M5.6 11 H11.4 V22 H5.6 Z'),
      shape('#cfe0ea', 'M6.6 12.2 H10.2 V16 H6.6 Z'),
      shape('#5d6a48', 'M1.6 16.4 H6 V23 H1 V18 Z'),
      shape('#ffe48a', 'M1 18.4 H2.6 V20.4 H1 Z'),
      shape(DARK, 'M1 21.4 H30.6 V23.8 H1 Z'),
      ...[6, 19.4, 25.6].flatMap((x) => [
        shape('#2c313a', `M${x - 3} 24.6 A3 3 0 1 1 ${x + 3} 24.6 A3 3 0 1 1 ${x - 3} 24.6 Z`),
        shape('#9aa18a', `M${x - 1.2} 24.6 A1.2 1.2 0 1 1 ${x + 1.2} 24.6 A1.2 1.2 0 1 1 ${x - 1.2} 24.6 Z`),
      ]),
    ],
  },
  cannon: {
    subgroup: 'transport-ground',
    shapes: [
      shape(DARK, 'M6 15.6 L27 6.4 L29 10.6 L9 21 Q5 21.6 4.6 18.6 Q4.6 16.6 6 15.6 Z'),
      shape(STEEL, 'M26.4 5.8 L28.4 5 L30.6 10.6 L28.8 11.6 Z'),
      shape(STEEL, 'M13.4 12 L15.2 11.2 L18 16.4 L16.2 17.4 Z'),
      shape(WOOD, 'M2 27.4 L11 18 L16 21 L13.4 24 L5 29 Z'),
      shape(RUST, 'M7.4 22.4 A6.2 6.2 0 1 1 19.8 22.4 A6.2 6.2 0 1 1 7.4 22.4 Z'),
      shape('#c79a6b', 'M9.4 22.4 A4.2 4.2 0 1 1 17.8 22.4 A4.2 4.2 0 1 1 9.4 22.4 Z'),
      shape(RUST, 'M13 18 H14.2 V26.8 H13 Z'),
      shape(RUST, 'M9.2 21.8 H18 V23 H9.2 Z'),
      shape(DARK, 'M12.2 22.4 A1.4 1.4 0 1 1 15 22.4 A1.4 1.4 0 1 1 12.2 22.4 Z'),
    ],
  },
  'barbed-wire': {
    subgroup: 'place-other',
    shapes: [
      shape(WOOD, 'M3.6 4.6 H8.4 V29 H3.6 Z'),
      shape(WOOD, 'M23.6 4.6 H28.4 V29 H23.6 Z'),
      shape('#a5714a', 'M3.6 5 L6 1.8 L8.4 5 Z'),
      shape('#a5714a', 'M23.6 5 L26 1.8 L28.4 5 Z'),
      ...[10.6, 20.6].flatMap((y) => [
        shape(STEEL, `M1 ${y - 0.9} H31 V${y + 1.1} H1 Z`),
        ...[6, 16, 26].map((x) =>
          shape(
            DARK,
            `M${x - 3.4} ${y - 3.4} L${x} ${y - 1} L${x + 3.4} ${y - 3.4} L${x + 1.4} ${y} L${x + 3.4} ${y + 3.4} L${x} ${y + 1.2} L${x - 3.4} ${y + 3.4} L${x - 1.4} ${y} Z`,
          ),
        ),
      ]),
    ],
  },
  longship: {
    subgroup: 'transport-water',
    shapes: [
      shape('#5a3d26', 'M15.4 4 H16.6 V21 H15.4 Z'),
      shape('#d8cbb2', 'M6 6 H26 Q24.6 11.6 26 17 H6 Q7.4 11.6 6 6 Z'),
      ...[8.4, 14.6, 20.8].map((x) => shape('#b5392f', `M${x} 6 H${x + 3} Q${x + 2.4} 11.6 ${x + 3} 17 H${x} Q${x - 0.4} 11.6 ${x} 6 Z`)),
      shape(
        '#7a4f2c',
        'M1.6 12 Q0.8 10 3 9.6 Q5.2 9.8 4.6 12.4 Q4.2 17 8 20 H24 Q27.8 17 27.4 12.4 Q26.8 9.8 29 9.6 Q31.2 10 30.4 12 Q30.6 22 24.6 26.4 H7.4 Q1.4 22 1.6 12 Z',
      ),
      ...[8.4, 12.2, 16, 19.8, 23.6].map((x, i) =>
        shape(i % 2 === 0 ? '#d9a441' : '#b5392f', `M${x - 1.9} 20.4 A1.9 1.9 0 1 1 ${x + 1.9} 20.4 A1.9 1.9 0 1 1 ${x - 1.9} 20.4 Z`),
      ),
      shape('#3f9fdc', 'M1 25.6 Q5 24 9 25.6 T17 25.6 T25 25.6 T31 25.6 V29 Q16 30.6 1 29 Z'),
    ],
  },
  'steel-helmet': {
    subgroup: 'tool',
    shapes: [
      shape(
        '#565f49',
        'M2 20.6 Q4 18.6 5.4 15 Q7 5.6 16 5 Q25 5.6 26.6 15 Q28 18.6 30 20.6 Q29.4 22.6 26.4 22.4 Q16 19.6 5.6 22.4 Q2.6 22.6 2 20.6 Z',
      ),
      shape('#6d7859', 'M7.4 14.6 Q9 7.4 16 6.8 Q19 6.8 21 8 Q13 9 11 17.4 Q8.4 17.8 6.4 18.4 Q7 16.8 7.4 14.6 Z'),
      shape('#414937', 'M5.6 22.4 Q16 19.6 26.4 22.4 Q25.6 23.8 24 23.4 Q16 21.6 8 23.4 Q6.4 23.8 5.6 22.4 Z'),
      shape('#7d5a44', 'M7.6 22.8 L9 22.6 Q10 28.4 16 28.4 Q22 28.4 23 22.6 L24.4 22.8 Q23.6 30 16 30 Q8.4 30 7.6 22.8 Z'),
      shape('#2f3528', 'M9.6 15.6 H11 V17 H9.6 Z'),
      shape('#2f3528', 'M21 15.6 H22.4 V17 H21 Z'),
    ],
  },
  'iron-helmet': {
    subgroup: 'tool',
    shapes: [
      shape(STEEL, 'M5 19 Q5 5.4 16 3.4 Q27 5.4 27 19 Z'),
      shape('#a9b3c1', 'M14.8 3.6 H17.2 L17.8 19 H14.2 Z'),
      shape('#b08a4a', 'M4.4 18 H27.6 V21.2 H4.4 Z'),
      shape('#b08a4a', 'M14.4 20 H17.6 L17.2 28.4 Q16 29.6 14.8 28.4 Z'),
      shape('#6f7884', 'M5 21.2 H8.4 L9 28 Q6.4 27 5.6 24.6 Z'),
      shape('#6f7884', 'M27 21.2 H23.6 L23 28 Q25.6 27 26.4 24.6 Z'),
      ...[7, 11.6, 20.4, 25].map((x) =>
        shape('#e2c27e', `M${x - 0.6} 19.6 A0.6 0.6 0 1 1 ${x + 0.6} 19.6 A0.6 0.6 0 1 1 ${x - 0.6} 19.6 Z`),
      ),
    ],
  },
  chest: {
    subgroup: 'tool',
    shapes: [
      shape('#9a6a3e', 'M3 14 H29 V27 H3 Z'),
      shape('#b27c4a', 'M3 14 Q3 7 9 7 H23 Q29 7 29 14 Z'),
      ...[7, 22.4].map((x) => shape('#6b4526', `M${x} 7.4 H${x + 2.6} V27 H${x} Z`)),
      shape('#6b4526', 'M2.4 13 H29.6 V15.2 H2.4 Z'),
      shape('#d9b25f', 'M14 12.4 H18 V17.6 Q16 19 14 17.6 Z'),
      shape('#5a3a20', 'M15.4 14.4 H16.6 V16.6 H15.4 Z'),
      shape('#6b4526', 'M3 25.4 H29 V27.6 H3 Z'),
    ],
  },
  cage: {
    subgroup: 'household',
    shapes: [
      shape('#b08a4a', 'M14 1.4 H18 V5 H14 Z'),
      shape('#e9dcc0', 'M5 13.6 Q5.6 4.6 16 4.4 Q26.4 4.6 27 13.6 V27 H5 Z', 0.35),
      shape('#c79d55', 'M4.6 13.6 Q5.2 4.2 16 4 Q26.8 4.2 27.4 13.6 H25 Q24.4 6.8 16 6.6 Q7.6 6.8 7 13.6 Z'),
      ...[4.6, 11.2, 18.4, 25].map((x) => shape('#c79d55', `M${x} 12.4 H${x + 2.4} V27 H${x} Z`)),
      shape('#b08a4a', 'M4.6 12 H27.4 V14.4 H4.6 Z'),
      shape('#8f6c35', 'M10 20.4 H22 V22.4 H10 Z'),
      shape('#8f6c35', 'M3 26 H29 V29.6 H3 Z'),
    ],
  },
});
