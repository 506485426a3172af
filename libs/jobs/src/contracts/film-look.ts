/** What a montage template says of a film's looks and sound, copied into the job: a later change of the template changes no running job. */
export interface FilmLook {
  readonly captions: CaptionLook;
  /** The camera over stills. */
  readonly stills: {
    /** Share by which a still grows or shrinks. */ readonly zoom: number;
    readonly direction: 'alternate' | 'in' | 'out';
    /** Share of the free border the camera drifts across. */ readonly pan: number;
  };
  /** Over the first seconds. */
  readonly intro: CardLook | null;
  /** Over the last seconds. */
  readonly outro: CardLook | null;
  readonly logo: LogoLook | null;
  /** How music gives way to speech; null: not at all. */
  readonly ducking: { readonly depthDb: number; readonly attackMs: number; readonly releaseMs: number } | null;
}

export type LookFont = 'Montserrat ExtraBold' | 'Inter SemiBold' | 'Inter Medium' | 'DejaVu Sans Bold' | 'DejaVu Sans';

/** Colours are `#rrggbb`. */
export interface CaptionLook {
  readonly position: 'top' | 'center' | 'bottom';
  /** Null: the caption style's own. */
  readonly font: LookFont | null;
  readonly color: string;
  /** The word that is being spoken, in `karaoke`. */
  readonly highlight: string;
  readonly outline: string;
}

export interface CardLook {
  /** `{title}` stands for the film's title. */
  readonly text: string;
  readonly seconds: number;
  readonly font: LookFont;
  readonly color: string;
  readonly accent: string;
  readonly background: string;
  readonly backgroundOpacity: number;
  /** Towards the picture; the film's own beginning and end stay cuts. */
  readonly fadeSeconds: number;
}

export interface LogoLook {
  /** Where the storage keeps it, named by its content. */
  readonly key: string;
  readonly sha256: string;
  readonly corner: 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right';
  /** Shares of the film's short side. */
  readonly size: number;
  readonly margin: number;
  readonly opacity: number;
}
