/** Models of Runway as its SDK (4.20) types them. Prices are what the vendor published in April 2026; the bill is the task's `cost`. */
export interface RunwayClipModel {
  /** `runway:<name>` of the catalogue. */
  readonly id: string;
  /** Runway's own name. */
  readonly model: string;
  readonly durationsSeconds: readonly number[];
  /** Pixel pairs by what the clip is made from; null: it cannot be. */
  readonly fromText: readonly string[] | null;
  readonly fromImage: readonly string[] | null;
  /** Whether a last frame may go with the first. */
  readonly takesLast: boolean;
  readonly takesNegative: boolean;
  /** Not every model takes a seed. */
  readonly takesSeed: boolean;
  /** Per second, 1 USD = 1 000 000. */
  readonly priceMicros: number;
}

const GEN4_RATIOS = ['1280:720', '720:1280', '1104:832', '832:1104', '960:960', '1584:672'];
const VEO_RATIOS = ['1280:720', '720:1280', '1920:1080', '1080:1920'];
const TWO_TO_TEN = [2, 3, 4, 5, 6, 7, 8, 9, 10];

export const RUNWAY_CLIPS: readonly RunwayClipModel[] = [
  {
    id: 'runway:gen4-turbo',
    model: 'gen4_turbo',
    durationsSeconds: [5, 10],
    fromText: null,
    fromImage: GEN4_RATIOS,
    takesLast: false,
    takesNegative: false,
    takesSeed: true,
    priceMicros: 50_000,
  },
  {
    id: 'runway:gen4.5',
    model: 'gen4.5',
    durationsSeconds: TWO_TO_TEN,
    fromText: ['1280:720', '720:1280'],
    fromImage: GEN4_RATIOS,
    takesLast: false,
    takesNegative: false,
    takesSeed: true,
    priceMicros: 120_000,
  },
  {
    id: 'runway:veo-3.1',
    model: 'veo3.1',
    durationsSeconds: [4, 6, 8],
    fromText: VEO_RATIOS,
    fromImage: VEO_RATIOS,
    takesLast: true,
    takesNegative: true,
    takesSeed: true,
    priceMicros: 400_000,
  },
  {
    id: 'runway:veo-3.1-fast',
    model: 'veo3.1_fast',
    durationsSeconds: [4, 6, 8],
    fromText: VEO_RATIOS,
    fromImage: VEO_RATIOS,
    takesLast: true,
    takesNegative: true,
    takesSeed: true,
    priceMicros: 150_000,
  },
];

export interface RunwayImageModel {
  readonly id: string;
  readonly model: string;
  readonly ratios: readonly string[];
  /** Per image, 1 USD = 1 000 000. */
  readonly priceMicros: number;
}

export const RUNWAY_IMAGES: readonly RunwayImageModel[] = [
  {
    id: 'runway:gen4-image',
    model: 'gen4_image',
    ratios: [
      '1024:1024',
      '1080:1080',
      '1168:880',
      '1360:768',
      '1440:1080',
      '1080:1440',
      '1808:768',
      '1920:1080',
      '1080:1920',
      '2112:912',
      '1280:720',
      '720:1280',
      '720:720',
      '960:720',
      '720:960',
      '1680:720',
    ],
    priceMicros: 80_000,
  },
];

/** One credit is a cent. */
export const MICROS_PER_CREDIT = 10_000;

export const sizeOf = (ratio: string): { readonly ratio: string; readonly widthPx: number; readonly heightPx: number } => {
  const [widthPx = 0, heightPx = 0] = ratio.split(':').map(Number);
  return { ratio, widthPx, heightPx };
};
