import { Injectable } from '@nestjs/common';
import { Matches } from 'class-validator';
import { WRITTEN_LANGUAGES, writtenLanguage } from '#media';
import { type Environment, Flag, Pattern, Variable, readSettings } from '#platform';

const MODEL = /^[a-z0-9-]+(:[A-Za-z0-9._:@/-]+)?$/;
const MODEL_TEXT = 'a model id such as local:illustrator (see GET /v1/models)';
const listOf = (text: string): string[] => text.split(',').map((part) => part.trim());

/** Which models serve when a request names none. */
export class JobsSettings {
  @Variable('KADR_CLIP_MODELS', `a comma list of model ids, each ${MODEL_TEXT}`, { parse: listOf })
  @Matches(MODEL, { each: true })
  readonly clipModels: readonly string[] = ['local:illustrator'];

  @Variable('KADR_IMAGE_MODELS', `a comma list of model ids, each ${MODEL_TEXT}`, { parse: listOf })
  @Matches(MODEL, { each: true })
  readonly imageModels: readonly string[] = ['local:illustrator'];

  /** Null: who knows facts where the installation may ask the Internet, else the local writer. */
  @Pattern('KADR_SCRIPT_MODEL', MODEL, MODEL_TEXT, { isOptional: true })
  readonly chosenScriptModel: string | null = null;

  @Flag('KADR_ONLINE')
  readonly isOnline: boolean = false;

  @Pattern('KADR_MUSIC_MODEL', MODEL, MODEL_TEXT)
  readonly musicModel: string = 'local:music';
}

/** @throws WrongSettings */
export const jobsConfig = (env: Environment = process.env): JobsSettings => readSettings(JobsSettings, env);

/** Which models serve when a request names none, and how long a film is when nothing says so. */
@Injectable()
export class JobsConfig {
  private readonly settings = jobsConfig();
  /** Length of a film from a prompt whose request names none. */
  readonly defaultDurationSeconds = 60;
  /** Stands in for a writer that cannot be used, in the languages it knows. */
  readonly localWriter = 'local:outline';
  readonly scriptModel = this.settings.chosenScriptModel ?? (this.settings.isOnline ? 'wikimedia:facts' : this.localWriter);
  readonly musicModel = this.settings.musicModel;
  readonly clipModels = this.settings.clipModels;
  /** Tried in order; what is drawn here comes last, so that no film fails for want of a still. */
  readonly imageModels: readonly string[] = [...new Set([...this.settings.imageModels, 'local:illustrator'])];
  readonly stockModels: readonly string[] = ['pexels'];
  /** Last rungs, after other models, stock and the still by itself; the motion card is drawn from the text alone. */
  readonly fallbackModels: readonly string[] = ['local:illustrator', 'local:motion-card'];
  /** Languages the local script writer has templates for. */
  readonly writerLanguages: readonly string[] = WRITTEN_LANGUAGES;

  writesIn(language: string): boolean {
    return !this.scriptModel.startsWith('local:') || this.localWriterKnows(language);
  }

  localWriterKnows(language: string): boolean {
    return writtenLanguage(language) !== null;
  }

  /** `local` is short for the local voice; everything else is a model id. */
  voiceModel(provider: string): string {
    return provider === 'local' ? 'local:speech' : provider;
  }
}
