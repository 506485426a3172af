import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { ObjectStorage } from '#assets';
import { installationConfig, SessionLocks, storableJson } from '#platform';
import { type PortValue, type PortValues } from '../../contracts/values.js';
import { type StoredFile } from '#steps/plan';
import { NodeFailure, type TypedValue } from '../../nodes/node-type.js';
import { someAtATime } from '../../nodes/part-context.js';
import { INLINE_CHARACTERS } from '../domain/run.quota.js';

/** Of pictures and clips, so that their links can be shown. */
const INLINE_LIST_CHARACTERS = 16_000;
const INLINE_LISTS: ReadonlySet<string> = new Set(['image[]', 'video[]']);
const MAX_BYTES = 10_000_000;
const PREVIEW_CHARACTERS = 200;
/** Files that are copied at a time, of each list. */
const AT_ONCE = 8;

export interface ValueOwner {
  readonly orgId: string;
  readonly runId: string;
}

/** Values of ports: small ones stand in events, large ones are files of the run. */
@Injectable()
export class RunValues {
  private readonly workDir = installationConfig().workDir;

  constructor(
    private readonly storage: ObjectStorage,
    private readonly locks: SessionLocks,
  ) {}

  /** @throws NodeFailure `output_too_large`, StorageError */
  async keep({ type, value }: TypedValue, { orgId, runId }: ValueOwner): Promise<PortValue> {
    const text = storableJson(value);
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

  /**
   * The same values with files of this run. `bytes` are those of pictures, sound and clips; those of large values stand in the outputs.
   * @returns null when a file is gone. @throws StorageError
   */
  async copied(values: PortValues, of: ValueOwner): Promise<{ readonly outputs: PortValues; readonly bytes: number } | null> {
    const copies = new FileCopies(this.storage, of);
    try {
      const outputs: Record<string, PortValue> = {};
      for (const [port, value] of Object.entries(values)) outputs[port] = await this.copiedValue(value, copies, of);
      return { outputs, bytes: copies.bytes };
    } catch (error) {
      if ((error as { code?: unknown }).code === 'object_missing') return null;
      throw error;
    }
  }

  /** A large value is a file, which may name others. */
  private async copiedValue(value: PortValue, copies: FileCopies, of: ValueOwner): Promise<PortValue> {
    if ('value' in value) return { ...value, value: await copies.within(value.value) };
    const { type, value: whole } = await this.read(value);
    const before = copies.bytes;
    const made = await copies.within(whole);
    if (copies.bytes > before) return this.keep({ type, value: made }, of);
    return { ...value, ref: await copies.of(value.ref) };
  }

  /** Values that came to nothing: others of the same run stay. */
  async discard(values: PortValues): Promise<void> {
    for (const value of Object.values(values)) if ('ref' in value) await this.storage.delete(value.ref.key);
  }

  /** Everything that a run has kept. Twice is safe. */
  forget(orgId: string, runId: string): Promise<void> {
    return this.storage.delete(`${orgId}/${runId}`);
  }
}

/** Files of other runs, copied to a run of its own. */
class FileCopies {
  /** Of those that stand within values. */
  bytes = 0;

  constructor(
    private readonly storage: ObjectStorage,
    private readonly owner: ValueOwner,
  ) {}

  /** @returns the value with copies in place of files. @throws StorageError */
  async within(value: unknown): Promise<unknown> {
    if (Array.isArray(value)) return someAtATime(value as unknown[], AT_ONCE, (one) => this.within(one));
    if (typeof value !== 'object' || value === null) return value;
    if (this.isStored(value)) {
      this.bytes += value.sizeBytes;
      return this.of(value);
    }
    const members: Record<string, unknown> = {};
    for (const [name, member] of Object.entries(value)) members[name] = await this.within(member);
    return members;
  }

  /** @throws StorageError */
  async of({ key, contentType }: StoredFile): Promise<StoredFile> {
    const { orgId, runId } = this.owner;
    const own = `${orgId}/${runId}/taken/${randomUUID()}${path.extname(key)}`;
    const made = await this.storage.put(own, await this.storage.localPath(key), contentType);
    return { key: made.key, contentType: made.contentType, sizeBytes: made.sizeBytes, sha256: made.sha256 };
  }

  /** What a node of ours has put there. Of a stranger's JSON that looks like it nothing of another organisation is copied. */
  private isStored(value: object): value is StoredFile {
    const isFile = 'key' in value && typeof value.key === 'string' && 'sha256' in value && 'sizeBytes' in value && 'contentType' in value;
    return isFile && (value.key as string).startsWith(`${this.owner.orgId}/`);
  }
}

/** Bytes of values that are files. */
export const storedBytes = (values: Readonly<Record<string, PortValue>>): number =>
  Object.values(values).reduce((sum, value) => sum + ('ref' in value ? value.ref.sizeBytes : 0), 0);
