import { type StoredFile } from '#steps/plan';
import { type PortType } from './node-type.js';

/** What comes out of a port: in the event itself, or, above 4 kB of JSON, as a file of the run. */
export type PortValue = InlineValue | StoredValue;

export interface InlineValue {
  readonly type: PortType;
  /** JSON. */
  readonly value: unknown;
}

export interface StoredValue {
  readonly type: PortType;
  /** The value as JSON. */
  readonly ref: StoredFile;
  /** Its beginning, for people. */
  readonly preview: string;
}

export type PortValues = Readonly<Record<string, PortValue>>;

/** A picture, clip or sound. */
export interface MediaValue {
  readonly file: StoredFile;
  readonly kind: 'image' | 'video' | 'audio';
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly durationSeconds: number | null;
  /** The model that made it. */
  readonly source: string;
  /** Whom to name, where the licence asks for it. */
  readonly attribution: string | null;
}

/** What is to be said. */
export interface ScriptValue {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly text: string;
  /** BCP 47. */
  readonly language: string;
  readonly source: string;
}
