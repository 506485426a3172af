/** A video as those see it who ordered it: what the REST routes answer, and what `Videos` gives. */
import { type VideoRequest } from './video-request.js';
import { type ClipAttribution, type Stage } from './video-job.events.js';
import { type VideoCost } from './video-price.resource.js';

export type * from './video-price.resource.js';

export type JobStatus = 'queued' | 'processing' | 'awaiting_approval' | 'completed' | 'failed' | 'cancelled';

export interface Video {
  readonly id: string;
  readonly status: JobStatus;
  readonly stage: Stage;
  readonly stageHistory: readonly VideoStage[];
  readonly progress: VideoProgress;
  /** Null until there is a script. */
  readonly title: string | null;
  /** The order, with all defaults filled in. */
  readonly request: VideoRequest;
  /** Signed address of its event stream, for browsers; works for an hour. */
  readonly eventsUrl: string;
  /** Signed address of its editable timeline with all media (OTIOZ); works for an hour. Null until the film shows what is wanted now. */
  readonly exportUrl: string | null;
  /** All that were ever asked for, oldest first. */
  readonly approvals: readonly VideoApproval[];
  readonly artifacts: readonly VideoArtifact[];
  /** Null until the film shows what is wanted now. */
  readonly video: VideoFile | null;
  readonly replacements: readonly VideoReplacement[];
  readonly warnings: readonly VideoWarning[];
  readonly cost: VideoCost;
  readonly error: VideoError | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly completedAt: string | null;
}

/** What ordered a video: a caller of the API, somebody in a chat, or something else of Kadr. */
export type VideoSource = 'api' | 'chat' | 'batch' | 'series' | 'workflow';

/** A video as a row of a list shows it. */
export interface VideoSummary {
  readonly id: string;
  /** Null until there is a script. */
  readonly title: string | null;
  readonly status: JobStatus;
  readonly stage: Stage;
  readonly progress: VideoProgress;
  readonly aspectRatio: string;
  /** Of the film, as planned or ordered; null: nobody can say yet. */
  readonly durationSeconds: number | null;
  /** Of its first picture, else of its film; works for an hour. */
  readonly thumbnailUrl: string | null;
  /** Segments that show something else than was asked for. */
  readonly replaced: number;
  readonly pendingApproval: 'script' | 'images' | 'videos' | null;
  /** Of the film as a whole: script, sound, captions, the film. Those of segments are not counted. */
  readonly fileCount: number;
  /** What was paid so far; 1 USD = 1 000 000. */
  readonly costMicros: number;
  readonly source: VideoSource;
  readonly error: VideoError | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly completedAt: string | null;
}

export interface VideoStage {
  readonly stage: Stage;
  readonly enteredAt: string;
  readonly leftAt: string | null;
}

export interface VideoProgress {
  /** 0 to 100; never falls while nothing is made anew. */
  readonly percent: number;
  /** In the language of the video. */
  readonly message: string;
  /** What is being done, for whoever says it in another language. */
  readonly phase: ProgressPhase;
  /** Of what the phase counts (pictures, clips, pieces); both 0 where it counts nothing. */
  readonly done: number;
  readonly total: number;
  readonly segments: {
    readonly total: number;
    readonly imagesDone: number;
    readonly videosDone: number;
    readonly fallbacks: number;
    readonly failed: number;
  };
}

export type ProgressPhase =
  | 'queued'
  | 'drafting'
  | 'images'
  | 'clips'
  | 'audio'
  | 'rendering'
  | 'awaiting_script'
  | 'awaiting_images'
  | 'awaiting_videos'
  | 'ready'
  | 'failed'
  | 'cancelled';

interface Approval {
  readonly status: 'pending' | 'approved' | 'rejected';
  readonly createdAt: string;
  readonly decidedAt: string | null;
  readonly comment: string | null;
  /** RFC 3339; null: it waits for ever. */
  readonly deadlineAt: string | null;
  readonly onDeadline: 'approve' | 'cancel' | null;
  /** Nobody decided it in time. */
  readonly byDeadline: boolean;
}

export interface ScriptApproval extends Approval {
  readonly type: 'script';
  /** Of a pending one. */
  readonly preview?: { readonly script: string };
}

export interface FilesApproval extends Approval {
  readonly type: 'images' | 'videos';
  /** Of a pending one: the first pictures or clips. */
  readonly preview?: readonly { readonly segment: number; readonly url: string; readonly thumbnailUrl: string | null }[];
}

export type VideoApproval = ScriptApproval | FilesApproval;

