import { table } from '../../text/table.js';
import { type OwnDrawing, shape } from './own-drawing.js';

const [WOOD, DARK_WOOD, STEEL, IRON, STONE] = ['#b98250', '#8a5c34', '#8b97a3', '#4a5560', '#b9b2a6'];

const box = (left: number, top: number, right: number, bottom: number): string => `M${left} ${top} H${right} V${bottom} H${left} Z`;
const disc = (x: number, y: number, radius: number): string =>
  `M${x} ${y - radius} A${radius} ${radius} 0 1 1 ${x} ${y + radius} A${radius} ${radius} 0 1 1 ${x} ${y - radius} Z`;
const oval = (x: number, y: number, wide: number, high: number): string =>
  `M${x - wide} ${y} A${wide} ${high} 0 1 1 ${x + wide} ${y} A${wide} ${high} 0 1 1 ${x - wide} ${y} Z`;
const step = (x: number, top: number): string => box(x, top, x + 7, 28.4);
const picket = (x: number): string => `M${x} 9 L${x + 2} 5.4 L${x + 4} 9 V28 H${x} Z`;

/** What stands in houses, gardens and streets, where no emoji shows it. */
export const HOUSEHOLD: Readonly<Record<string, OwnDrawing>> = table({
  table: {
    subgroup: 'household',
    shapes: [
      ...[9, 21.2].map((x) => shape('#74502e', box(x, 14, x + 1.9, 25))),
      shape(WOOD, 'M5 8.6 H27 L30.6 12.6 H1.4 Z'),
      shape(DARK_WOOD, box(1.4, 12.6, 30.6, 15.2)),
      ...[3.6, 25.4].map((x) => shape('#9c6a3e', box(x, 15.2, x + 3, 28.4))),
    ],
  },
  'park-bench': {
    subgroup: 'household',
    shapes: [
      ...[5.4, 24.8].map((x) => shape(IRON, box(x, 7, x + 1.8, 27.6))),
      ...[8, 11.8].map((y) => shape(WOOD, box(2.4, y, 29.6, y + 2.8))),
      shape('#a56f40', 'M2.4 17.4 H29.6 L31 20.8 H1 Z'),
      ...[2.8, 27.4].map((x) => shape(IRON, box(x, 20.8, x + 1.8, 28.6))),
    ],
  },
  stairs: {
    subgroup: 'place-building',
    shapes: [
      ...[2, 9, 16, 23].map((x, at) => shape('#a99c88', step(x, 23.6 - at * 5))),
      ...[2, 9, 16, 23].map((x, at) => shape('#d9cdb8', box(x, 22.6 - at * 5, x + 7.4, 24.2 - at * 5))),
    ],
  },
  tower: {
    subgroup: 'place-building',
    shapes: [
      shape(STONE, 'M8.6 4 H12 V6.4 H14.4 V4 H17.6 V6.4 H20 V4 H23.4 V10 H8.6 Z'),
      shape('#8f887c', box(9.4, 10, 22.6, 11.6)),
      shape(STONE, 'M10.4 11.6 H21.6 L22.8 29.6 H9.2 Z'),
      shape('#3b3733', 'M14.8 17.6 V15.4 Q16 13.6 17.2 15.4 V17.6 Z'),
      shape('#5d4634', 'M13.6 29.6 V24.6 Q16 21.4 18.4 24.6 V29.6 Z'),
      ...[13.6, 20].map((y) => shape('#8f887c', box(11.2, y, 13.4, y + 1.2), 0.7)),
      shape('#8f887c', box(18.6, 18.4, 21, 19.6), 0.7),
    ],
  },
  statue: {
    subgroup: 'place-building',
    shapes: [
      shape('#c7ccd2', disc(16, 6, 4)),
      shape('#aab1b9', 'M14.4 9 H17.6 V12 H14.4 Z'),
      shape('#c7ccd2', 'M8.8 17.6 Q8.6 11.6 14.2 11.2 H17.8 Q23.4 11.6 23.2 17.6 Z'),
      shape('#98a0a9', box(9.6, 17.6, 22.4, 19.8)),
      shape('#b5bbc3', box(11, 19.8, 21, 27.4)),
      shape('#98a0a9', box(8.6, 27.4, 23.4, 30.2)),
    ],
  },
  cave: {
    subgroup: 'place-geographic',
    shapes: [
      shape('#8b8680', 'M1 28.6 Q2.4 15.4 9 10 Q12.6 4.8 18 6.4 Q25.6 8.2 28.4 17.4 Q30.4 23 31 28.6 Z'),
      shape('#a8a29a', 'M9 10 Q12.6 4.8 18 6.4 L15 10.4 L9.6 14 Z'),
      shape('#6e6963', 'M28.4 17.4 Q30.4 23 31 28.6 H25 L24 20 Z'),
      shape('#1f1b19', 'M9.6 28.6 Q8.6 17.4 15.8 16 Q23.2 16.8 22.4 28.6 Z'),
    ],
  },
  fence: {
    subgroup: 'household',
    shapes: [
      ...[13, 21].map((y) => shape('#cfc7b8', box(1, y, 31, y + 2.4))),
      ...[2, 8, 14, 20, 26].map((x) => shape('#f3eee3', picket(x))),
    ],
  },
  shovel: {
    subgroup: 'tool',
    shapes: [
      shape(WOOD, box(14.9, 5, 17.1, 19.4)),
      shape(DARK_WOOD, 'M12 1.8 H20 V4.4 H18 L17.1 7 H14.9 L14 4.4 H12 Z'),
      shape(STEEL, 'M10.6 18.4 H21.4 V24 Q21 28.4 16 30.8 Q11 28.4 10.6 24 Z'),
      shape('#65717d', 'M15.4 18.4 H16.6 V26.4 H15.4 Z'),
    ],
  },
  oven: {
    subgroup: 'household',
    shapes: [
      shape('#e3e6e9', box(5, 5, 27, 28.4)),
      shape('#343a42', box(4.2, 3, 27.8, 5.6)),
      ...[9, 13.6, 18.2, 22.8].map((x) => shape('#5c6671', disc(x, 8.6, 1.3))),
      shape('#7d8894', box(8, 11.8, 24, 13)),
      shape('#2c2f35', box(8, 14.6, 24, 25.4)),
      shape('#f0913a', oval(16, 23.4, 6.4, 1.8), 0.9),
      shape('#a9b0b8', box(5, 28.4, 27, 30)),
    ],
  },
  submarine: {
    subgroup: 'transport-water',
    shapes: [
      shape('#435463', 'M15.6 3.4 H20 V5.2 H17.6 V9.4 H15.6 Z'),
      shape('#53677a', 'M11.8 14.4 L13 8.8 H20 L21.2 14.4 Z'),
      shape('#435463', 'M4.6 19 L0.8 13.8 V24.2 Z'),
      shape('#6b8196', 'M2.6 19 Q4 13.6 11 13.4 H22.6 Q30.4 14 31 19 Q30.4 24.2 22.6 24.6 H11 Q4 24.2 2.6 19 Z'),
      ...[10.6, 16, 21.4].map((x) => shape('#d6ecf8', disc(x, 18.6, 1.8))),
      shape('#53677a', box(6, 22, 26, 23)),
    ],
  },
  drone: {
    subgroup: 'computer',
    shapes: [
      shape('#4b545e', 'M6 9.6 L7.4 8 L16 14 L24.6 8 L26 9.6 L18.4 16 L26 22.4 L24.6 24 L16 18 L7.4 24 L6 22.4 L13.6 16 Z'),
      ...[6.6, 25.4].flatMap((x) => [8.6, 23.4].map((y) => shape('#9fb2c3', oval(x, y, 5.6, 1.5)))),
      shape('#2f353c', disc(16, 16, 4.6)),
      shape('#7fd0f5', disc(16, 16, 2)),
    ],
  },
  towel: {
    subgroup: 'household',
    shapes: [
      shape(STEEL, box(2, 4.6, 30, 6.8)),
      shape('#4f9ec4', box(7, 4.2, 25, 27.4)),
      ...[20, 23].map((y) => shape('#e9f4f9', box(7, y, 25, y + 1.4))),
      shape('#3d7fa1', box(7, 26.4, 25, 28.6)),
    ],
  },
  dresser: {
    subgroup: 'household',
    shapes: [
      shape(DARK_WOOD, box(3.4, 4, 28.6, 6.4)),
      shape(WOOD, box(4.6, 6.4, 27.4, 27)),
      ...[8, 14.2, 20.4].flatMap((y) => [shape('#d29d69', box(6.6, y, 25.4, y + 5)), shape('#6b4526', disc(16, y + 2.5, 0.9))]),
      ...[5.4, 24.2].map((x) => shape(DARK_WOOD, box(x, 27, x + 2.4, 29.6))),
    ],
  },
  carpet: {
    subgroup: 'household',
    shapes: [
      shape('#9c3b34', 'M5 9 H27 L31.4 24.6 H0.6 Z'),
      shape('#e0b65c', 'M6.8 11 H25.2 L28.4 22.6 H3.6 Z'),
      shape('#b94a40', 'M7.6 12.2 H24.4 L26.8 21.4 H5.2 Z'),
      shape('#e0b65c', 'M16 13.4 L20.4 16.8 L16 20.2 L11.6 16.8 Z'),
    ],
  },
  'flat-iron': {
    subgroup: 'household',
    shapes: [
      shape(
        '#3f6f9e',
        'M9.6 14.6 V11 Q9.8 6.6 15 6.6 H23 Q26.4 6.8 27 10.6 L27.6 15 H24.6 L24.2 11.6 Q24 9.6 22 9.6 H15 Q12.8 9.6 12.6 11.4 V14.6 Z',
      ),
      shape('#5b93c6', 'M2 24.4 Q4.4 14.2 15.6 13.6 H27 L29.6 24.4 Z'),
      shape(STEEL, 'M1 24.4 H30 L30.6 27 H0.8 Z'),
    ],
  },
  microwave: {
    subgroup: 'household',
    shapes: [
      shape('#d5d9dd', box(1.6, 7, 30.4, 25)),
      shape('#2c3138', box(4, 9.6, 21, 22.4)),
      shape('#f4c46a', oval(12.4, 19, 5, 1.6), 0.9),
      shape('#59636e', box(23, 9.6, 28.4, 12)),
      ...[14, 17, 20].flatMap((y) => [24.3, 27.1].map((x) => shape('#7d8894', disc(x, y + 0.6, 0.9)))),
      ...[4, 25].map((x) => shape('#6c7681', box(x, 25, x + 3, 26.6))),
    ],
  },
  'washing-machine': {
    subgroup: 'household',
    shapes: [
      shape('#e9ecef', box(4.6, 2.6, 27.4, 29.4)),
      shape('#c3c9cf', box(4.6, 2.6, 27.4, 7.6)),
      shape('#4c90c2', box(6.6, 4, 13, 6.2)),
      shape('#59636e', disc(23.4, 5.1, 1.4)),
      shape('#7b8691', disc(16, 18.4, 8)),
      shape('#2f4658', disc(16, 18.4, 6.2)),
      shape('#7cc3ea', 'M9.9 18.6 Q13 16.6 16 18.6 Q19 20.6 22.1 18.6 A6.2 6.2 0 0 1 9.9 18.6 Z', 0.85),
    ],
  },
  sweater: {
    subgroup: 'clothing',
    shapes: [
      shape('#c8604f', 'M11 5 Q16 8.8 21 5 L26.4 7.8 L31 21 L26.2 22.8 L23.4 15.4 V28.4 H8.6 V15.4 L5.8 22.8 L1 21 L5.6 7.8 Z'),
      shape('#9f473a', 'M11 5 Q16 8.8 21 5 L20.4 3.8 Q16 6.6 11.6 3.8 Z'),
      shape('#f2e3c9', box(8.6, 14.6, 23.4, 16.6), 0.9),
      shape('#9f473a', box(8.6, 26, 23.4, 28.4)),
    ],
  },
  'knit-cap': {
    subgroup: 'clothing',
    shapes: [
      shape('#f2e9da', disc(16, 5.2, 3.4)),
      shape('#c8514a', 'M5 20.6 Q5.4 7.6 16 7.4 Q26.6 7.6 27 20.6 Z'),
      ...[10, 16, 22].map((x) => shape('#a33d37', `M${x - 0.5} 20.6 Q${x - 0.3} 12 16 8 Q${x + 0.9} 12 ${x + 0.6} 20.6 Z`, 0.6)),
      shape('#f2e9da', 'M3.8 19.6 Q3.8 18.6 5 18.6 H27 Q28.2 18.6 28.2 19.6 V25 Q28.2 26 27 26 H5 Q3.8 26 3.8 25 Z'),
    ],
  },
});
