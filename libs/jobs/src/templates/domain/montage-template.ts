/** Montage templates: how the parts of a film go over into each other, what lies over them, and how music stands to speech. */
import { type CaptionLook, type CardLook, type FilmLook, type LogoLook } from '../../contracts/film-look.js';
import { type PlannedTransition } from '../../contracts/video-job.events.js';

/** A template as its file has it; `templates/template.schema.json` says what each value may be. */
export interface MontageTemplate {
  readonly id: string;
  readonly description: string;
  readonly transitions: { readonly within: TemplateTransition; readonly sections: TemplateTransition };
  readonly stills: FilmLook['stills'];
  readonly captions: CaptionLook & { readonly style: 'karaoke' | 'block' | 'minimal' };
  readonly cards: { readonly intro: CardLook | null; readonly outro: CardLook | null };
  readonly logo: (Omit<LogoLook, 'key' | 'sha256'> & { readonly file: string }) | null;
  readonly music: { readonly gainDb: number; readonly ducking: FilmLook['ducking'] };
}

export interface TemplateTransition {
  readonly kind: PlannedTransition['kind'];
  /** 0 to 1. */
  readonly seconds: number;
}

/** The looks of a film whose job says nothing of them. */
export const PLAIN_LOOK: FilmLook = {
  captions: { position: 'bottom', font: null, color: '#ffffff', highlight: '#ffd819', outline: '#0e1014' },
  stills: { zoom: 0.09, direction: 'alternate', pan: 0.85 },
  intro: null,
  outro: null,
  logo: null,
  ducking: { depthDb: 6, attackMs: 40, releaseMs: 450 },
};

/** @returns a joint in frames, an even number of them so that it can lie centred on the boundary. */
export function transitionOf({ kind, seconds }: TemplateTransition, fps: number): PlannedTransition {
  const frames = 2 * Math.round((seconds * fps) / 2);
  return kind === 'cut' || frames === 0 ? { kind: 'cut', frames: 0 } : { kind, frames };
}

/** What a job keeps of its template. @param logo where the template's logo is kept; null when it has none. */
export function lookOf(
  { captions, stills, cards, music, logo: place }: MontageTemplate,
  logo: Pick<LogoLook, 'key' | 'sha256'> | null,
): FilmLook {
  const { position, font, color, highlight, outline } = captions;
  return {
    captions: { position, font, color, highlight, outline },
    stills: { zoom: stills.zoom, direction: stills.direction, pan: stills.pan },
    intro: cards.intro && cardOf(cards.intro),
    outro: cards.outro && cardOf(cards.outro),
    logo: place && logo && { ...pick(logo), corner: place.corner, size: place.size, margin: place.margin, opacity: place.opacity },
    ducking: music.ducking && {
      depthDb: music.ducking.depthDb,
      attackMs: music.ducking.attackMs,
      releaseMs: music.ducking.releaseMs,
    },
  };
}

const pick = ({ key, sha256 }: Pick<LogoLook, 'key' | 'sha256'>) => ({ key, sha256 });

function cardOf({ text, seconds, font, color, accent, background, backgroundOpacity, fadeSeconds }: CardLook): CardLook {
  return { text, seconds, font, color, accent, background, backgroundOpacity, fadeSeconds };
}

/** A title on the film's frames [startFrame, endFrame). */
export interface PlacedCard {
  readonly text: string;
  readonly startFrame: number;
  readonly endFrame: number;
  readonly font: CardLook['font'];
  readonly color: string;
  readonly accent: string;
  readonly background: string;
  readonly backgroundOpacity: number;
  readonly fadeInSeconds: number;
  readonly fadeOutSeconds: number;
}

/** A card takes at most this share of a film. */
const MAX_SHARE_OF_FILM = 1 / 3;

/** The titles of a film: over its first and its last frames, so that it keeps its length. A film without a title has none. */
export function placedCards({ intro, outro }: FilmLook, title: string, totalFrames: number, fps: number): PlacedCard[] {
  const placed = (card: CardLook | null, atEnd: boolean): PlacedCard[] => {
    const text = card?.text.replaceAll('{title}', () => title).trim() ?? '';
    if (!card || text === '') return [];
    const frames = Math.min(Math.round(card.seconds * fps), Math.floor(totalFrames * MAX_SHARE_OF_FILM));
    const fade = Math.min(card.fadeSeconds, frames / fps);
    const { font, color, accent, background, backgroundOpacity } = card;
    return [
      {
        ...{ text, font, color, accent, background, backgroundOpacity },
        startFrame: atEnd ? totalFrames - frames : 0,
        endFrame: atEnd ? totalFrames : frames,
        fadeInSeconds: atEnd ? fade : 0,
        fadeOutSeconds: atEnd ? 0 : fade,
      },
    ];
  };
  return [...placed(intro, false), ...placed(outro, true)];
}
