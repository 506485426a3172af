import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ObjectStorage } from '#assets';
import { checkedCues, type Cue, cuesFromWords, cuesToSrt, cuesToVtt, type FilmFormat, type TimedWord } from '#media';
import { Models } from '#integrations';
import { type QueueName } from '#tasks';
import { type Prices, type Quantities, type Step, type StepContext } from './contracts/step.js';
import { type FileRef, type ProviderCost, type StoredFile } from './contracts/stored-file.js';
import { costOf, sumOfCosts } from './cost.js';
import { expectedMicros } from './plan/expected-use.js';
import { readingTimes, type Slot } from './plan/place-lines.js';
import { queueFor } from './plan/queue-for.js';
import { storeText } from './step-files.js';

/** Words that share captions with each other and with no one else, so that no caption spans two pictures. */
export interface CaptionedLine {
  readonly text: string;
  /** When it is seen. */
  readonly slot: Slot;
  /** When each word is heard: by the voice itself. Null: by `audio`, or at the pace of a reader. */
  readonly words: readonly TimedWord[] | null;
  /** 48 kHz mono WAV that begins with the slot and in which the text is said in full. */
  readonly audio?: FileRef;
}

export interface SubtitleAlignIn {
  readonly format: FilmFormat;
  /** BCP 47. */
  readonly language: string;
  /** Who times words by listening; null: nobody. */
  readonly model: string | null;
  readonly lines: readonly CaptionedLine[];
  /** Parts of the film for which a digest of their captions is wanted. */
  readonly windows: readonly Slot[];
}

export interface SubtitleAlignOut {
  readonly srt: StoredFile;
  readonly vtt: StoredFile;
  /** All captions with their words, as JSON: what is burned in. */
  readonly cues: StoredFile;
  /** For each window, a digest of the captions that are seen in it. */
  readonly digests: readonly string[];
  readonly cost: ProviderCost | null;
}

/** Makes captions of words and their times. */
@Injectable()
export class SubtitleAlignStep implements Step<SubtitleAlignIn, SubtitleAlignOut> {
  readonly type = 'Subtitle.Align';
  constructor(
    private readonly models: Models,
    private readonly storage: ObjectStorage,
  ) {}

  queueOf({ model, lines }: SubtitleAlignIn): QueueName {
    return model !== null && lines.some(isHeard) ? queueFor(model, 'transcription') : 'voice';
  }

  estimate({ model, lines }: SubtitleAlignIn, prices: Prices): Quantities {
    const heard = model === null ? [] : lines.filter(isHeard);
    const micros = heard.map(({ text, slot }) =>
      expectedMicros(prices, model ?? '', { characters: text.length, seconds: slot.endSeconds - slot.startSeconds }),
    );
    return { provider_cost_micros: micros.reduce((sum, one) => sum + one, 0) };
  }

  async run({ format, language, model, lines, windows }: SubtitleAlignIn, context: StepContext): Promise<SubtitleAlignOut> {
    const found: Cue[] = [];
    const costs: (ProviderCost | null)[] = [];
    for (const line of lines) {
      // Between two lines everybody else gets a turn: a film may have ten thousand words.
      await nextTurn();
      const { text, slot, words } = line;
      if (words === null && line.audio && model !== null) {
        const request = { wavPath: await this.storage.localPath(line.audio.key), text, language };
        const timed = await this.models.timer(model).time(request, context);
        costs.push(costOf(timed.cost));
        found.push(...cuesFromWords(timed.words.map(movedBy(slot.startSeconds)), { format }));
      } else {
        found.push(...cuesFromWords(words ?? readingTimes(text, slot, language), { format }));
      }
    }
    // Whoever timed the words of one line knew nothing of the others.
    const cues = checkedCues(
      found,
      Math.max(0, ...lines.map(({ slot }) => slot.endSeconds), ...windows.map((window) => window.endSeconds)),
    );
    const kept = (name: string, text: string, contentType: string) => storeText(context, name, text, contentType);
    return {
      srt: await kept('subtitles.srt', cuesToSrt(cues), 'application/x-subrip; charset=utf-8'),
      vtt: await kept('subtitles.vtt', cuesToVtt(cues), 'text/vtt; charset=utf-8'),
      cues: await kept('cues.json', JSON.stringify(cues), 'application/json'),
      digests: windows.map((window) => digestOf(cues, window)),
      cost: sumOfCosts(costs),
    };
  }
}

const isHeard = ({ words, audio }: CaptionedLine): boolean => words === null && audio !== undefined;

const movedBy =
  (seconds: number) =>
  ({ text, startSeconds, endSeconds }: TimedWord): TimedWord => ({
    text,
    startSeconds: startSeconds + seconds,
    endSeconds: endSeconds + seconds,
  });

function digestOf(cues: readonly Cue[], { startSeconds, endSeconds }: Slot): string {
  const seen = cues.filter((cue) => cue.endSeconds > startSeconds && cue.startSeconds < endSeconds);
  return createHash('sha256').update(JSON.stringify(seen)).digest('hex');
}
