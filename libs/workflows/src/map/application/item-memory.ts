import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { ObjectStorage } from '#assets';
import { type TaskContext } from '#tasks';
import { type NodeResult } from '../../run/domain/workflow-run.commands.js';

const FIRST_CLAIM = 1;

/**
 * What nodes gave for an item whose work goes on: whoever takes it up again, after a failure, a death or a wait for a provider, does not
 * do it again.
 */
@Injectable()
export class ItemMemory {
  constructor(private readonly storage: ObjectStorage) {}

  /** @param name unique within the task */
  async find(context: TaskContext, name: string): Promise<NodeResult | null> {
    const key = keyOf(context, name);
    // A wait uses up no attempt, but it is claimed anew: the first claim alone finds nothing.
    if (context.run.task.lease === FIRST_CLAIM || !(await this.storage.head(key))) return null;
    return JSON.parse(await readFile(await this.storage.localPath(key), 'utf8')) as NodeResult;
  }

  async keep(context: TaskContext, name: string, result: NodeResult): Promise<void> {
    const file = path.join(context.workDir, `${name.replaceAll('/', '-')}.result.json`);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(result));
    await this.storage.put(keyOf(context, name), file, 'application/json');
  }
}

/** In the folder of the run: it goes with it. */
const keyOf = ({ orgId, run: { task } }: TaskContext, name: string): string =>
  `${orgId}/${task.subjectId}/items/${task.taskId}/${name}.json`;
