import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { type TimedWord } from '#media';
import { Models, type Spoken, withNamedCalls } from '#integrations';
import { type QueueName } from '#tasks';
import { type Prices, type Quantities, type Step, type StepContext } from './contracts/step.js';
import { type ProviderCost, type StoredFile } from './contracts/stored-file.js';
import { costOf, sumOfCosts } from './cost.js';
import { expectedMicros, SOUND_BYTES_PER_SECOND, spokenSeconds, WAV_BYTES_PER_SECOND } from './plan/expected-use.js';
import { type PlacedLine, placeLines, type Slot } from './plan/place-lines.js';
import { isLocal, queueFor } from './plan/queue-for.js';

/** Lines that a local voice speaks at the same time; a remote one is given all of them at once. */
const LINES_AT_ONCE = 4;

/** A part of the narration that is wanted as a file of its own, on its own time line. */
export interface VoiceSection {
  readonly section: 'intro' | 'main' | 'outro';
  /** Lines of it, by their place. */
  readonly lines: readonly number[];
  readonly startSeconds: number;
  readonly endSeconds: number;
}

export interface VoiceTtsIn {
  readonly model: string;
  /** A voice of the model; null: its choice for the language. */
  readonly voice: string | null;
  /** BCP 47. */
  readonly language: string;
  /** 1 = the voice's natural rate. */
  readonly speed: number;
  /** What is said, in order; an empty line is silence. */
  readonly lines: readonly string[];
  /** Where each line belongs, and how long the whole is; null: a single line, as it was spoken. */
  readonly timeline: { readonly slots: readonly Slot[]; readonly durationSeconds: number } | null;
  readonly sections: readonly VoiceSection[];
  /** Whether the uncompressed sound is kept as well, to mix from. */
  readonly master: boolean;
}

/** A line on the time line. */
export interface SpokenLine {
  /** Its place among the lines that were given; empty ones are missing. */
  readonly line: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** 1 = as spoken. */
  readonly tempo: number;
  /** On the same time line. */
  readonly words: readonly TimedWord[];
}

export interface VoiceTtsOut {
  /** The model that spoke. */
  readonly source: string;
  /** AAC. */
  readonly audio: StoredFile;
  /** WAV. */
  readonly master: StoredFile | null;
  readonly durationSeconds: number;
  readonly lines: readonly SpokenLine[];
  readonly sections: readonly { readonly section: VoiceSection['section']; readonly file: StoredFile }[];
  readonly cost: ProviderCost | null;
}

type Placed = PlacedLine & { readonly line: number; readonly said: Spoken };

/** Speaks lines, all by one voice, lays them on a time line and gives every word its time. */
@Injectable()
export class VoiceTtsStep implements Step<VoiceTtsIn, VoiceTtsOut> {
  readonly type = 'Voice.TTS';
  constructor(private readonly models: Models) {}

  queueOf({ model }: VoiceTtsIn): QueueName {
    return queueFor(model, 'voice');
  }

  estimate({ model, lines, timeline, master }: VoiceTtsIn, prices: Prices): Quantities {
    const characters = lines.reduce((sum, line) => sum + line.length, 0);
    const seconds = timeline?.durationSeconds ?? spokenSeconds(characters);
    return {
      provider_cost_micros: expectedMicros(prices, model, { characters, seconds }),
      storage_bytes: Math.ceil(seconds * (SOUND_BYTES_PER_SECOND + (master ? WAV_BYTES_PER_SECOND : 0))),
    };
  }

