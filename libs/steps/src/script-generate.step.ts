import { Injectable } from '@nestjs/common';
import { Models, type ScriptRequest, type TextSource } from '#integrations';
import { type QueueName } from '#tasks';
import { type Prices, type Quantities, type Step, type StepContext } from './contracts/step.js';
import { type ProviderCost } from './contracts/stored-file.js';
import { costOf } from './cost.js';
import { CHARACTERS_PER_SECOND, expectedMicros, WRITING_CHARACTERS } from './plan/expected-use.js';
import { FASTEST_TEMPO } from './plan/place-lines.js';
import { queueFor } from './plan/queue-for.js';
import { speakingSeconds } from './plan/speaking-time.js';

export interface ScriptGenerateIn extends ScriptRequest {
  readonly model: string;
  /** Of the voice that will speak it: a slower one says less in the same time. 1 for none. */
  readonly speed: number;
}

export interface ScriptGenerateOut {
  /** The model that wrote it. */
  readonly source: string;
  readonly title: string;
  readonly hook: string;
  readonly outline: readonly string[];
  readonly paragraphs: readonly string[];
  /** The paragraphs, joined by blank lines: what is spoken. */
  readonly text: string;
  /** Whose words it uses. */
  readonly sources: readonly TextSource[];
  readonly cost: ProviderCost | null;
}

/** Has a narration written that can be spoken in the length it is for. */
@Injectable()
export class ScriptGenerateStep implements Step<ScriptGenerateIn, ScriptGenerateOut> {
  readonly type = 'Script.Generate';
  constructor(private readonly models: Models) {}

  queueOf({ model }: ScriptGenerateIn): QueueName {
    return queueFor(model, 'script');
  }

  estimate({ model, prompt, durationSeconds, series }: ScriptGenerateIn, prices: Prices): Quantities {
    const characters = WRITING_CHARACTERS + prompt.length + (series?.bible.length ?? 0) + (durationSeconds ?? 0) * CHARACTERS_PER_SECOND;
    return { provider_cost_micros: expectedMicros(prices, model, { characters }) };
  }

  /** @throws ScriptTooLong */
  async run({ model, speed, ...wanted }: ScriptGenerateIn, context: StepContext): Promise<ScriptGenerateOut> {
    const { durationSeconds, language } = wanted;
    const request = { ...wanted, durationSeconds: durationSeconds === null ? null : durationSeconds * speed };
    const { title, hook, outline, paragraphs, sources = [], cost } = await this.models.script(model).write(request, context);
    const text = paragraphs.join('\n\n');
    if (durationSeconds !== null && speakingSeconds(text, language) / speed > durationSeconds * FASTEST_TEMPO) {
      throw new ScriptTooLong(model, durationSeconds);
    }
    return { source: model, title, hook, outline, paragraphs, text, sources, cost: costOf(cost) };
  }
}

/**
 * The writer did not keep to the length. What was paid for is kept, so another try of the same task would be given it again; another task,
 * or another model, may do better.
 */
export class ScriptTooLong extends Error {
  readonly code = 'script_too_long';
  readonly retryable = true;
  readonly maxRetries = 0;
  constructor(model: string, durationSeconds: number) {
    super(`${model} wrote more than can be spoken in ${durationSeconds} s`);
  }
}
