import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Ajv, type ValidateFunction } from 'ajv';
import { ObjectStorage, OF_NOBODY } from '#assets';
import { type FilmLook } from '../contracts/film-look.js';
import { lookOf, type MontageTemplate } from './domain/montage-template.js';
import { SCHEMA_FILE, templateFolders, type TemplateFolders } from './templates.config.js';

/** Used when a request names none. */
export const DEFAULT_TEMPLATE = 'classic';
const MAX_LOGO_BYTES = 1_000_000;

interface Logo {
  readonly file: string;
  readonly key: string;
  readonly sha256: string;
}

interface Loaded {
  readonly template: MontageTemplate;
  readonly logo: Logo | null;
}

/** Templates that cannot be used; every fault names its file and its place in it. */
export class BadTemplates extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`montage templates cannot be used: ${faults.join('; ')}`);
    this.name = 'BadTemplates';
  }
}

/** The montage templates of this installation, read and checked once at the start. */
@Injectable()
export class MontageTemplates implements OnApplicationBootstrap {
  private readonly loaded: ReadonlyMap<string, Loaded>;

  /** @throws BadTemplates with all faults of all files */
  constructor(private readonly storage: ObjectStorage) {
    this.loaded = loadTemplates(templateFolders());
  }

  /** Keeps the logos where every worker finds them, under names made from their content: again is the same. */
  async onApplicationBootstrap(): Promise<void> {
    for (const { logo } of this.loaded.values()) {
      if (logo && !(await this.storage.head(logo.key))) await this.storage.put(logo.key, logo.file, contentTypeOf(logo.file));
    }
  }

  ids(): string[] {
    return [...this.loaded.keys()];
  }

  all(): MontageTemplate[] {
    return [...this.loaded.values()].map(({ template }) => template);
  }

  find(id: string): MontageTemplate | null {
    return this.loaded.get(id)?.template ?? null;
  }

  /** What a job keeps of a template of this installation. */
  lookOf({ id }: MontageTemplate): FilmLook {
    const found = this.loaded.get(id);
    if (!found) throw new RangeError(`there is no template ${id}`);
    return lookOf(found.template, found.logo);
  }
}

/** @returns all templates by id, in the order of their names. @throws BadTemplates */
export function loadTemplates({ bundled, own }: TemplateFolders): ReadonlyMap<string, Loaded> {
  const schema = JSON.parse(readFileSync(path.join(bundled, SCHEMA_FILE), 'utf8')) as object;
  // The schema is ours, and shown to be right by its spec: to check it too would take its time at each start.
  const isTemplate = new Ajv({ allErrors: true, validateSchema: false }).compile<MontageTemplate>(schema);
  const faults: string[] = [];
  const found = [bundled, ...(own === null ? [] : [own])].flatMap((folder) => readFolder(folder, isTemplate, faults));
  if (faults.length > 0) throw new BadTemplates(faults);
  const byId = new Map(found.map((loaded) => [loaded.template.id, loaded]));
  if (!byId.has(DEFAULT_TEMPLATE)) throw new BadTemplates([`there is no template "${DEFAULT_TEMPLATE}", which films use that name none`]);
  return new Map([...byId].sort(([a], [b]) => a.localeCompare(b)));
}

function readFolder(folder: string, isTemplate: ValidateFunction<MontageTemplate>, faults: string[]): Loaded[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== SCHEMA_FILE);
  } catch {
    faults.push(`${folder} cannot be read: it must be a folder (KADR_TEMPLATES_DIR)`);
    return [];
  }
  return names.sort().flatMap((name): Loaded[] => {
    const template = readTemplate(path.join(folder, name), isTemplate, faults);
    if (!template) return [];
    if (`${template.id}.json` !== name) faults.push(`${name}: the file of the template "${template.id}" is named ${template.id}.json`);
    return [{ template, logo: template.logo && readLogo(path.join(folder, template.logo.file), name, faults) }];
  });
}

function readTemplate(file: string, isTemplate: ValidateFunction<MontageTemplate>, faults: string[]): MontageTemplate | null {
  const name = path.basename(file);
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    faults.push(`${name} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
  if (isTemplate(data)) return data;
  for (const { instancePath, message = 'is wrong', keyword, params } of isTemplate.errors ?? []) {
    // Branches of a choice between null and a value; the fault of the value itself is told beside it.
    if (keyword === 'oneOf' || (keyword === 'type' && (params as { type?: string }).type === 'null')) continue;
    faults.push(`${name}${instancePath} ${message}${detailOf(params as Record<string, unknown>)}`);
  }
  return null;
}

function detailOf({ allowedValues, additionalProperty }: Record<string, unknown>): string {
  if (Array.isArray(allowedValues)) return `: ${allowedValues.join(', ')}`;
  return typeof additionalProperty === 'string' ? `: ${additionalProperty}` : '';
}

function readLogo(file: string, template: string, faults: string[]): Logo | null {
  try {
    if (statSync(file).size > MAX_LOGO_BYTES) {
      faults.push(`${template}/logo/file ${path.basename(file)} is larger than ${MAX_LOGO_BYTES} bytes`);
      return null;
    }
    const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
    return { file, sha256, key: `${OF_NOBODY}/${uuidOf(sha256)}/logo${path.extname(file).toLowerCase()}` };
  } catch {
    faults.push(`${template}/logo/file there is no ${path.basename(file)} beside the template`);
    return null;
  }
}

/** Storage keys begin with two ids. */
function uuidOf(sha256: string): string {
  return [sha256.slice(0, 8), sha256.slice(8, 12), sha256.slice(12, 16), sha256.slice(16, 20), sha256.slice(20, 32)].join('-');
}

function contentTypeOf(file: string): string {
  const extension = path.extname(file).toLowerCase();
  return extension === '.png' ? 'image/png' : extension === '.webp' ? 'image/webp' : 'image/jpeg';
}
