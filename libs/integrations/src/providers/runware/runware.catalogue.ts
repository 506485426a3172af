/** Models of Runware that Kadr knows, as data. Ids and sizes as the vendor documents them; prices are expectations, the bill is `cost`. */
export interface RunwareVideoModel {
  /** `runware:<name>` of the catalogue. */
  readonly id: string;
  /** Runware's own id. */
  readonly air: string;
  readonly durationsSeconds: readonly number[];
  readonly sizes: readonly { readonly widthPx: number; readonly heightPx: number }[];
  /** Per second, 1 USD = 1 000 000. */
  readonly priceMicros: number;
}

const VEO_SIZES = [
  { widthPx: 1280, heightPx: 720 },
  { widthPx: 720, heightPx: 1280 },
  { widthPx: 1920, heightPx: 1080 },
  { widthPx: 1080, heightPx: 1920 },
];
const VEO_SECONDS = [4, 6, 8];

export const RUNWARE_VIDEO: readonly RunwareVideoModel[] = [
  // The price of plain Veo 3.1 is not published; Veo 3 without sound costs this much.
  { id: 'runware:veo-3.1', air: 'google:3@2', durationsSeconds: VEO_SECONDS, sizes: VEO_SIZES, priceMicros: 200_000 },
  { id: 'runware:veo-3.1-fast', air: 'google:3@3', durationsSeconds: VEO_SECONDS, sizes: VEO_SIZES, priceMicros: 100_000 },
  { id: 'runware:veo-3.1-lite', air: 'google:veo@3.1-lite', durationsSeconds: VEO_SECONDS, sizes: VEO_SIZES, priceMicros: 50_000 },
];

export interface RunwareImageModel {
  readonly id: string;
  readonly air: string;
  /** Width and height are multiples of this, between these. */
  readonly stepPx: number;
  readonly minPx: number;
  readonly maxPx: number;
  /** Per image, 1 USD = 1 000 000. */
  readonly priceMicros: number;
}

/** Which classic model stands behind it is a setting: the vendor renames them often. */
export const runwareImage = (air: string): RunwareImageModel => ({
  id: 'runware:image',
  air,
  stepPx: 64,
  minPx: 128,
  maxPx: 2048,
  priceMicros: 4_000,
});
