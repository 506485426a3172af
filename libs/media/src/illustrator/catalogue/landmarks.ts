import { table } from '../../text/table.js';
import { type OwnDrawing, shape } from './own-drawing.js';

const WAVES = 'M1 26 Q5 24.4 9 26 T17 26 T25 26 T31 26 V29.5 Q16 31 1 29.5 Z';
const [WATER, SPRAY, STONE] = ['#3f9fdc', '#d8f0fc', '#78818f'];

/** Subjects that many films are about and no emoji shows. */
export const LANDMARKS: Readonly<Record<string, OwnDrawing>> = table({
  lighthouse: {
    subgroup: 'transport-water',
    shapes: [
      shape('#ffe48a', 'M14 6.4 L2.5 2.6 V10.6 Z', 0.6),
      shape('#ffe48a', 'M18 6.4 L29.5 2.6 V10.6 Z', 0.6),
      shape(STONE, 'M3 30 L7 25.6 L11.6 24 L20.4 24 L25.4 26 L29 30 Z'),
      shape('#f4f1ec', 'M12.2 25 L13.6 9.5 H18.4 L19.8 25 Z'),
      shape('#d9423a', 'M13.33 12.5 H18.67 L18.94 15.5 H13.06 Z'),
      shape('#d9423a', 'M12.79 18.5 H19.21 L19.48 21.5 H12.52 Z'),
      shape('#3b4252', 'M12.2 8.2 H19.8 V9.8 H12.2 Z'),
      shape('#ffd45e', 'M13.9 4.8 H18.1 V8.2 H13.9 Z'),
      shape('#b7322c', 'M13 4.9 Q16 0.4 19 4.9 Z'),
      shape('#5a3a2a', 'M15 25 V23.4 Q16 22 17 23.4 V25 Z'),
    ],
  },
  lake: {
    subgroup: 'place-geographic',
    shapes: [
      shape('#7c93b8', 'M2 17.6 L9 6.4 L13 12.6 L19 4.4 L30 17.6 Z'),
      shape('#f7fbff', 'M9 6.4 L6.6 10.2 L8.3 9.6 L9.5 10.9 L11.5 10.2 Z'),
      shape('#f7fbff', 'M19 4.4 L15.8 8.8 L18 8.3 L19.8 10 L22.6 8.8 Z'),
      shape('#5f9a5c', 'M1.5 18 Q8 15.2 16 16.8 Q24 15.2 30.5 18 V20 H1.5 Z'),
      shape(WATER, 'M1 19 Q16 17.6 31 19 Q30 27.6 16 28 Q2 27.6 1 19 Z'),
      shape(SPRAY, 'M6 21 H13 Q13.6 21.5 13 22 H6 Q5.4 21.5 6 21 Z', 0.85),
      shape(SPRAY, 'M16 23.2 H25 Q25.6 23.7 25 24.2 H16 Q15.4 23.7 16 23.2 Z', 0.85),
      shape(SPRAY, 'M10 25.4 H16 Q16.6 25.9 16 26.4 H10 Q9.4 25.9 10 25.4 Z', 0.85),
    ],
  },
  bridge: {
    subgroup: 'place-other',
    shapes: [
      shape(WATER, WAVES),
      shape(
        '#7a8391',
        'M1 19.4 Q6 14 8.6 6.6 L9 7.4 Q16 25 23 7.4 L23.4 6.6 Q26 14 31 19.4 L30.2 20 Q25.8 15.4 23.4 9.2 Q16 27.5 8.6 9.2 Q6.2 15.4 1.8 20 Z',
      ),
      ...[
        [12, 14.6],
        [14, 16.9],
        [16, 17.6],
        [18, 16.9],
        [20, 14.6],
        [5.4, 15.4],
        [26.6, 15.4],
      ].map(([x = 0, y = 0]) => shape('#8b94a1', `M${x - 0.25} ${y} H${x + 0.25} V20.2 H${x - 0.25} Z`)),
      shape('#d9553f', 'M7.3 5.6 H9.9 V27 H7.3 Z'),
      shape('#d9553f', 'M22.1 5.6 H24.7 V27 H22.1 Z'),
      shape('#4c5664', 'M0.8 19.8 H31.2 V22 H0.8 Z'),
    ],
  },
  beehive: {
    subgroup: 'animal-bug',
    shapes: [
      shape('#8a5a33', 'M3.5 27 H28.5 V29.4 H3.5 Z'),
      shape('#eeb02f', 'M6.6 22.4 H25.4 Q27.4 24.8 25.4 27.2 H6.6 Q4.6 24.8 6.6 22.4 Z'),
      shape('#f6c552', 'M6.4 17.6 H25.6 Q27.6 20 25.6 22.6 H6.4 Q4.4 20 6.4 17.6 Z'),
      shape('#eeb02f', 'M7.6 13 H24.4 Q26.4 15.4 24.4 17.8 H7.6 Q5.6 15.4 7.6 13 Z'),
      shape('#f6c552', 'M9.8 8.6 H22.2 Q24.2 10.8 22.2 13.2 H9.8 Q7.8 10.8 9.8 8.6 Z'),
      shape('#eeb02f', 'M12.4 8.8 Q12 3.4 16 3 Q20 3.4 19.6 8.8 Z'),
      shape('#4d2f16', 'M13.4 27.2 V24.4 Q16 20.8 18.6 24.4 V27.2 Z'),
    ],
  },
  windmill: {
    subgroup: 'place-building',
    shapes: [
      shape('#e8ddcb', 'M11 30 L13.4 12 H18.6 L21 30 Z'),
      shape('#8a4b36', 'M12.6 12.6 Q16 6.6 19.4 12.6 Z'),
      shape('#5a3a2a', 'M14.4 30 V26 Q16 24 17.6 26 V30 Z'),
      shape('#9fb9cf', 'M15 17 H17 V20 H15 Z'),
      ...[
        'M16.4 11.4 L25 1.6 L27.8 4.2 L17.4 12.4 Z',
        'M15.6 11.4 L7 1.6 L4.2 4.2 L14.6 12.4 Z',
        'M16.4 13.4 L25 23 L27.8 20.4 L17.4 12 Z',
        'M15.6 13.4 L7 23 L4.2 20.4 L14.6 12 Z',
      ].map((path) => shape('#d3b98c', path)),
      shape('#5a3a2a', 'M14.6 12.2 A1.4 1.4 0 1 1 17.4 12.2 A1.4 1.4 0 1 1 14.6 12.2 Z'),
    ],
  },
  iceberg: {
    subgroup: 'place-geographic',
    shapes: [
      shape('#6fb9e2', 'M6.4 14 H26.6 L22.6 23.6 L17 30 L11 23.4 Z'),
      shape('#4f9fd0', 'M17 30 L15.4 14 H26.6 L22.6 23.6 Z'),
      shape('#f3fbff', 'M8.6 13.4 L13 4 L17 8 L20.2 3 L25.4 13.4 Z'),
      shape('#c6e6f7', 'M13 4 L14.8 13.4 H8.6 Z'),
      shape('#dcf1fb', 'M20.2 3 L19.4 13.4 H25.4 Z'),
      shape('#2f86c2', 'M1.5 13 Q16 12 30.5 13 V14.8 Q16 13.8 1.5 14.8 Z'),
    ],
  },
  waterfall: {
    subgroup: 'place-geographic',
    shapes: [
      shape('#6d7a5e', 'M1.5 9 L5 6 L11.6 7 L12.4 27 H2.5 Z'),
      shape('#6d7a5e', 'M30.5 9 L27 6 L20.4 7 L19.6 27 H29.5 Z'),
      shape('#5f9a5c', 'M1 9.4 Q4 3.4 8 5.4 Q11 4.4 12 8 L9 9 Z'),
      shape('#5f9a5c', 'M31 9.4 Q28 3.4 24 5.4 Q21 4.4 20 8 L23 9 Z'),
      shape('#8fd2f5', 'M11.2 7.4 Q16 5.4 20.8 7.4 L21.4 26.4 H10.6 Z'),
      shape('#ffffff', 'M13.2 8.4 H14 L13.8 25 H12.8 Z', 0.8),
      shape('#ffffff', 'M17.6 7.8 H18.6 L19 25 H17.8 Z', 0.8),
      shape(WATER, 'M1.5 26.6 Q16 23.4 30.5 26.6 Q30 30.4 16 30.4 Q2 30.4 1.5 26.6 Z'),
      shape(SPRAY, 'M9.4 26.4 Q12 22.6 16 24.2 Q20 22.6 22.6 26.4 Q16 28.6 9.4 26.4 Z'),
    ],
  },
  cliff: {
    subgroup: 'place-geographic',
    shapes: [
      shape('#8a7f73', 'M3 6 H17.4 L18.8 11 L17 15 L20.4 20 L19.6 27.4 H3 Z'),
      shape('#766b60', 'M3 6 H9 L10 14 L7.6 20 L9 27.4 H3 Z'),
      shape('#6fae5a', 'M2.4 4.6 Q10 2.8 18 4.4 L17.4 7 Q10 5.8 3 7.2 Z'),
      shape(WATER, WAVES),
      shape(SPRAY, 'M18 26.4 Q19 21.6 21 24 Q22.8 20.4 24 24 Q26 23 26.4 26.2 Q22 28 18 26.4 Z'),
    ],
  },
});
