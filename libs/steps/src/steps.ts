import { AudioMixStep } from './audio-mix.step.js';
import { type Step } from './contracts/step.js';
import { FilmJoinStep } from './film-join.step.js';
import { FilmShrinkStep } from './film-shrink.step.js';
import { ImageEditStep } from './image-edit.step.js';
import { ImageGenerateStep } from './image-generate.step.js';
import { ImageStillStep } from './image-still.step.js';
import { InputAssetStep } from './input-asset.step.js';
import { MusicGenerateStep } from './music-generate.step.js';
import { PieceConformStep } from './piece-conform.step.js';
import { ScriptGenerateStep } from './script-generate.step.js';
import { SubtitleAlignStep } from './subtitle-align.step.js';
import { VideoGenerateStep } from './video-generate.step.js';
import { VoiceLayStep } from './voice-lay.step.js';
import { VoiceTtsStep } from './voice-tts.step.js';

/** Every kind of work there is. */
export const STEPS = [
  AudioMixStep,
  FilmJoinStep,
  FilmShrinkStep,
  ImageEditStep,
  ImageGenerateStep,
  ImageStillStep,
  InputAssetStep,
  MusicGenerateStep,
  PieceConformStep,
  ScriptGenerateStep,
  SubtitleAlignStep,
  VideoGenerateStep,
  VoiceLayStep,
  VoiceTtsStep,
] as const;

/** The steps by their types, for whoever learns at run time which one is wanted. Everyone else asks for a step by its class. */
export class Steps {
  private readonly byType: ReadonlyMap<string, Step<never, object>>;

  constructor(all: readonly Step<never, object>[]) {
    this.byType = new Map(all.map((step) => [step.type, step]));
  }

  /** @returns null when there is none of that type. Its input is to be checked by the schema `<type>.in.json`. */
  find(type: string): Step<never, object> | null {
    return this.byType.get(type) ?? null;
  }

  get types(): readonly string[] {
    return [...this.byType.keys()];
  }
}
