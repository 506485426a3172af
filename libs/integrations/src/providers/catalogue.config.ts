import { ArrayMaxSize, IsArray, Matches } from 'class-validator';
import { Address, type Environment, OneOf, Pattern, readSettings, Variable } from '#platform';

const listOf = (text: string): string[] => text.split(',').map((part) => part.trim());

/** What can be set about the models of providers, besides keys and addresses. */
export class CatalogueConfig {
  /** Further script writers behind the address of OPENAI, e.g. `llama3.2` of Ollama; their price is taken as 0. */
  @Variable('KADR_PROVIDERS_OPENAI_WRITERS', 'a comma list of model names', { parse: listOf })
  @IsArray()
  @ArrayMaxSize(50)
  @Matches(/^[A-Za-z0-9._:/-]{1,100}$/, { each: true })
  readonly openaiWriters: readonly string[] = [];

  /** Where KIE takes pictures; null: its own host, or beside the tasks where those go somewhere else. */
  @Address('KADR_PROVIDERS_KIE_UPLOAD_URL', ['https', 'http'], { isOptional: true })
  readonly kieUploadUrl: string | null = null;

  /** Voice of ElevenLabs behind KIE for requests that name none; null: "Rachel". */
  @Pattern('KADR_PROVIDERS_KIE_VOICE', /^[A-Za-z0-9]{1,64}$/, 'a voice id of ElevenLabs', { isOptional: true })
  readonly kieVoice: string | null = null;

  /** Runware's id of the model behind `runware:image`; null: FLUX.1 dev. */
  @Pattern('KADR_PROVIDERS_RUNWARE_IMAGE_MODEL', /^[A-Za-z0-9._@:-]{1,100}$/, 'an AIR id such as runware:101@1', { isOptional: true })
  readonly runwareImageAir: string | null = null;

  /** Path of Pexels' video search: its documentation and older clients differ. */
  @OneOf('KADR_PROVIDERS_PEXELS_VIDEO_PATH', ['/v1/videos/search', '/videos/search'])
  readonly pexelsVideoPath: string = '/v1/videos/search';

  /** Who times the words of voices that do not tell; should it fail, `local:alignment` does. */
  @OneOf('KADR_WORD_TIMING', ['local:alignment', 'openai:whisper-1'])
  readonly wordTiming: string = 'local:alignment';
}

/** @throws WrongSettings */
export const catalogueConfig = (env: Environment = process.env): CatalogueConfig => readSettings(CatalogueConfig, env);