export interface VideoArtifact {
  readonly name: string;
  /** Works for an hour. */
  readonly url: string;
  readonly contentType: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

export interface VideoFile {
  readonly url: string;
  readonly durationSeconds: number;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly bytes: number;
}

/** A segment that shows something else than was asked for, and why. */
export interface VideoReplacement {
  readonly segment: number;
  /** The model, `pexels` and so on that is shown instead. */
  readonly source: string;
  readonly reasons: readonly {
    readonly what: 'image' | 'clip';
    readonly model: string;
    readonly code: string;
    readonly reason: string;
    readonly attempts: number;
  }[];
}

/** Something that is not as one may think, and that nobody has to mend. */
export interface VideoWarning {
  /** `no_facts`: the narration was written by a writer that knows none. `no_voice`: nobody here speaks the language, the captions tell it. */
  readonly code: 'no_facts' | 'no_voice';
  /** In the language of the video. */
  readonly message: string;
}

export interface VideoError {
  readonly code: string;
  readonly message: string;
  /** Whether `retry` may help. */
  readonly retryable: boolean;
  readonly segment: number | null;
  /** What is wrong with the given files, all at once; absent where nothing is. */
  readonly errors?: readonly { readonly path: string; readonly code: string; readonly message: string }[];
}

export interface VideoSegment {
  readonly index: number;
  readonly section: 'intro' | 'main' | 'outro';
  readonly text: string;
  readonly imagePrompt: string;
  readonly videoPrompt: string;
  readonly seed: number;
  readonly durationSeconds: number;
  readonly imageStatus: 'pending' | 'generating' | 'completed' | 'failed';
  readonly videoStatus: 'pending' | 'generating' | 'completed' | 'failed';
  readonly source: string | null;
  readonly attempts: number;
  readonly isFallback: boolean;
  readonly attribution: ClipAttribution | null;
  readonly imageUrl: string | null;
  /** A small picture of it, 320 pixels wide at most. */
  readonly thumbnailUrl: string | null;
  readonly videoUrl: string | null;
  /** What was paid for its pictures, those made before included; 1 USD = 1 000 000. */
  readonly costMicros: number;
  /** All clips it has had, the oldest first. */
  readonly takes: readonly SegmentTake[];
  /** The try under way; null: nothing is being made. */
  readonly attempt: SegmentAttempt | null;
  /** Who may make its picture and its clip, in the order in which they are tried. */
  readonly ladder: readonly LadderRung[];
  readonly error: { readonly code: string; readonly message: string; readonly model?: string } | null;
}

/** A clip that a segment shows or has shown. */
export interface SegmentTake {
  /** 0 for the first; rises with everything that is made anew or restored. */
  readonly take: number;
  readonly source: string;
  /** RFC 3339; null: recorded by an earlier release. */
  readonly at: string | null;
  /** The take whose clip it shows again; null: it was made. */
  readonly restoredFrom: number | null;
  readonly isShown: boolean;
  /** The wish it was made after; null: as planned. */
  readonly prompt: string | null;
  /** Of its clip and its picture; 1 USD = 1 000 000. */
  readonly costMicros: number;
  readonly thumbnailUrl: string | null;
  readonly imageUrl: string | null;
  /** Null: it shows a still. */
  readonly videoUrl: string | null;
}

export interface SegmentAttempt {
  /** 1 for the first. */
  readonly number: number;
  /** After so many the next model is tried. */
  readonly of: number;
  /** Of a repeated try, when the one before failed; null: it is the first one. */
  readonly startedAt: string | null;
  /** Of a repeated try, about when it begins. */
  readonly retryAt: string | null;
}

export interface LadderRung {
  readonly what: 'image' | 'clip';
  readonly model: string;
  /** `took_over`: what is shown is its work. */
  readonly state: 'waiting' | 'trying' | 'gave_up' | 'took_over' | 'not_needed';
  readonly tries: number;
  /** Why it gave up. */
  readonly code: string | null;
  readonly reason: string | null;
  readonly costMicros: number;
}

export interface TimelineActor {
  /** `key:<id>`, `member:<id>`, `link:<id>`, `contact:<id>`. */
  readonly actor: string;
  /** What people call it, such as the label of an approval link; null where it has no name. */
  readonly name: string | null;
}

export type ActorKind = 'member' | 'key' | 'link' | 'contact' | 'deadline' | 'system';

export interface TimelineDoer {
  /** `deadline`: nobody decided in time; `system`: it happened by itself. */
  readonly kind: ActorKind;
  readonly name: string | null;
}

/** Something that happened to a video, told to people. */
export interface TimelineEntry {
  /** Rises; not without gaps. */
  readonly position: number;
  /** Of the event. */
  readonly type: string;
  readonly at: string;
  /** In the language of the video, or in the one that was asked for. */
  readonly title: string;
  /** Null: of the whole video. */
  readonly segment: number | null;
  /** Who asked for it; null: it happened by itself. */
  readonly by: TimelineActor | null;
  /** What kind of actor that was, also where nobody asked. */
  readonly actor: TimelineDoer;
  readonly details: Readonly<Record<string, unknown>>;
}
