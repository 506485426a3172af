import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { Models, type MusicRequest } from '#integrations';
import { type QueueName } from '#tasks';
import { type Prices, type Quantities, type Step, type StepContext } from './contracts/step.js';
import { type ProviderCost, type StoredFile } from './contracts/stored-file.js';
import { costOf } from './cost.js';
import { expectedMicros, SOUND_BYTES_PER_SECOND, WAV_BYTES_PER_SECOND } from './plan/expected-use.js';
import { queueFor } from './plan/queue-for.js';

export interface MusicGenerateIn extends MusicRequest {
  readonly model: string;
  /** Whether the uncompressed sound is kept as well, to mix from. */
  readonly master: boolean;
}

export interface MusicGenerateOut {
  /** The model that composed it. */
  readonly source: string;
  /** AAC. */
  readonly audio: StoredFile;
  /** WAV. */
  readonly master: StoredFile | null;
  readonly cost: ProviderCost | null;
}

/** Has music composed, of exactly the length asked for. */
@Injectable()
export class MusicGenerateStep implements Step<MusicGenerateIn, MusicGenerateOut> {
  readonly type = 'Music.Generate';
  constructor(private readonly models: Models) {}

  queueOf({ model }: MusicGenerateIn): QueueName {
    return queueFor(model, 'music');
  }

  estimate({ model, mood, durationSeconds, master }: MusicGenerateIn, prices: Prices): Quantities {
    return {
      provider_cost_micros: expectedMicros(prices, model, { characters: mood.length, seconds: durationSeconds }),
      // Stereo: twice as large as a voice.
      storage_bytes: Math.ceil(durationSeconds * (SOUND_BYTES_PER_SECOND + (master ? 2 * WAV_BYTES_PER_SECOND : 0))),
    };
  }

  async run({ model, master, ...request }: MusicGenerateIn, context: StepContext): Promise<MusicGenerateOut> {
    const at = (name: string) => ({ path: path.join(context.workDir, name) });
    const made = await this.models.music(model).compose(request, at('music.wav'), context);
    const encoded = await this.models.renderer().encodeAudio(made.path, at('music.m4a'), context);
    return {
      source: model,
      audio: await context.store('music.m4a', encoded.path, encoded.contentType),
      master: master ? await context.store('music.wav', made.path, made.contentType) : null,
      cost: costOf(made.cost),
    };
  }
}
