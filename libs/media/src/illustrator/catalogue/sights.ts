import { table } from '../../text/table.js';
import { type OwnDrawing, shape } from './own-drawing.js';

const [IRON, SANDSTONE, SAND] = ['#8a6648', '#d6b071', '#e2b45f'];

const rounded = (x: number, top: number, bottom: number, half: number): string =>
  `M${x - half} ${bottom} V${top + half} Q${x - half} ${top} ${x} ${top} Q${x + half} ${top} ${x + half} ${top + half} V${bottom} Z`;

const onion = (x: number, foot: number, half: number): string =>
  `M${x} ${foot - half * 4} Q${x + half * 0.2} ${foot - half * 3} ${x + half} ${foot - half * 2.2} Q${x + half * 1.9} ${foot - half} ${x + half * 0.8} ${foot} H${x - half * 0.8} Q${x - half * 1.9} ${foot - half} ${x - half} ${foot - half * 2.2} Q${x - half * 0.2} ${foot - half * 3} ${x} ${foot - half * 4} Z`;

/** What cities and countries are known by, where no emoji shows it. */
export const SIGHTS: Readonly<Record<string, OwnDrawing>> = table({
  'eiffel-tower': {
    subgroup: 'place-building',
    shapes: [
      shape(IRON, 'M15.75 0.6 H16.25 L16.5 4 H15.5 Z'),
      shape(IRON, 'M15.2 4 H16.8 L18.4 14.4 H13.6 Z'),
      shape('#6d4f37', 'M12.6 14 H19.4 V15.6 H12.6 Z'),
      shape(IRON, 'M13.4 15.6 H18.6 L20.8 21.6 H18.2 Q16 18.4 13.8 21.6 H11.2 Z'),
      shape('#6d4f37', 'M9.8 21.4 H22.2 V23.2 H9.8 Z'),
      shape(IRON, 'M10.8 23.2 H14.6 Q13.8 27.4 10.6 30.4 H5.2 Q9.4 27.2 10.8 23.2 Z'),
      shape(IRON, 'M21.2 23.2 H17.4 Q18.2 27.4 21.4 30.4 H26.8 Q22.6 27.2 21.2 23.2 Z'),
      shape('#a98259', 'M11.8 27.2 Q16 20.8 20.2 27.2 L19.2 27.8 Q16 23 12.8 27.8 Z'),
      shape('#c29b6d', 'M15.6 6 H16.4 L16.9 13 H15.1 Z', 0.7),
    ],
  },
  pyramids: {
    subgroup: 'place-building',
    shapes: [
      shape('#f0d69a', 'M0.8 26 Q16 23.6 31.2 26 L28.6 29 Q16 30.2 3.4 29 Z'),
      shape(SAND, 'M23.4 13.6 L30.6 26.4 H16.2 Z'),
      shape('#b98a42', 'M23.4 13.6 L30.6 26.4 H25.6 Z'),
      shape(SAND, 'M12.4 5 L24.4 26.6 H1 Z'),
      shape('#b98a42', 'M12.4 5 L24.4 26.6 H15.8 Z'),
      shape('#c79a4e', 'M9.9 10 H13.7 L13.9 10.6 H9.6 Z', 0.6),
      shape('#c79a4e', 'M6.9 15.6 H14.4 L14.6 16.2 H6.6 Z', 0.6),
      shape('#c79a4e', 'M3.9 21.2 H15 L15.2 21.8 H3.6 Z', 0.6),
    ],
  },
  'clock-tower': {
    subgroup: 'place-building',
    shapes: [
      shape('#5d7083', 'M15.7 0.6 H16.3 L20.6 8.2 H11.4 Z'),
      shape(SANDSTONE, 'M10.8 8.2 H21.2 V15.6 H10.8 Z'),
      shape(SANDSTONE, 'M12 15.6 H20 V30 H12 Z'),
      shape('#a98143', 'M10.4 15 H21.6 V16.2 H10.4 Z'),
      ...[13.7, 16, 18.3].map((x) => shape('#a98143', rounded(x, 17.8, 27.6, 0.6))),
      shape('#a98143', 'M11 28.6 H21 V30.4 H11 Z'),
      shape('#fdf6e3', 'M16 9 A2.8 2.8 0 1 1 16 14.6 A2.8 2.8 0 1 1 16 9 Z'),
      shape('#2f3540', 'M15.75 9.8 H16.25 V11.6 L17.8 12.6 L17.5 13 L15.75 11.9 Z'),
    ],
  },
  'onion-domes': {
    subgroup: 'place-religious',
    shapes: [
      shape('#c4574a', 'M4.4 17 H10.4 V29 H4.4 Z'),
      shape('#c4574a', 'M21.6 17 H27.6 V29 H21.6 Z'),
      shape('#d2685a', 'M12.2 14 H19.8 V29 H12.2 Z'),
      shape('#3d9b6f', onion(7.4, 17, 2.5)),
      shape('#f0b03c', onion(24.6, 17, 2.5)),
      shape('#3f8fd6', onion(16, 14, 3.1)),
      shape('#f4e9d8', 'M3.6 22 H28.4 V23.2 H3.6 Z'),
      ...[7.4, 24.6].map((x) => shape('#7a2f2a', rounded(x, 24.4, 29, 1.2))),
      shape('#7a2f2a', rounded(16, 23.8, 29, 2)),
      ...[7.4, 24.6].map((x) => shape('#f4e9d8', rounded(x, 18.2, 21.2, 0.7))),
      shape('#f4e9d8', rounded(16, 16.4, 21, 1.1)),
      shape('#8f4038', 'M2.6 29 H29.4 V30.4 H2.6 Z'),
    ],
  },
  colosseum: {
    subgroup: 'place-building',
    shapes: [
      shape('#b58c58', 'M2.4 12.6 Q16 6.4 29.6 10.4 V13 Q16 17.4 2.4 14.6 Z'),
      shape('#dcbf8e', 'M1.8 12.2 Q9 15.6 16 15.6 Q23 15.6 30.2 9.4 V25.4 Q23 28.8 16 28.8 Q9 28.8 1.8 25.4 Z'),
      shape('#f0dbb4', 'M1.8 12.2 Q9 15.6 16 15.6 Q23 15.6 30.2 9.4 V10.6 Q23 16.8 16 16.8 Q9 16.8 1.8 13.4 Z'),
      ...[4.4, 8.2, 12.1, 16, 19.9, 23.8, 27.6].flatMap((x, at) => {
        const sag = 1.4 - Math.abs(at - 3) * 0.5;
        return [17.4, 22.6].map((top) => shape('#7d5a36', rounded(x, top + sag, top + sag + 3.4, 1.1)));
      }),
      shape('#a98050', 'M1.2 25.2 Q9 29 16 29 Q23 29 30.8 25.2 V26.8 Q23 30.6 16 30.6 Q9 30.6 1.2 26.8 Z'),
    ],
  },
});
