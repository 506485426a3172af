import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Pattern, readSettings } from '#platform';

/** Where montage templates are. */
export class TemplatesSettings {
  /** An operator's own templates, beside those that come with Kadr; one of the same id stands in for ours. */
  @Pattern('KADR_TEMPLATES_DIR', /\S/, 'a folder with templates (*.json) and their logos', { isOptional: true })
  readonly ownDir: string | null = null;
}

export interface TemplateFolders {
  /** Those that come with Kadr, and the schema. Absolute. */
  readonly bundled: string;
  /** Absolute; null: none. */
  readonly own: string | null;
}

/** @throws WrongSettings, Error when the bundled templates are not there */
export function templateFolders(env: Readonly<Record<string, string | undefined>> = process.env): TemplateFolders {
  const { ownDir } = readSettings(TemplatesSettings, env);
  return { bundled: bundledFolder(), own: ownDir === null ? null : path.resolve(ownDir) };
}

/** `libs/jobs/templates/` stands in the repository, some folders beside both the sources and what is compiled from them. */
function bundledFolder(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = path.join(folder, 'libs', 'jobs', 'templates');
    if (existsSync(path.join(candidate, SCHEMA_FILE))) return candidate;
    const above = path.dirname(folder);
    if (above === folder) throw new Error(`the folder libs/jobs/templates/ with ${SCHEMA_FILE} is missing from this installation`);
    folder = above;
  }
}

export const SCHEMA_FILE = 'template.schema.json';
