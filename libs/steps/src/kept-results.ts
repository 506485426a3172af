import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { ObjectStorage } from '#assets';
import { ENGINE_VERSION } from '#media/plan';
import { fingerprintOf, objectOf } from '#platform/json';
import { type TaskContext } from '#tasks';
import { type Step } from './contracts/step.js';
import { storingBy } from './step-files.js';

const FOLDER = 'parts';

/**
 * Work of many steps that may be killed between any two of them: the result of each step is kept in the subject's folder under a
 * digest of all that it depends on, and found there by the next attempt. Kept until whoever does the work forgets it.
 */
@Injectable()
export class KeptResults {
  constructor(private readonly storage: ObjectStorage) {}

  /** @returns what the step gives for this input, be it from an earlier attempt at the same work */
  async run<In extends object, Out extends object>(step: Step<In, Out>, input: In, context: TaskContext): Promise<Out> {
    context.signal.throwIfAborted();
    const digest = digestOf(step.type, input);
    const folder = `${folderOf(context.orgId, context.run.task.subjectId)}/${digest}`;
    const key = `${folder}/result.json`;
    if (await this.storage.head(key)) return JSON.parse(await readFile(await this.storage.localPath(key), 'utf8')) as Out;
    // Each step writes in a folder of its own, and each attempt under a key of its own: nothing is ever written twice.
    const workDir = path.join(context.workDir, digest);
    await mkdir(workDir, { recursive: true });
    const own = Object.create(context, { workDir: { value: workDir } }) as TaskContext;
    const result = await step.run(
      input,
      storingBy(own, async (name, filePath, contentType) => {
        const kept = await this.storage.put(`${folder}/${context.attemptId}/${name}`, filePath, contentType);
        return { key: kept.key, contentType, sizeBytes: kept.sizeBytes, sha256: kept.sha256 };
      }),
    );
    // Last, so that a result that can be found is whole.
    const resultPath = path.join(workDir, 'result.json');
    await writeFile(resultPath, JSON.stringify(result));
    await this.storage.put(key, resultPath, 'application/json');
    return result;
  }

  /** Removes what was kept in between. Twice is safe; only when the work has ended, since another attempt may still read it. */
  forget(orgId: string, subjectId: string): Promise<void> {
    return this.storage.delete(folderOf(orgId, subjectId));
  }
}

const folderOf = (orgId: string, subjectId: string): string => `${orgId}/${subjectId}/${FOLDER}`;

const digestOf = (type: string, input: object): string =>
  fingerprintOf({ type, engine: ENGINE_VERSION, input: byContent(input) })
    .toString('hex')
    .slice(0, 32);

/** Files by what is in them, not by where they lie. */
function byContent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(byContent);
  if (typeof value !== 'object' || value === null) return value;
  const { sha256 } = objectOf(value);
  if (typeof sha256 === 'string') return { sha256 };
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, byContent(member)]));
}
