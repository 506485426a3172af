import type { Mood } from './mood.js';

/** Scenic worlds have a place in them, graphic ones are designed surfaces; a film alternates between the two. */
export type ScenicWorld = 'hills' | 'ridges' | 'dunes' | 'forest' | 'snowfield' | 'clouds' | 'night' | 'space' | 'sea' | 'city';
/** The sheets of styles that draw in their own way. */
export type BoardWorld = 'plain' | 'paperhills' | 'blueprint' | 'chalkboard';
export type GraphicWorld = 'studio' | 'blobs' | 'rays' | 'grid' | 'cutout' | 'rings' | 'bokeh' | BoardWorld;
export type World = ScenicWorld | GraphicWorld;

export type Look =
  | 'modern'
  | 'cinematic'
  | 'minimal'
  | 'playful'
  | 'documentary'
  | 'retro'
  | 'neon'
  | 'flat'
  | 'paper'
  | 'blueprint'
  | 'chalkboard'
  /** Photos lead, whoever brings them; what is drawn between them is a place without an object. */
  | 'photo';
/** How an icon is set into the scene: lit and shadowed, with a white die-cut border, glowing; flat, cut out of paper, in one colour, in chalk. */
export type Treatment = 'lit' | 'sticker' | 'glow' | 'flat' | 'paper' | 'ink' | 'chalk';
export type CameraMove = 'push-in' | 'pull-out' | 'pan-left' | 'pan-right' | 'rise' | 'orbit';
export type ParticleKind = 'dust' | 'bubbles' | 'snow' | 'rain' | 'stars' | 'sparks' | 'leaves' | 'confetti' | 'hearts' | 'notes' | 'none';
/** Where the companions stand around the hero. */
export type Layout = 'crowd' | 'arc' | 'flank' | 'orbit' | 'cascade' | 'cluster';

/**
 * From where the hero is seen: from far, near or so close that the frame cuts it, left or right of the middle; or as one of many. On the
 * left it looks the other way, into the picture.
 */
export type Framing = 'far-left' | 'far-right' | 'near-left' | 'near-right' | 'close-left' | 'close-right' | 'many';

export interface Headline {
  /** One or two short lines; the first may be a number. */
  readonly lines: readonly string[];
  readonly kind: 'number' | 'word' | 'title' | 'key';
}

/** What one segment shows, as plain data: enough to draw it, and small enough to log. */
export interface SceneDescription {
  /** Null for an abstract picture: nothing could be shown without guessing. */
  readonly heroIcon: string | null;
  readonly companionIcons: readonly string[];
  readonly mood: Mood;
  readonly look: Look;
  readonly world: World;
  readonly palette: string;
  readonly layout: Layout;
  /** Absent: in the middle, as large as fits. Beside type there is no other place. */
  readonly framing?: Framing;
  readonly treatment: Treatment;
  readonly camera: CameraMove;
  readonly particles: ParticleKind;
  readonly headline: Headline | null;
  /** For everything that is scattered. */
  readonly seed: number;
}
