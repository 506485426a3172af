import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { ObjectStorage } from '#assets';
import { type Ducking } from '#media';
import { Models } from '#integrations';
import { type QueueName } from '#tasks';
import { type Quantities, type Step, type StepContext } from './contracts/step.js';
import { type FileRef, type StoredFile } from './contracts/stored-file.js';
import { SOUND_BYTES_PER_SECOND } from './plan/expected-use.js';

export interface AudioMixIn {
  /** WAV on the film's time line. */
  readonly voice: FileRef | null;
  /** WAV as long as the film. */
  readonly music: FileRef | null;
  /** Level of the music below the voice, in dB (negative). */
  readonly musicGainDb: number;
  /** How music gives way to speech; absent: some 6 dB; null: not at all. */
  readonly ducking?: Ducking | null;
  readonly durationSeconds: number;
}

export interface AudioMixOut {
  /** AAC. */
  readonly audio: StoredFile;
  /** Null for silence. */
  readonly integratedLufs: number | null;
  readonly truePeakDbtp: number | null;
}

/** Makes a film's sound track of voice and music. */
@Injectable()
export class AudioMixStep implements Step<AudioMixIn, AudioMixOut> {
  readonly type = 'Audio.Mix';
  constructor(
    private readonly models: Models,
    private readonly storage: ObjectStorage,
  ) {}

  queueOf(): QueueName {
    return 'render';
  }

  estimate({ durationSeconds }: AudioMixIn): Quantities {
    return { storage_bytes: Math.ceil(durationSeconds * SOUND_BYTES_PER_SECOND) };
  }

  async run({ voice, music, ...mix }: AudioMixIn, context: StepContext): Promise<AudioMixOut> {
    const request = { ...mix, voicePath: await this.pathOf(voice), musicPath: await this.pathOf(music) };
    const mixed = await this.models.renderer().mix(request, { path: path.join(context.workDir, 'audio.m4a') }, context);
    const { integratedLufs = null, truePeakDbtp = null } = mixed.loudness ?? {};
    return { audio: await context.store('audio.m4a', mixed.path, mixed.contentType), integratedLufs, truePeakDbtp };
  }

  private pathOf(file: FileRef | null): Promise<string> | null {
    return file && this.storage.localPath(file.key);
  }
}
