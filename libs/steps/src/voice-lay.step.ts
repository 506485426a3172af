import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { ObjectStorage } from '#assets';
import { Models } from '#integrations';
import { type QueueName } from '#tasks';
import { type Quantities, type Step, type StepContext } from './contracts/step.js';
import { type FileRef, type StoredFile } from './contracts/stored-file.js';
import { SOUND_BYTES_PER_SECOND, WAV_BYTES_PER_SECOND } from './plan/expected-use.js';

export interface VoiceLayIn {
  /** Spoken before, as WAV. `tempo` 1 = as spoken, 1.2 = a fifth faster at the same pitch. */
  readonly lines: readonly { readonly file: FileRef; readonly startSeconds: number; readonly tempo: number }[];
  readonly durationSeconds: number;
}

export interface VoiceLayOut {
  /** AAC. */
  readonly audio: StoredFile;
  /** WAV, to mix from. */
  readonly master: StoredFile;
}

/** Lays lines that are spoken already on a time line. */
@Injectable()
export class VoiceLayStep implements Step<VoiceLayIn, VoiceLayOut> {
  readonly type = 'Voice.Lay';
  constructor(
    private readonly models: Models,
    private readonly storage: ObjectStorage,
  ) {}

  queueOf(): QueueName {
    return 'voice';
  }

  estimate({ durationSeconds }: VoiceLayIn): Quantities {
    return { storage_bytes: Math.ceil(durationSeconds * (SOUND_BYTES_PER_SECOND + WAV_BYTES_PER_SECOND)) };
  }

  async run({ lines, durationSeconds }: VoiceLayIn, context: StepContext): Promise<VoiceLayOut> {
    const placed = await Promise.all(lines.map(async ({ file, ...place }) => ({ path: await this.storage.localPath(file.key), ...place })));
    const output = { path: path.join(context.workDir, 'voiceover.wav') };
    const laid = await this.models.renderer().layVoice({ lines: placed, durationSeconds }, output, context);
    return {
      audio: await context.store('voiceover.m4a', laid.encodedPath, 'audio/mp4'),
      master: await context.store('voiceover.wav', laid.path, laid.contentType),
    };
  }
}
