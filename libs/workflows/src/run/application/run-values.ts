import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { ObjectStorage } from '#assets';
import { installationConfig, SessionLocks } from '#platform';
import { type PortValue } from '../../contracts/values.js';
import { NodeFailure, type TypedValue } from '../../nodes/node-type.js';

/** What stands in an event itself. */
const INLINE_CHARACTERS = 4_000;
/** Of pictures and clips, so that their links can be shown. */
const INLINE_LIST_CHARACTERS = 16_000;
const INLINE_LISTS: ReadonlySet<string> = new Set(['image[]', 'video[]']);
const MAX_BYTES = 10_000_000;
const PREVIEW_CHARACTERS = 200;

/** Values of ports: small ones stand in events, large ones are files of the run. */
@Injectable()
export class RunValues {
  private readonly workDir = installationConfig().workDir;

  constructor(
    private readonly storage: ObjectStorage,
    private readonly locks: SessionLocks,
  ) {}

  /** @throws NodeFailure `output_too_large`, StorageError */
  async keep({ type, value }: TypedValue, { orgId, runId }: { readonly orgId: string; readonly runId: string }): Promise<PortValue> {
    const text = JSON.stringify(value).replaceAll('\\u0000', '');
    if (text.length <= (INLINE_LISTS.has(type) ? INLINE_LIST_CHARACTERS : INLINE_CHARACTERS))
      return { type, value: JSON.parse(text) as unknown };
    const bytes = Buffer.from(text);
    if (bytes.length > MAX_BYTES) throw new NodeFailure('output_too_large', `${bytes.length} bytes of JSON; ${MAX_BYTES} at most`);
    // In this process's own folder, which others remove when it has died.
    const folder = path.join(this.workDir, String(this.locks.instance), `value-${randomUUID()}`);
    await mkdir(folder, { recursive: true });
    try {
      const file = path.join(folder, 'value.json');
      await writeFile(file, bytes);
      const { key, contentType, sizeBytes, sha256 } = await this.storage.put(
        `${orgId}/${runId}/values/${randomUUID()}.json`,
        file,
        'application/json',
      );
      return { type, ref: { key, contentType, sizeBytes, sha256 }, preview: [...text].slice(0, PREVIEW_CHARACTERS).join('') };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** @throws StorageError */
  async read(value: PortValue): Promise<TypedValue> {
    if ('value' in value) return { type: value.type, value: value.value };
    const text = await readFile(await this.storage.localPath(value.ref.key), 'utf8');
    return { type: value.type, value: JSON.parse(text) as unknown };
  }

  /** Everything that a run has kept. Twice is safe. */
  forget(orgId: string, runId: string): Promise<void> {
    return this.storage.delete(`${orgId}/${runId}`);
  }
}

/** Bytes of values that are files. */
export const storedBytes = (values: Readonly<Record<string, PortValue>>): number =>
  Object.values(values).reduce((sum, value) => sum + ('ref' in value ? value.ref.sizeBytes : 0), 0);
