import { type Event } from '#eventing/domain';
import { type ProviderCost, type StoredFile } from '#steps/plan';

export interface PlannedSegment {
  readonly index: number;
  readonly section: 'intro' | 'main' | 'outro';
  /** Narration; the texts of all segments are the whole script in order. May be empty. */
  readonly text: string;
  readonly imagePrompt: string;
  readonly videoPrompt: string;
  readonly seed: number;
  /** Frames of the film it covers, [startFrame, endFrame). */
  readonly startFrame: number;
  readonly endFrame: number;
}

/** The author of stock footage and where it lies; to be named wherever the film is shown. */
export interface ClipAttribution {
  /** `provider:id`; no film has the same one twice. */
  readonly id: string;
  readonly pageUrl: string;
  readonly author: string;
  readonly authorUrl: string | null;
  /** What it may be shown under, `CC BY-SA 4.0`; absent where the library has terms of its own. */
  readonly license?: string;
  readonly licenseUrl?: string | null;
}

/** A work whose words a script uses; to be named wherever the film is shown. */
export interface ScriptSource {
  readonly title: string;
  readonly pageUrl: string;
  readonly author: string;
  readonly license: string;
}

/** A still for this segment is stored; a later one for the same index replaces it. */
export type ImageGenerated = Event<
  'ImageGenerated',
  {
    videoId: string;
    plan: number;
    index: number;
    take: number;
    source: string;
    image: StoredFile;
    /** The same, small, for lists. */
    thumbnail?: StoredFile | null;
    cost: ProviderCost | null;
  }
>;

/** A clip for this segment is stored; a later one for the same index replaces it. */
export type SegmentGenerated = Event<
  'SegmentGenerated',
  {
    videoId: string;
    plan: number;
    index: number;
    /** 0 for the first; rises each time the segment is made anew. */
    take: number;
    /** The model that made it, `provider:model`. */
    source: string;
    clip: StoredFile;
    /** `image`: a still that gets its camera move while it is conformed. `drawing`: what is drawn then (JSON). */
    kind: 'video' | 'image' | 'drawing';
    /** A picture of it, for previews. */
    still: StoredFile;
    /** The still, small, for lists. */
    thumbnail?: StoredFile | null;
    cost: ProviderCost | null;
    /** Whose work found footage is; absent or null for what was made. */
    attribution?: ClipAttribution | null;
    /** RFC 3339, UTC; absent in what earlier releases recorded. */
    generatedAt?: string;
  }
>;

/** One try of a model has failed, and the same model is tried again. */
export type SegmentAttemptFailed = Event<
  'SegmentAttemptFailed',
  {
    videoId: string;
    plan: number;
    index: number;
    take: number;
    what: 'image' | 'clip';
    model: string;
    /** Place of `model` in the segment's ladder, from 0. */
    rung: number;
    /** 1 for the first. */
    attempt: number;
    code: string;
    reason: string;
    failedAt: string;
  }
>;

/** The montage elsewhere is given up, with its reason: from now on the film is put together here. */
export type RendererFellBack = Event<
  'RendererFellBack',
  { videoId: string; from: string; code: string; reason: string; attempts: number; fellBackAt: string }
>;

/** A model is given up for this segment, with its reason; the next one of the ladder is tried. */
export type SegmentFellBack = Event<
  'SegmentFellBack',
  {
    videoId: string;
    plan: number;
    index: number;
    take: number;
    /** What could not be made. */
    what: 'image' | 'clip';
    /** The model given up. */
    from: string;
    /** The model tried next. */
    source: string;
    /** Place of `source` in the segment's ladder, from 0. */
    rung: number;
    code: string;
    reason: string;
    /** Calls that were made with the model given up. */
    attempts: number;
  }
>;

/** The segment shall be made anew; everything else stands. */
export type SegmentRegenerationRequested = Event<
  'SegmentRegenerationRequested',
  {
    videoId: string;
    plan: number;
    index: number;
    take: number;
    /** Shown instead of the planned prompt, from now on. */ prompt: string | null;
    /** Tried first, from now on. */ model: string | null;
    requestedAt: string;
  }
>;

/** A clip that the segment had before is shown again, under a take of its own; nothing is made for it but the film. */
export type SegmentTakeRestored = Event<
  'SegmentTakeRestored',
  {
    videoId: string;
    plan: number;
    index: number;
    /** The take that it is from now on. */
    take: number;
    /** The take whose clip it is. */
    restored: number;
    restoredAt: string;
  }
>;
