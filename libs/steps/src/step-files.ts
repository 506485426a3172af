import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { ObjectStorage } from '#assets';
import { type TaskContext } from '#tasks';
import { type StepContext } from './contracts/step.js';
import { type StoredFile } from './contracts/stored-file.js';

/** The context of a task with a place for results. */
export const storingBy = (context: TaskContext, store: StepContext['store']): StepContext =>
  // By inheritance: the work folder is made when it is first asked for.
  Object.create(context, { store: { value: store } }) as StepContext;

/**
 * Keeps what an attempt makes, in the folder of the task's subject. Every attempt writes under a name of its own, so two attempts can
 * never mix; which one counts is decided by whoever records the key.
 */
@Injectable()
export class StepFiles {
  constructor(private readonly storage: ObjectStorage) {}

  /** @param nameOf under which name a result is kept and served; default: the step's own. */
  contextOf(context: TaskContext, nameOf: (name: string) => string = (name) => name): StepContext {
    return storingBy(context, (name, filePath, contentType) => this.keep(context, nameOf(name), filePath, contentType));
  }

  async keep(context: TaskContext, name: string, filePath: string, contentType: string): Promise<StoredFile> {
    const key = `${context.orgId}/${context.run.task.subjectId}/${context.attemptId}/${name}`;
    const { sizeBytes, sha256 } = await this.storage.put(key, filePath, contentType);
    return { key, contentType, sizeBytes, sha256 };
  }
}

/** Writes a text and keeps it as a result. */
export async function storeText(context: StepContext, name: string, text: string, contentType: string): Promise<StoredFile> {
  const filePath = path.join(context.workDir, name);
  await writeFile(filePath, text);
  return context.store(name, filePath, contentType);
}

/** A file that is there because the step was asked for it. */
export function keptFile(file: StoredFile | null): StoredFile {
  if (!file) throw new RangeError('a file that was asked for was not kept');
  return file;
}
