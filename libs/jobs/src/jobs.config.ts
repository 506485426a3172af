import { Injectable } from '@nestjs/common';

/** Which models serve when a request names none, and how long a film is when nothing says so. */
@Injectable()
export class JobsConfig {
  /** Length of a film from a prompt whose request names none. */
  readonly defaultDurationSeconds = 60;
  readonly scriptModel = 'local:outline';
  readonly musicModel = 'local:music';
  readonly clipModels: readonly string[] = ['local:illustrator'];
  readonly imageModels: readonly string[] = ['local:illustrator'];
  readonly stockModels: readonly string[] = ['pexels'];
  /** Last rung first needed when a model fails; the motion card is drawn from the text alone. */
  readonly fallbackModels: readonly string[] = ['local:illustrator', 'local:motion-card'];
  /** Languages the script writer has templates for. */
  readonly writerLanguages: readonly string[] = ['en', 'ru'];

  writesIn(language: string): boolean {
    return this.writerLanguages.includes(language.toLowerCase().split('-')[0] ?? '');
  }

  /** `local` is short for the local voice; everything else is a model id. */
  voiceModel(provider: string): string {
    return provider === 'local' ? 'local:speech' : provider;
  }
}
