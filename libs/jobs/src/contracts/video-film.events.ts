import { type Event } from '#eventing/domain';
import { type ProviderCost, type StoredFile } from '#steps/plan';
import { type PlannedSegment } from './video-segment.events.js';

/** The narration is spoken and lies on the film's time line. */
export type VoiceoverGenerated = Event<
  'VoiceoverGenerated',
  {
    videoId: string;
    plan: number;
    source: string;
    voiceover: StoredFile;
    /** The same sound uncompressed, for mixing. */
    master: StoredFile;
    lines: readonly { readonly segment: number; readonly startSeconds: number; readonly endSeconds: number; readonly tempo: number }[];
    /** The voice of each section by itself, from the section's beginning to its end; where the film has sections. */
    sections?: readonly { readonly section: PlannedSegment['section']; readonly file: StoredFile }[];
    cost: ProviderCost | null;
  }
>;

/** Every word has its time in the film; captions exist as files. */
export type SubtitlesAligned = Event<
  'SubtitlesAligned',
  {
    videoId: string;
    plan: number;
    srt: StoredFile;
    vtt: StoredFile;
    /** All cues with word times, as JSON. */
    cues: StoredFile;
    /** Digest of the cues that touch each segment: a changed one means its pieces look different. */
    segmentDigests: readonly string[];
  }
>;

/** The music is composed, as long as the film. */
export type MusicGenerated = Event<
  'MusicGenerated',
  { videoId: string; plan: number; source: string; music: StoredFile; master: StoredFile; cost: ProviderCost | null }
>;

/** Voice and music are one track, at the film's loudness. */
export type AudioMixed = Event<
  'AudioMixed',
  { videoId: string; plan: number; audio: StoredFile; integratedLufs: number | null; truePeakDbtp: number | null }
>;

/** A part of the film stands in its final encoding. */
export type PieceConformed = Event<
  'PieceConformed',
  {
    videoId: string;
    plan: number;
    /** `segment-007` or `transition-007-008`. */
    piece: string;
    /** Names all that the pixels depend on: same value, same picture. */
    madeFrom: string;
    file: StoredFile;
    frames: number;
  }
>;

/** The pieces are being joined. */
export type RenderStarted = Event<'RenderStarted', { videoId: string; startedAt: string }>;

/** The film is stored. */
export type RenderFinished = Event<
  'RenderFinished',
  {
    videoId: string;
    /** Counts every change of what is to be seen; a film of an older edition is out of date. */
    edition: number;
    film: StoredFile;
    manifest: StoredFile;
    thumbnail: StoredFile;
    frames: number;
    /** Film seconds that were encoded for this render; pieces taken over from an earlier one do not count. */
    renderedSeconds: number;
  }
>;

/** A copy of the film is to be made that takes no more than so many bytes. */
export type FilmCopyRequested = Event<'FilmCopyRequested', { videoId: string; edition: number; maxBytes: number; requestedAt: string }>;

/** The copy of this edition of the film is stored. */
export type FilmCopyMade = Event<
  'FilmCopyMade',
  {
    videoId: string;
    edition: number;
    /** As it was asked for: it names the copy. */
    maxBytes: number;
    copy: StoredFile;
    widthPx: number;
    heightPx: number;
    madeAt: string;
  }
>;

/** No copy that small could be made, for this reason. */
export type FilmCopyFailed = Event<
  'FilmCopyFailed',
  { videoId: string; edition: number; maxBytes: number; code: string; failedAt: string }
>;
