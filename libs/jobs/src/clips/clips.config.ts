import { Injectable } from '@nestjs/common';
import { type Environment, Pattern, readSettings } from '#platform';

/** Settings of clips between pictures. */
export class ClipsSettings {
  @Pattern('KADR_CLIPS_MODEL', /^[a-z0-9-]+:[A-Za-z0-9._/:-]+$/, 'a model id such as runware:veo-3.1', { isOptional: true })
  readonly model: string | null = null;
}

/** @throws WrongSettings */
export const clipsConfig = (env: Environment = process.env): ClipsSettings => readSettings(ClipsSettings, env);

/** What is used where a request says nothing. */
@Injectable()
export class ClipsConfig {
  private readonly settings = clipsConfig();
  /** Null: the first that is available, paid ones before the local one. */
  readonly model = this.settings.model;
  readonly aspectRatio = '9:16';
  readonly resolution = '720p';
  readonly fps = 30;
  readonly durationSeconds = 8;
}
