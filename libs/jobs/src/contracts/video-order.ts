/** What can be asked for in a video: the body of `POST /v1/videos`, as plain data. Everything that is absent has a default. */
export interface VideoOrder {
  /** Exactly one of `prompt`, `script` and `idea`; none is needed with `frames`. */
  readonly prompt?: string;
  /** The finished narration, kept word for word. */
  readonly script?: string;
  /** A rough idea; expanded into a prompt first. */
  readonly idea?: string;
  readonly title?: string;
  /** BCP 47; recognised from the text when absent. */
  readonly language?: string;
  readonly style?: string;
  readonly tone?: string;
  readonly audience?: string;
  readonly aspectRatio?: '9:16' | '16:9' | '1:1' | '4:5';
  /** The short side. */
  readonly resolution?: '480p' | '720p' | '1080p';
  readonly fps?: number;
  readonly durationSeconds?: number;
  readonly segmentation?: { readonly mode?: 'beats' | 'sections' | 'frame-pairs'; readonly segmentSeconds?: number };
  /** One pair of pictures for each segment, with `segmentation.mode: frame-pairs` only. */
  readonly frames?: readonly OrderedFramePair[];
  readonly visuals?: OrderedVisuals;
  /** `assetId`: a recording of the script instead of a voice. */
  readonly voice?: { readonly provider?: string; readonly voice?: string; readonly speed?: number; readonly assetId?: string } | false;
  /** `gainDb`: below the voice. `assetId`: music of the organisation's own. */
  readonly music?: { readonly mood?: string; readonly gainDb?: number; readonly assetId?: string } | false;
  readonly subtitles?: { readonly style?: 'karaoke' | 'block' | 'minimal'; readonly burnIn?: boolean } | false;
  /** Id of a montage template. */
  readonly template?: string;
  /** Gates by name, or `{ type, deadlineSeconds, onDeadline }`. */
  readonly approvals?: readonly unknown[];
  readonly renderer?: 'ffmpeg' | 'fantaprojekt';
  readonly metadata?: Readonly<Record<string, string>>;
  /** Refused with `cost_above_limit` when the estimate is higher. In millionths of a dollar. */
  readonly maxCostMicros?: number;
}

/** A segment that goes from one given picture to another: addresses on the web, of assets, or `data:` URLs. */
export interface OrderedFramePair {
  readonly firstFrameUrl: string;
  readonly lastFrameUrl: string;
  readonly durationSeconds?: number;
  readonly prompt?: string;
}

export interface OrderedVisuals {
  readonly mode?: 'text-to-video' | 'image-to-video' | 'stock' | 'images';
  /** Model ids, rotated over the segments. */
  readonly models?: readonly string[];
  /** Tried when the models have failed; empty: nothing may be replaced. */
  readonly fallback?: readonly string[];
  /** Segments that show assets of the organisation; one that names no segment takes the next that no other names. */
  readonly assets?: readonly {
    readonly segment?: number;
    readonly assetId: string;
    readonly fit?: 'cover' | 'contain-blur';
    /** Shares of width and height from the top left. */
    readonly focus?: { readonly x: number; readonly y: number };
  }[];
  readonly seed?: number;
}
