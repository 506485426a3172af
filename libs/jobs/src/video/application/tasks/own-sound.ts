import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { Assets, ObjectStorage } from '#assets';
import { Models, ProviderError } from '#integrations';
import { isSilent, takeInMusic, type TimedWord } from '#media';
import { type StepContext, type StoredFile } from '#steps';

const WORD_TIMER = 'local:alignment';

export interface RecordedVoice {
  /** `asset:<id>`. */
  readonly source: string;
  readonly audio: StoredFile;
  readonly master: StoredFile;
  readonly words: readonly TimedWord[];
}

/** Sound of the organisation's own in place of what a model would make. */
@Injectable()
export class OwnSound {
  constructor(
    private readonly assets: Assets,
    private readonly storage: ObjectStorage,
    private readonly models: Models,
  ) {}

  /** When each word of the script is heard in a recording, and how long the recording is. Nothing is kept. @throws ProviderError `voice_silent` */
  async listen(assetId: string, script: string, language: string, context: StepContext) {
    const recording = await this.recording(assetId, context);
    if (await isSilent(recording.path, context.signal)) {
      throw new ProviderError('voice_silent', `nothing is heard in the recording ${assetId}`, false);
    }
    const laid = await this.laid(recording.path, recording.durationSeconds, context);
    const { words } = await this.models.timer(WORD_TIMER).time({ wavPath: laid.path, text: script, language }, context);
    return { durationSeconds: recording.durationSeconds, words };
  }

  /** The recording as the film's narration, at its own pace. @param durationSeconds of the film */
  async voice(assetId: string, script: string, language: string, durationSeconds: number, context: StepContext): Promise<RecordedVoice> {
    const laid = await this.laid((await this.recording(assetId, context)).path, durationSeconds, context);
    const { words } = await this.models.timer(WORD_TIMER).time({ wavPath: laid.path, text: script, language }, context);
    return {
      source: `asset:${assetId}`,
      audio: await context.store('voiceover.m4a', laid.encodedPath, 'audio/mp4'),
      master: await context.store('voiceover.wav', laid.path, laid.contentType),
      words,
    };
  }

  /** Begun again where it is too short, faded out where it is too long. */
  async music(assetId: string, durationSeconds: number, context: StepContext) {
    const { path: inputPath } = await this.recording(assetId, context);
    const at = (name: string) => path.join(context.workDir, name);
    const taken = await takeInMusic({ inputPath, durationSeconds, outPath: at('music.wav'), signal: context.signal });
    const encoded = await this.models.renderer().encodeAudio(taken.path, { path: at('music.m4a') }, context);
    return {
      source: `asset:${assetId}`,
      audio: await context.store('music.m4a', encoded.path, encoded.contentType),
      master: await context.store('music.wav', taken.path, taken.contentType),
      cost: null,
    };
  }

  private laid(file: string, durationSeconds: number, context: StepContext) {
    const lines = [{ path: file, startSeconds: 0, tempo: 1 }];
    return this.models.renderer().layVoice({ lines, durationSeconds }, { path: path.join(context.workDir, 'voiceover.wav') }, context);
  }

  /** What was looked at when the request came may be gone since. @throws ProviderError `asset_not_found`, `unsupported_media` (final) */
  private async recording(assetId: string, { orgId }: StepContext): Promise<{ path: string; durationSeconds: number }> {
    const asset = await this.assets.find(orgId, assetId);
    if (!asset?.key) throw new ProviderError('asset_not_found', `there is no asset ${assetId}`, false);
    if (asset.kind !== 'audio' || asset.durationSeconds === null) {
      throw new ProviderError('unsupported_media', `asset ${assetId} is no sound`, false);
    }
    return { path: await this.storage.localPath(asset.key), durationSeconds: asset.durationSeconds };
  }
}