  async run(input: VoiceTtsIn, context: StepContext): Promise<VoiceTtsOut> {
    const { model, timeline, sections } = input;
    if (!timeline) return this.single(input, context);
    const spoken = await this.speak(input, context);
    const places = placeLines(
      timeline.slots,
      spoken.map((said) => said?.durationSeconds ?? 0),
    );
    const placed = places.flatMap((place, line): Placed[] => {
      const said = spoken[line];
      return said ? [{ line, said, ...place }] : [];
    });
    const { durationSeconds } = timeline;
    const output = { path: path.join(context.workDir, 'voiceover.wav') };
    const lines = placed.map(({ said, startSeconds, tempo }) => ({ path: said.path, startSeconds, tempo }));
    const laid = await this.models.renderer().layVoice({ lines, durationSeconds }, output, context);
    return {
      source: model,
      audio: await context.store('voiceover.m4a', laid.encodedPath, 'audio/mp4'),
      master: input.master ? await context.store('voiceover.wav', laid.path, laid.contentType) : null,
      durationSeconds,
      lines: placed.map(({ line, startSeconds, endSeconds, tempo, said }) => ({
        ...{ line, startSeconds, endSeconds, tempo },
        words: said.words.map((word) => ({
          text: word.text,
          startSeconds: startSeconds + word.startSeconds / tempo,
          endSeconds: startSeconds + word.endSeconds / tempo,
        })),
      })),
      sections: await Promise.all(sections.map((section) => this.section(section, placed, context))),
      cost: sumOfCosts(spoken.map((said) => costOf(said?.cost ?? null))),
    };
  }

  /** @returns how long each line takes to say at this speed; nothing is kept. For voices that cost nothing. */
  async measure(wanted: Pick<VoiceTtsIn, 'model' | 'voice' | 'language' | 'speed' | 'lines'>, context: StepContext): Promise<number[]> {
    const spoken = await this.speak(wanted, context);
    return spoken.map((said) => said?.durationSeconds ?? 0);
  }

  private async single({ model, voice, language, speed, lines, master }: VoiceTtsIn, context: StepContext): Promise<VoiceTtsOut> {
    const [text, ...more] = lines;
    if (text === undefined || more.length > 0) throw new RangeError(`${lines.length} lines need a time line`);
    const at = (name: string) => ({ path: path.join(context.workDir, name) });
    const said = await this.models.voice(model).speak({ text, language, voice, speed }, at('voiceover.wav'), context);
    const encoded = await this.models.renderer().encodeAudio(said.path, at('voiceover.m4a'), context);
    const { durationSeconds, words } = said;
    return {
      source: model,
      audio: await context.store('voiceover.m4a', encoded.path, encoded.contentType),
      master: master ? await context.store('voiceover.wav', said.path, said.contentType) : null,
      durationSeconds,
      lines: [{ line: 0, startSeconds: 0, endSeconds: durationSeconds, tempo: 1, words }],
      sections: [],
      cost: costOf(said.cost),
    };
  }

  /** One entry a line; null where there is nothing to say. */
  private async speak(
    { model, lines, voice, language, speed }: Pick<VoiceTtsIn, 'model' | 'voice' | 'language' | 'speed' | 'lines'>,
    context: StepContext,
  ): Promise<(Spoken | null)[]> {
    const spoken: (Spoken | null)[] = lines.map(() => null);
    const maker = this.models.voice(model);
    const waiting = lines.flatMap((text, index) => (text === '' ? [] : [{ text, index }]));
    const speakNext = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { text, index } = next;
        const output = { path: path.join(context.workDir, `line-${index}.wav`) };
        spoken[index] = await maker.speak({ text, language, voice, speed }, output, withNamedCalls(context, `line-${index}`));
      }
    };
    const width = isLocal(model) ? LINES_AT_ONCE : waiting.length;
    // All are heard out before the first trouble is passed on: nothing goes on behind the back of a task that has ended or waits.
    const ends = await Promise.allSettled(Array.from({ length: width }, speakNext));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    return spoken;
  }

  private async section({ section, lines, startSeconds, endSeconds }: VoiceSection, placed: readonly Placed[], context: StepContext) {
    const own = placed.filter(({ line }) => lines.includes(line));
    // A last line that runs late is heard to its end here; in the film it goes on over the next section.
    const durationSeconds = Math.max(endSeconds, ...own.map((line) => line.endSeconds)) - startSeconds;
    const moved = own.map((line) => ({ path: line.said.path, tempo: line.tempo, startSeconds: line.startSeconds - startSeconds }));
    const output = { path: path.join(context.workDir, `voice-${section}.wav`) };
    const laid = await this.models.renderer().layVoice({ lines: moved, durationSeconds }, output, context);
    return { section, file: await context.store(`voice/${section}.m4a`, laid.encodedPath, 'audio/mp4') };
  }
}
