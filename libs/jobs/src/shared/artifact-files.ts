import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { ObjectStorage } from '#assets';
import { type Task, type TaskContext } from '#tasks';
import { type StoredFile } from '../contracts/video-job.events.js';

/**
 * Keeps what a task made. Every attempt writes under a name of its own, so two attempts can never mix; which one counts is
 * decided by the event that names the key.
 */
@Injectable()
export class ArtifactFiles {
  constructor(private readonly storage: ObjectStorage) {}

  async keep(task: Task, context: TaskContext, name: string, filePath: string, contentType: string): Promise<StoredFile> {
    const key = `${task.orgId}/${task.subjectId}/${context.attemptId}/${name}`;
    const { sizeBytes, sha256 } = await this.storage.put(key, filePath, contentType);
    return { key, contentType, sizeBytes, sha256 };
  }

  async keepText(task: Task, context: TaskContext, name: string, text: string, contentType: string): Promise<StoredFile> {
    const filePath = path.join(context.workDir, name);
    await writeFile(filePath, text);
    return this.keep(task, context, name, filePath, contentType);
  }

  /** A local path to read the file from. */
  pathOf(file: Pick<StoredFile, 'key'>): Promise<string> {
    return this.storage.localPath(file.key);
  }
}
