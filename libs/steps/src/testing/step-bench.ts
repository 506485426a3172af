import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv } from 'ajv';
import { SignedUrls } from '#assets';
import { type Makers, type ModelCapability, type ModelInfo, Models } from '#integrations';
import { instantProviders } from '#integrations/testing';
import { Clock } from '#platform';
import { type TaskContext, type TaskRun } from '#tasks';
import { CredentialsSettings } from '../credentials/credentials.config.js';
import { FilmCredentials } from '../credentials/film-credentials.js';
import { type Prices, type Step, type StepContext } from '../contracts/step.js';
import { type StoredFile } from '../contracts/stored-file.js';
import { StepFiles } from '../step-files.js';
import { FolderStorage } from './folder-storage.js';

export const ORG = '0199a000-0000-7000-8000-00000000000a';
export const SUBJECT = '0199a000-0000-7000-8000-0000000000f1';
const SCHEMAS = path.resolve(import.meta.dirname, '../schemas');

class PlainUrls extends SignedUrls {
  sign(key: string): string {
    return `https://kadr.example/${key}`;
  }
  signUntil(key: string): string {
    return this.sign(key);
  }
  signPath(where: string): string {
    return `https://kadr.example${where}`;
  }
  permits(): boolean {
    return true;
  }
}

/** What a step needs to be tried by itself: instant makers, a storage in a folder, the context of a task. */
export class StepBench {
  readonly storage: FolderStorage;
  readonly urls: SignedUrls = new PlainUrls();
  readonly models: Models;
  /** Of an installation that has no certificate. */
  readonly credentials = new FilmCredentials(new CredentialsSettings(), new Clock());

  /** @param root a folder that is removed afterwards @param makers those of a spec's own */
  constructor(
    private readonly root: string,
    makers: Partial<Makers> = {},
  ) {
    mkdirSync(root, { recursive: true });
    this.storage = new FolderStorage(path.join(root, 'storage'));
    this.models = new Models(instantProviders(makers));
  }

  /** One more model, of a provider of its own. */
  offer(id: string, capability: ModelCapability, makers: Makers): void {
    const found = { durationsSeconds: null, aspectRatios: null, unit: 'call', priceMicros: 0, available: true } as const;
    const info: ModelInfo = { id, provider: id, capability, ...found, unavailableReason: null, successor: null };
    this.models.register({ name: id, models: () => [info], makers: () => makers });
  }

  /** The context of one attempt at a task. */
  attempt(signal: AbortSignal = new AbortController().signal): TaskContext {
    const attemptId = randomUUID();
    const workDir = path.join(this.root, attemptId);
    mkdirSync(workDir, { recursive: true });
    const run = { task: { subjectId: SUBJECT, orgId: ORG }, mayWait: false } as unknown as TaskRun;
    return { signal, orgId: ORG, attemptId, workDir, run };
  }

  context(): StepContext {
    return new StepFiles(this.storage).contextOf(this.attempt());
  }

  /** Runs it with an input and a result that are JSON and keep to the published schemas. */
  async run<In extends object, Out extends object>(step: Step<In, Out>, input: In, context = this.context()): Promise<Out> {
    keeps(step.type, 'in', input);
    const result = await step.run(JSON.parse(JSON.stringify(input)) as In, context);
    keeps(step.type, 'out', result);
    return result;
  }

  /** A file that an earlier step has kept. */
  async stored(name: string, content = name, contentType = 'video/mp4'): Promise<StoredFile> {
    const filePath = path.join(this.root, randomUUID());
    await writeFile(filePath, content);
    const { key, sizeBytes, sha256 } = await this.storage.put(`${ORG}/${SUBJECT}/before/${name}`, filePath, contentType);
    return { key, contentType, sizeBytes, sha256 };
  }
}

/** Prices by model; what is not named is unknown. */
export const pricesOf = (
  prices: Readonly<Record<string, { unit: 'call' | 'second' | 'character' | 'token'; priceMicros: number }>>,
): Prices => ({
  priceOf: (model) => {
    const price = prices[model];
    return price ? { provider: 'kie', model, durationsSeconds: null, available: true, ...price } : null;
  },
});

function keeps(type: string, side: 'in' | 'out', value: unknown): void {
  const ajv = new Ajv({ strict: false });
  const schema = JSON.parse(readFileSync(path.join(SCHEMAS, `${type}.${side}.json`), 'utf8')) as object;
  if (!ajv.validate(schema, value)) throw new Error(`${type}.${side}: ${ajv.errorsText()} in ${JSON.stringify(value)}`);
}
